package org.fe4j.metrics.statistics;

/** What several statistics refuse. */
final class Checks {

  private Checks() {}

  /** Refuses NaN and infinite numbers, naming the place. */
  static void finite(String what, double[] values) {
    for (int index = 0; index < values.length; index++) {
      if (!Double.isFinite(values[index])) {
        throw new IllegalArgumentException(
            "%s must be finite numbers, but number %d (of %d, from 0) is %s"
                .formatted(what, index, values.length, values[index]));
      }
    }
  }

  /** Refuses arrays of different length. */
  static void sameLength(double[] first, double[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "Pairs are needed, but there are %d and %d numbers"
              .formatted(first.length, second.length));
    }
  }

  /** Refuses rows of different length and numbers that are not finite; returns the length. */
  static int table(String what, double[][] rows) {
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != rows[0].length) {
        throw new IllegalArgumentException(
            "%s: row 0 has %d columns, but row %d has %d"
                .formatted(what, rows[0].length, row, rows[row].length));
      }
      finite("%s, row %d:".formatted(what, row), rows[row]);
    }
    return rows.length == 0 ? 0 : rows[0].length;
  }

  /** Refuses a confidence level that is not in (0, 1). */
  static void level(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "A confidence level is in (0, 1), such as 0.95, but this is " + level);
    }
  }

  /** Refuses a significance level that is not in (0, 1). */
  static void alpha(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException(
          "A significance level is in (0, 1), such as 0.05, but this is " + alpha);
    }
  }
}
