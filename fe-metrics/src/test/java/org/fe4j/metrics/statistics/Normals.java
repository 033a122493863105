package org.fe4j.metrics.statistics;

/** Standard normal random numbers for tests, by Box and Muller. */
final class Normals {

  private Normals() {}

  static double[] draw(int count, long seed, long stream) {
    SplitMix64 random = SplitMix64.seeded(seed, stream);
    double[] values = new double[count];
    for (int index = 0; index < count; index++) {
      double u = ((random.nextBits() >>> 11) + 1) * 0x1p-53;
      double v = (random.nextBits() >>> 11) * 0x1p-53;
      values[index] = Math.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
    }
    return values;
  }

  static double[][] matrix(int rows, int columns, long seed) {
    double[][] matrix = new double[rows][];
    for (int row = 0; row < rows; row++) {
      matrix[row] = draw(columns, seed, row);
    }
    return matrix;
  }
}
