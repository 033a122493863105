package org.fe4j.validation;

import com.google.common.primitives.ImmutableIntArray;
import java.util.BitSet;

/** Takes the rows to stop by from those that a fold does not test. */
@FunctionalInterface
interface ValidationRows {

  /** One row in this many of those to fit on is for validation. */
  int PERIOD = 10;

  /** In the middle of the period, so that the number of rows taken is the nearest to a tenth. */
  int PHASE = 4;

  /**
   * Returns the rows to stop by.
   *
   * @param fold its number
   * @param fitting the rows that it does not test, ascending
   */
  BitSet of(int fold, ImmutableIntArray fitting);

  /** Returns a tenth of the rows, whatever their class and their group. */
  static ValidationRows random(long seed) {
    return (fold, fitting) -> {
      int[] order = fitting.toArray();
      Shuffler.seeded(seed, fold).shuffle(order);
      return tenth(order);
    };
  }

  /** Returns a tenth of each class, whatever the groups; the only row of a class is not taken. */
  static ValidationRows stratified(Labels labels, long seed) {
    return (fold, fitting) ->
        tenth(
            RowOrder.byClass(
                labels,
                RowOrder.withoutSingles(labels, fitting.toArray()),
                Shuffler.seeded(seed, fold)));
  }

  /** Returns about a tenth of each class in whole groups, where there are groups. */
  static ValidationRows stratifiedInGroups(Labels labels, long seed) {
    if (!labels.hasGroups()) {
      return stratified(labels, seed);
    }
    return (fold, fitting) ->
        GroupSelection.take(labels, fitting, 1.0 / PERIOD, Shuffler.seeded(seed, fold));
  }

  private static BitSet tenth(int[] order) {
    BitSet rows = new BitSet();
    for (int at = PHASE; at < order.length; at += PERIOD) {
      rows.set(order[at]);
    }
    return rows;
  }
}
