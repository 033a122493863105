package org.fe4j.validation;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Refuses classes that are too small to be divided, in the same words for all splitters. */
final class SmallClasses {

  /** As many are named in a message. */
  private static final int NAMED = 10;

  private SmallClasses() {}

  /**
   * What a splitter needs of each class.
   *
   * @param title the splitter, at the beginning of a sentence
   * @param minimum how many images a class needs, or groups of images
   * @param smaller what to ask of the splitter instead, for a smallest class of this size; nothing
   *     where it can do nothing for so small a class
   */
  record Need(String title, int minimum, IntFunction<String> smaller) {}

  /** Refuses classes of too few rows, whatever the groups. */
  static void refuseByRows(Labels labels, Need need) {
    int[] counts = new int[labels.classCount()];
    labels.values().forEach(label -> counts[label]++);
    refuse(labels, counts, need, false);
  }

  /** Refuses classes of too few groups. */
  static void refuseByGroups(Labels labels, Need need) {
    int[] counts = new int[labels.classCount()];
    GroupCounts groups = GroupCounts.of(labels, RowOrder.every(labels));
    for (int group = 0; group < groups.size(); group++) {
      groups.classes(group).forEach(c -> counts[c]++);
    }
    refuse(labels, counts, need, true);
  }

  private static void refuse(Labels labels, int[] counts, Need need, boolean grouped) {
    int[] small =
        IntStream.range(0, counts.length).filter(c -> counts[c] < need.minimum()).toArray();
    if (small.length == 0) {
      return;
    }
    String names =
        Arrays.stream(small)
            .limit(NAMED)
            .mapToObj(c -> "%s (%d)".formatted(labels.classNames().get(c), counts[c]))
            .collect(joining(", "));
    throw new IllegalArgumentException(
        """
        %s needs %d or more %s of each class, but %d of %d classes have fewer: %s%s.
          Ways out: %s."""
            .formatted(
                need.title(),
                need.minimum(),
                grouped ? "groups of images" : "images",
                small.length,
                counts.length,
                names,
                small.length > NAMED ? " and " + (small.length - NAMED) + " more" : "",
                waysOut(
                    need, Arrays.stream(small).map(c -> counts[c]).min().orElseThrow(), grouped)));
  }

  private static String waysOut(Need need, int smallest, boolean grouped) {
    List<String> ways = new ArrayList<>();
    String smaller = need.smaller().apply(smallest);
    if (!smaller.isEmpty()) {
      ways.add(smaller);
    }
    ways.add(
        "add images%s to these classes or leave them out (ImageDataset.withoutSmallClasses(%d))"
            .formatted(grouped ? " of other groups" : "", need.minimum()));
    ways.add(
        "or use KFold.of(5), which "
            + (grouped ? "neither stratifies nor keeps groups whole" : "does not stratify"));
    return String.join("; ", ways);
  }
}
