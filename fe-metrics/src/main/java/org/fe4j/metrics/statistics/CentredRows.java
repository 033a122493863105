package org.fe4j.metrics.statistics;

/** Rows less their mean. */
final class CentredRows {

  private final FeatureRows rows;
  private final double[] means;
  private final double[] buffer;

  /** Reads all rows once, for their mean. */
  CentredRows(FeatureRows rows) {
    this.rows = rows;
    this.means = new double[rows.dimension()];
    this.buffer = new double[rows.dimension()];
    for (int row = 0; row < rows.rows(); row++) {
      rows.copyRow(row, buffer);
      for (int index = 0; index < means.length; index++) {
        if (!Double.isFinite(buffer[index])) {
          throw new IllegalArgumentException(
              "Features must be finite numbers, but number %d of row %d is %s"
                  .formatted(index, row, buffer[index]));
        }
        means[index] += buffer[index];
      }
    }
    for (int index = 0; index < means.length; index++) {
      means[index] /= rows.rows();
    }
  }

  int dimension() {
    return means.length;
  }

  /** Reads rows from one on into the rows of the target, and returns how many there were. */
  int read(int begin, double[][] target) {
    int count = Math.min(target.length, rows.rows() - begin);
    for (int row = 0; row < count; row++) {
      rows.copyRow(begin + row, target[row]);
      for (int index = 0; index < means.length; index++) {
        target[row][index] -= means[index];
      }
    }
    return count;
  }

  /** Reads rows from one on into the columns of the target, with zeros where there are no more. */
  void readColumns(int begin, double[][] target) {
    for (int column = 0; column < target[0].length; column++) {
      boolean exists = begin + column < rows.rows();
      if (exists) {
        rows.copyRow(begin + column, buffer);
      }
      for (int index = 0; index < means.length; index++) {
        target[index][column] = exists ? buffer[index] - means[index] : 0;
      }
    }
  }
}
