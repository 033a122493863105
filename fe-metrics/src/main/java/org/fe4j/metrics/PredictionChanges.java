package org.fe4j.metrics;

import com.google.errorprone.annotations.Immutable;
import java.util.HashMap;
import java.util.Map;

/**
 * What became of predictions when something about the classifier changed: how many rows are said to
 * be of another class, and whether that mended or broke them.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param rows how many predictions there are, at least 1
 * @param rightBefore how many of them were right
 * @param changed how many are of another class now
 * @param rightToWrong how many of the changed ones were right
 * @param wrongToRight how many of the changed ones are right now; the others were wrong and are
 */
@Immutable
public record PredictionChanges(
    int rows, int rightBefore, int changed, int rightToWrong, int wrongToRight) {
  private record FoldAndId(int fold, String id) {}

  /**
   * Refuses counts that cannot be.
   *
   * @throws IllegalArgumentException if there is no row, if a count is negative, or if a part is
   *     larger than its whole
   */
  public PredictionChanges {
    boolean counts = rows > 0 && rightToWrong >= 0 && wrongToRight >= 0;
    boolean parts =
        (long) rightToWrong + wrongToRight <= changed
            && changed <= rows
            && rightToWrong <= rightBefore
            && (long) rightBefore + wrongToRight <= rows;
    if (!counts || !parts) {
      throw new IllegalArgumentException(
          "Of %d rows, %d right, %d cannot have changed, %d from right to wrong and %d back"
              .formatted(rows, rightBefore, changed, rightToWrong, wrongToRight));
    }
  }

  /**
   * Compares predictions of the same rows, by fold and id.
   *
   * @throws IllegalArgumentException if the rows, their true classes or the classes are not the
   *     same
   */
  public static PredictionChanges of(Predictions before, Predictions after) {
    if (before.size() != after.size() || !before.classNames().equals(after.classNames())) {
      throw new IllegalArgumentException(
          "%s cannot be compared with %s: the rows and the classes must be the same"
              .formatted(after, before));
    }
    Map<FoldAndId, Integer> rowsBefore = new HashMap<>();
    for (int row = 0; row < before.size(); row++) {
      rowsBefore.put(new FoldAndId(before.fold(row), before.id(row)), row);
    }
    int right = 0;
    int changed = 0;
    int rightToWrong = 0;
    int wrongToRight = 0;
    for (int row = 0; row < after.size(); row++) {
      Integer earlier = rowsBefore.remove(new FoldAndId(after.fold(row), after.id(row)));
      int truth = after.truth(row);
      if (earlier == null || before.truth(earlier) != truth) {
        throw new IllegalArgumentException(
            "Row \"%s\" of fold %d is not among the predictions before, or was of another class there"
                .formatted(after.id(row), after.fold(row)));
      }
      boolean was = before.predicted(earlier) == truth;
      boolean is = after.predicted(row) == truth;
      right += was ? 1 : 0;
      changed += before.predicted(earlier) == after.predicted(row) ? 0 : 1;
      rightToWrong += was && !is ? 1 : 0;
      wrongToRight += is && !was ? 1 : 0;
    }
    return new PredictionChanges(after.size(), right, changed, rightToWrong, wrongToRight);
  }

  /** Returns how many are right now. */
  public int rightAfter() {
    return rightBefore - rightToWrong + wrongToRight;
  }

  /** Returns the accuracy before, in [0, 1]. */
  public double accuracyBefore() {
    return (double) rightBefore / rows;
  }

  /** Returns the accuracy now, in [0, 1]. */
  public double accuracyAfter() {
    return (double) rightAfter() / rows;
  }
}
