package org.fe4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackedStringsTest {

  @Test
  void returnsWhatWasAdded() {
    List<String> strings = List.of("", "a/1.jpg", "gr\u00e8s", "", "\ud83d\ude00", "a/1.jpg");

    assertThat(all(packed(strings))).isEqualTo(strings);
  }

  @Test
  void holdsMoreThanItBeganWith() {
    List<String> strings =
        IntStream.range(0, 5_000).mapToObj(i -> "class %d/%d.jpg".formatted(i % 7, i)).toList();
    PackedStrings.Builder builder = new PackedStrings.Builder();
    strings.subList(0, 2_000).forEach(builder::add);
    builder.addAll(packed(strings.subList(2_000, 5_000)));

    assertThat(all(builder.build())).isEqualTo(strings);
  }

  @Test
  void ordersByTheBytesAndNotByUtf16Units() {
    PackedStrings strings = packed(List.of("\ud83d\ude00", "b", "\ufffd", "", "ab", "a", "b"));

    ImmutableIntArray order = strings.order();

    assertThat(order.asList()).containsExactly(3, 5, 4, 1, 6, 2, 0);
    assertThat(all(strings.select(order)))
        .containsExactly("", "a", "ab", "b", "b", "\ufffd", "\ud83d\ude00");
  }

  @Test
  void selectsAFew() {
    PackedStrings strings = packed(List.of("a", "b", "c"));

    assertThat(all(strings.select(ImmutableIntArray.of(2, 0)))).containsExactly("c", "a");
    assertThat(all(strings.select(ImmutableIntArray.of()))).isEmpty();
  }

  private static PackedStrings packed(List<String> strings) {
    PackedStrings.Builder builder = new PackedStrings.Builder();
    strings.forEach(builder::add);
    return builder.build();
  }

  private static List<String> all(PackedStrings strings) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < strings.size(); i++) {
      all.add(strings.get(i));
    }
    return all;
  }
}
