package org.fe4j.validation;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One division of the data set.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param fitting what the head trainer sees
 * @param test what judges the head
 */
public record Fold(FittingPart fitting, TestPart test) {

  /**
   * Returns the same division of a part of the data set: rows that are not kept are dropped, and
   * the others get the numbers that they have in the part.
   *
   * @param kept the rows of the part, ascending
   */
  Fold retain(ImmutableIntArray kept) {
    int size = kept.isEmpty() ? 0 : kept.get(kept.length() - 1) + 1;
    int[] positions = new int[size];
    Arrays.fill(positions, -1);
    for (int position = 0; position < kept.length(); position++) {
      positions[kept.get(position)] = position;
    }
    return new Fold(
        new FittingPart(
            new TrainPart(retain(fitting.train().rows(), positions)),
            new ValidationPart(retain(fitting.validation().rows(), positions))),
        new TestPart(retain(test.rows(), positions)));
  }

  private static ImmutableIntArray retain(ImmutableIntArray rows, int[] positions) {
    IntStream retained =
        rows.stream().filter(row -> row < positions.length).map(row -> positions[row]);
    return ImmutableIntArray.copyOf(retained.filter(position -> position >= 0));
  }
}
