package org.fe4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.IntStream;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.RgbImage;
import org.junit.jupiter.api.Test;

class MemoryImagesTest {
  private final RgbImage red = RgbImage.wrap(2, 1, new byte[] {-1, 0, 0, -1, 0, 0});
  private final byte[] encoded = {1, 2, 3};

  @Test
  void keepsTheOrderOfImagesAndSortsTheClasses() {
    MemoryImages images =
        MemoryImages.builder("camera")
            .add("3", "granite", red)
            .add("1", "gneiss", encoded)
            .add("2", "granite", "quarry 7", red)
            .add("0", "Basalt", "quarry 8", encoded)
            .build();

    assertThat(images.classNames()).containsExactly("Basalt", "gneiss", "granite");
    assertThat(IntStream.range(0, 4).map(images::label)).containsExactly(2, 1, 2, 0);
    assertThat(IntStream.range(0, 4).mapToObj(images::id)).containsExactly("3", "1", "2", "0");
    assertThat(IntStream.range(0, 4).mapToObj(images::group))
        .containsExactly("3", "1", "quarry 7", "quarry 8");
    assertThat(images.name()).isEqualTo("camera");
    assertThat(images).hasToString("MemoryImages[camera: 4 images, 3 classes]");
  }

  @Test
  void givesPixelsAsAFileThatDecodesToThem() throws IOException {
    MemoryImages images = two();

    assertThat(images.bytes(0)).isEqualTo(red.toPpm());
    RgbImage decoded = ImageDecoder.standard().decode(images.bytes(0), images.id(0));
    assertThat(decoded.width()).isEqualTo(2);
    assertThat(decoded.pixels()).isEqualTo(red.pixels());
  }

  @Test
  void staysWhatItIsWhenBytesAreChanged() {
    MemoryImages images = two();
    byte[] ppm = red.toPpm();

    red.pixels()[0] = 77;
    encoded[0] = 77;
    images.bytes(0)[16] = 77;
    images.bytes(1)[1] = 77;

    assertThat(images.bytes(0)).isEqualTo(ppm);
    assertThat(images.bytes(1)).containsExactly(1, 2, 3);
  }

  @Test
  void staysWhatItIsWhenMoreImagesAreAdded() {
    MemoryImages.Builder builder =
        MemoryImages.builder("camera").add("a", "x", red).add("b", "y", red);
    MemoryImages two = builder.build();

    MemoryImages three = builder.add("c", "a", "g", red).build();

    assertThat(two.size()).isEqualTo(2);
    assertThat(two.classNames()).containsExactly("x", "y");
    assertThat(two.label(0)).isZero();
    assertThat(two.group(0)).isEqualTo("a");
    assertThat(three.size()).isEqualTo(3);
    assertThat(three.label(0)).isEqualTo(1);
  }

  @Test
  void refusesAnIdThatAnotherImageHas() {
    MemoryImages.Builder builder =
        MemoryImages.builder("camera").add("a", "x", red).add("b", "x", red);

    assertThatThrownBy(() -> builder.add("b", "y", encoded))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[camera] Image 3 has the id \"b\" of image 2. Give each an id of its own.");
  }

  @Test
  void refusesBlankWords() {
    MemoryImages.Builder builder = MemoryImages.builder("camera").add("a", "x", red);

    assertThatThrownBy(() -> builder.add("", "y", red))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[camera] Image 2, \"\", needs an id, but found a blank one.");
    assertThatThrownBy(() -> builder.add("b", " ", encoded))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[camera] Image 2, \"b\", needs a label, but found a blank one.");
    assertThatThrownBy(() -> builder.add("b", "y", "", encoded))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[camera] Image 2, \"b\", needs a group, but found a blank one.");
    assertThat(builder.add("b", "y", red).build().size()).isEqualTo(2);
  }

  @Test
  void refusesFewerThanTwoClasses() {
    MemoryImages.Builder builder = MemoryImages.builder("camera");

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[camera] Telling classes apart takes two or more, but no image was added. Add images"
                + " of other classes.");
    builder.add("a", "x", red).add("b", "x", red);
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[camera] Telling classes apart takes two or more, but all images have the label x. Add"
                + " images of other classes.");
  }

  private MemoryImages two() {
    return MemoryImages.builder("camera").add("a", "x", red).add("b", "y", encoded).build();
  }
}
