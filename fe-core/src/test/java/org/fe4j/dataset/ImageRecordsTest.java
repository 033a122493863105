package org.fe4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is known of images that are not there. */
public class ImageRecordsTest {

  /** Four images whose order, classes and groups are nobody's default. */
  public static final class Letters implements ImageDataset {
    @Override
    public String name() {
      return "letters";
    }

    @Override
    public int size() {
      return 4;
    }

    @Override
    public ImmutableList<String> classNames() {
      return ImmutableList.of("vowel", "unused", "consonant");
    }

    @Override
    public int label(int index) {
      return "eduf".charAt(index) == 'd' || index == 3 ? 2 : 0;
    }

    @Override
    public String id(int index) {
      return " letter/" + "eduf".charAt(index);
    }

    @Override
    public String group(int index) {
      return index < 2 ? "one" : id(index);
    }

    @Override
    public byte[] bytes(int index) throws IOException {
      throw new IOException("no picture");
    }
  }

  private static ImageRecords.Builder builder(String... labels) {
    ImageRecords.Builder builder = ImageRecords.builder();
    for (int i = 0; i < labels.length; i++) {
      builder.add("image" + (labels.length - i), labels[i], i == 0 ? "alone" : "");
    }
    return builder;
  }

  @Test
  void sortsNumbersByTheirValueAndNamesByTheirBytes() {
    ImageRecords.Sorted numbers = builder("10", "9", "-3", "10").sorted();
    ImageRecords images = numbers.build("n", numbers.order(), ImmutableList.of());
    assertThat(images.classNames()).containsExactly("-3", "9", "10");
    assertThat(images.id(0)).isEqualTo("image1");
    assertThat(images.label(0)).isEqualTo(2);
    assertThat(images.label(1)).isEqualTo(0);
    assertThat(images.group(0)).isEqualTo("image1");
    assertThat(images.group(3)).isEqualTo("alone");
    ImageRecords.Sorted names = builder("10", "9", "a", "010").sorted();
    assertThat(names.build("n", names.order(), ImmutableList.of()).classNames())
        .containsExactly("010", "10", "9", "a");
  }

  @Test
  void keepsTheOrderAndTheClassesThatAreGiven() {
    ImageRecords.Sorted sorted = builder("b", "a").sorted();
    ImageRecords images =
        sorted.build("given", ImmutableIntArray.of(0, 1), ImmutableList.of("b", "c", "a"));
    assertThat(images.id(0)).isEqualTo("image2");
    assertThat(images.label(1)).isEqualTo(2);
    assertThat(images.named("other").name()).isEqualTo("other");
    assertThatThrownBy(
            () -> sorted.build("given", ImmutableIntArray.of(0), ImmutableList.of("a", "c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The class \"b\" is not among the 2 that there are");
  }

  @Test
  void findsTheFirstIdThatWasThereBefore() {
    ImageRecords.Builder builder = ImageRecords.builder();
    for (String id : new String[] {"b", "c", "a", "c", "b", "b"}) {
      builder.add(id, "x", "");
    }
    assertThat(builder.sorted().twice()).contains(new ImageRecords.Twice("c", 1, 3));
    assertThat(builder("x", "y").sorted().twice()).isEmpty();
  }
}
