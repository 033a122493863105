package org.fe4j.metrics.statistics;

/** The sum and the number of the rows of each unit, from which a resample's mean follows. */
final class UnitSums {

  private final double[] sums;
  private final int[] rows;

  private UnitSums(double[] sums, int[] rows) {
    this.sums = sums;
    this.rows = rows;
  }

  /**
   * Adds up finite values.
   *
   * @throws IllegalArgumentException if there is no row, if the arrays differ in length, or if the
   *     units are not numbered from 0 without a gap
   */
  static UnitSums of(double[] values, int[] unitOfRow) {
    if (values.length != unitOfRow.length || values.length == 0) {
      throw new IllegalArgumentException(
          "Each of at least 1 row has a value and a unit, but there are %d values and %d units"
              .formatted(values.length, unitOfRow.length));
    }
    int units = 0;
    for (int unit : unitOfRow) {
      if (unit < 0 || unit >= unitOfRow.length) {
        throw new IllegalArgumentException(
            "Units of %d rows are numbered from 0 without a gap, but there is number %d"
                .formatted(unitOfRow.length, unit));
      }
      units = Math.max(units, unit + 1);
    }
    double[] sums = new double[units];
    int[] rows = new int[units];
    for (int row = 0; row < values.length; row++) {
      sums[unitOfRow[row]] += values[row];
      rows[unitOfRow[row]]++;
    }
    for (int unit = 0; unit < units; unit++) {
      if (rows[unit] == 0) {
        throw new IllegalArgumentException(
            "Units are numbered from 0 without a gap, but of %d units number %d has no row"
                .formatted(units, unit));
      }
    }
    return new UnitSums(sums, rows);
  }

  int units() {
    return sums.length;
  }

  /** Returns the mean over the rows, each unit taken this many times. */
  double mean(int[] multiplicities) {
    double sum = 0;
    long count = 0;
    for (int unit = 0; unit < sums.length; unit++) {
      sum += multiplicities[unit] * sums[unit];
      count += (long) multiplicities[unit] * rows[unit];
    }
    return sum / count;
  }

  /** Returns the mean over all rows. */
  double mean() {
    double sum = 0;
    long count = 0;
    for (int unit = 0; unit < sums.length; unit++) {
      sum += sums[unit];
      count += rows[unit];
    }
    return sum / count;
  }
}
