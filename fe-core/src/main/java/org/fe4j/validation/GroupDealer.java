package org.fe4j.validation;

/**
 * Deals groups to folds one after the other, each to the fold that keeps the shares of the classes
 * most alike over the folds.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class GroupDealer {
  // scikit-learn calls two folds equally good as numpy.isclose does.
  private static final double RELATIVE_TIE = 1e-5;
  private static final double ABSOLUTE_TIE = 1e-8;

  /** What is less different is rounding. */
  private static final double ROUNDING = 1e-12;

  private final GroupCounts groups;
  private final int[] classSizes;
  private final int[][] dealt;
  private final long[] foldSizes;
  private final double[] deviations;

  GroupDealer(Labels labels, GroupCounts groups, int folds) {
    this.groups = groups;
    this.classSizes = new int[labels.classCount()];
    labels.values().forEach(label -> classSizes[label]++);
    this.dealt = new int[labels.classCount()][folds];
    this.foldSizes = new long[folds];
    this.deviations = new double[labels.classCount()];
  }

  /** Gives a group to a fold and returns which. */
  int deal(int group) {
    double others = 0;
    for (double deviation : deviations) {
      others += deviation;
    }
    for (int i = 0; i < groups.classCount(group); i++) {
      others -= deviations[groups.classAt(group, i)];
    }
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int fold = 0; fold < foldSizes.length; fold++) {
      double mean = (others + deviationsWith(group, fold)) / deviations.length;
      boolean tied = Math.abs(mean - least) <= ABSOLUTE_TIE + RELATIVE_TIE * Math.abs(least);
      if (mean < least - ROUNDING || (tied && foldSizes[fold] < foldSizes[best])) {
        best = fold;
        least = mean;
      }
    }
    for (int i = 0; i < groups.classCount(group); i++) {
      int c = groups.classAt(group, i);
      dealt[c][best] += groups.countAt(group, i);
      foldSizes[best] += groups.countAt(group, i);
      deviations[c] = deviation(c);
    }
    return best;
  }

  /** Returns the sum of the deviations of a group's classes if a fold got the group. */
  private double deviationsWith(int group, int fold) {
    double sum = 0;
    for (int i = 0; i < groups.classCount(group); i++) {
      int c = groups.classAt(group, i);
      dealt[c][fold] += groups.countAt(group, i);
      sum += deviation(c);
      dealt[c][fold] -= groups.countAt(group, i);
    }
    return sum;
  }

  /** Returns the standard deviation over the folds of a class's share of rows. */
  private double deviation(int c) {
    long sum = 0;
    long squares = 0;
    for (int rows : dealt[c]) {
      sum += rows;
      squares += (long) rows * rows;
    }
    int folds = dealt[c].length;
    // In whole numbers until the root, so that equal shares have equal deviations.
    return Math.sqrt((double) (folds * squares - sum * sum)) / folds / classSizes[c];
  }
}
