package org.fe4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.Preprocessor;
import org.fe4j.image.RgbImage;
import org.junit.jupiter.api.Test;

class DatasetViewsTest {

  /** Classes c0, c1, … with so many images each, in turns. */
  private static MemoryImages images(int... sizes) {
    MemoryImages.Builder builder = MemoryImages.builder("rocks");
    for (int turn = 0; turn < IntStream.of(sizes).max().orElse(0); turn++) {
      for (int c = 0; c < sizes.length; c++) {
        if (turn < sizes[c]) {
          builder.add(c + "-" + turn, "c" + c, new byte[] {(byte) c, (byte) turn});
        }
      }
    }
    return builder.build();
  }

  @Test
  void selectsImagesWithAllClasses() throws IOException {
    ImageDataset view = images(2, 2).select(ImmutableIntArray.of(3, 0), "two");

    assertThat(view.name()).isEqualTo("two");
    assertThat(view.classNames()).containsExactly("c0", "c1");
    assertThat(IntStream.range(0, view.size()).mapToObj(view::id)).containsExactly("1-1", "0-0");
    assertThat(view.label(0)).isEqualTo(1);
    assertThat(view.group(1)).isEqualTo("0-0");
    assertThat(view.bytes(0)).containsExactly(1, 1);
    assertThat(view).hasToString("two: 2 images, 2 classes");
  }

  @Test
  void refusesImagesThatAreNotThereOrTwice() {
    MemoryImages images = images(2, 2);
    assertThatThrownBy(() -> images.select(ImmutableIntArray.of(4), "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[rocks] There is no image 4 to select; images are 0 to 3");
    assertThatThrownBy(() -> images.select(ImmutableIntArray.of(1, 1), "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[rocks] Image 1 cannot be selected twice: ids must differ");
  }

  @Test
  void drawsClassesAndKeepsTheirOrder() {
    MemoryImages images = images(1, 2, 3, 1, 2, 3, 1, 2);

    ImageDataset three = images.subsampleClasses(3);
    ImageDataset five = images.subsampleClasses(5);

    assertThat(three.name()).isEqualTo("rocks (3 of 8 classes, seed 42)");
    assertThat(three.classNames()).hasSize(3).isSorted();
    assertThat(five.classNames()).hasSize(5).isSorted().containsAll(three.classNames());
    for (int i = 0; i < three.size(); i++) {
      assertThat(three.classNames().get(three.label(i))).isEqualTo("c" + three.id(i).charAt(0));
    }
    assertThat(IntStream.range(0, images.size()).mapToObj(images::id))
        .filteredOn(id -> three.classNames().contains("c" + id.charAt(0)))
        .isEqualTo(IntStream.range(0, three.size()).mapToObj(three::id).toList());
    assertThat(images.subsampleClasses(3, 42).classNames()).isEqualTo(three.classNames());
    assertThat(images.subsampleClasses(8)).isSameAs(images);
  }

  @Test
  void drawsEachClassEquallyOften() {
    MemoryImages images = images(1, 1, 1, 1, 1);
    int[] drawn = new int[5];
    for (int seed = 0; seed < 1000; seed++) {
      images.subsampleClasses(2, seed).classNames().forEach(name -> drawn[name.charAt(1) - '0']++);
    }
    // 400 expected, standard deviation 15.5.
    assertThat(IntStream.of(drawn).boxed()).allMatch(count -> count > 340 && count < 460);
  }

  @Test
  void refusesNumbersOfClassesThatCannotBeDrawn() {
    for (int count : new int[] {1, 4}) {
      assertThatThrownBy(() -> images(1, 1, 1).subsampleClasses(count))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("[rocks] 2 to 3 classes can be drawn, not " + count);
    }
  }

  @Test
  void leavesOutSmallClasses() {
    MemoryImages images = images(5, 2, 6, 4);

    ImageDataset view = images.withoutSmallClasses(5);

    assertThat(view.name()).isEqualTo("rocks (2 of 4 classes, each with 5 images or more)");
    assertThat(view.classNames()).containsExactly("c0", "c2");
    assertThat(view.size()).isEqualTo(11);
    assertThat(IntStream.range(0, 11).map(view::label).distinct()).containsExactly(0, 1);
    assertThat(images.withoutSmallClasses(2)).isSameAs(images);
    assertThatThrownBy(() -> images.withoutSmallClasses(6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[rocks] 1 of 4 classes have 6 or more images in different groups, but telling classes"
                + " apart takes two or more; the largest has 6. Ask for fewer images.");
  }

  @Test
  void countsTheImagesOfAGroupOnce() {
    MemoryImages.Builder builder = MemoryImages.builder("rocks");
    byte[] image = {1};
    for (int i = 0; i < 6; i++) {
      builder.add("a" + i, "a", "patient " + i / 3, image);
      builder.add("b" + i, "b", "patient " + i, image);
      builder.add("c" + i, "c", image);
    }

    assertThat(builder.build().withoutSmallClasses(3).classNames()).containsExactly("b", "c");
  }

  private static RgbImage noise(long seed, int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) random.nextInt();
    }
    return RgbImage.wrap(width, height, pixels);
  }

  @Test
  void makesLargePicturesSmaller() throws IOException {
    RgbImage wide = noise(1, 100, 61);
    RgbImage small = noise(2, 20, 300);
    ImageDataset whole =
        MemoryImages.builder("rocks")
            .add("wide", "a", "g", wide)
            .add("small", "b", small)
            .add("broken", "b", new byte[] {7, 7})
            .build();

    ImageDataset view = whole.downscale(20);

    assertThat(view.name()).isEqualTo("rocks (at most 20 pixels)");
    assertThat(view.size()).isEqualTo(3);
    assertThat(view.group(0)).isEqualTo("g");
    assertThat(view.label(1)).isEqualTo(1);
    assertThat(view.classNames()).isEqualTo(ImmutableList.of("a", "b"));
    assertThat(view.bytes(1)).isEqualTo(whole.bytes(1));
    assertThat(view.bytes(2)).as("its decoder says why").isEqualTo(whole.bytes(2));
    RgbImage scaled = ImageDecoder.standard().decode(view.bytes(0), "wide");
    // 20 * 100 / 61 is 32.8; torchvision rounds down.
    assertThat(scaled.width()).isEqualTo(32);
    assertThat(scaled.height()).isEqualTo(20);
    assertThat(view.bytes(0)).isEqualTo(view.bytes(0));

    // What a backbone with this size sees is the middle of it.
    byte[] crop =
        Preprocessor.of(
                Preprocessing.of(
                    20, 20, Interpolation.BILINEAR, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)))
            .apply(wide);
    for (int y = 0; y < 20; y++) {
      for (int i = 0; i < 60; i++) {
        assertThat(scaled.pixels()[(y * 32 + 6) * 3 + i]).isEqualTo(crop[y * 60 + i]);
      }
    }
  }

  @Test
  void refusesPicturesOfNoPixel() {
    assertThatThrownBy(() -> images(1, 1).downscale(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[rocks] Pictures can be made smaller down to 1 pixel, not 0");
    assertThatThrownBy(() -> noise(1, 2, 2).resized(0, 5, Interpolation.BICUBIC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A picture cannot be resized to 0 x 5 pixels");
  }
}
