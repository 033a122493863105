package org.fe4j.metrics.statistics;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Linear centred kernel alignment, how alike two sets of features of the same images are: in [0,
 * 1], and 1 where one is the other, rotated, moved and scaled (Kornblith, Norouzi, Lee and Hinton,
 * "Similarity of neural network representations revisited", 2019).
 *
 * <p>With features X and Y less the mean of their rows it is {@code |YᵀX|² / (|XᵀX| |YᵀY|)} in
 * Frobenius norms, or the same with the products of rows: {@code |YᵀX|² = <XXᵀ, YYᵀ>}. What needs
 * fewer multiplications is computed: products of rows where these are few. Neither a matrix of rows
 * × rows nor one of dimensions × dimensions is held but a strip of at most 256 × dimensions and a
 * block of 64 rows for each set of features: about 1 MiB a set and 6 MiB for 2,048 dimensions.
 *
 * <p>The value is biased upwards where there are not many more rows than dimensions that vary:
 * independent random features of 2,048 dimensions reach 0.53 over 2,000 rows and 0.21 over 10,000.
 * Compare values over the same rows alone, and take as many rows as time allows: 16 sets of 2,000
 * rows and 2,048 dimensions take half a minute on two busy cores, two sets of 10,000 ten seconds.
 */
public final class LinearCka {

  private static final int BLOCK_ROWS = 64;

  private static final int STRIP_DIMENSIONS = 256;

  private LinearCka() {}

  /**
   * Returns the similarity of two sets of features; NaN where all rows of one are equal.
   *
   * @param x features, at least 2 rows
   * @param y features of the same images in the same order
   * @throws IllegalArgumentException if they differ in the number of rows, if there are fewer than
   *     2, or if a number is not finite
   */
  public static double of(FeatureRows x, FeatureRows y) {
    return matrix(List.of(x, y)).get(0).get(1);
  }

  /**
   * Returns the similarity of each pair of sets of features: symmetric, and exactly 1 on the
   * diagonal; NaN in the row and column of a set whose rows are equal. Costs less than as many
   * calls of {@link #of}.
   *
   * @param features sets of features of the same images in the same order, at least 2 rows each
   * @throws IllegalArgumentException if they differ in the number of rows, if there are fewer than
   *     2, or if a number is not finite
   */
  public static ImmutableList<ImmutableDoubleArray> matrix(List<? extends FeatureRows> features) {
    for (FeatureRows rows : features) {
      if (rows.rows() < 2 || rows.rows() != features.get(0).rows()) {
        throw new IllegalArgumentException(
            "Features of the same images are compared, at least 2 rows, but there are %d and %d rows"
                .formatted(features.get(0).rows(), rows.rows()));
      }
    }
    if (features.isEmpty()) {
      return ImmutableList.of();
    }
    int rowCount = features.get(0).rows();
    List<CentredRows> centred =
        features.stream().map(CentredRows::new).collect(ImmutableList.toImmutableList());
    double[][] products =
        costOfRows(rowCount, centred) <= costOfDimensions(centred)
            ? productsOfRows(rowCount, centred)
            : productsOfDimensions(rowCount, centred);
    return Matrices.copyOf(normalized(products));
  }

  /** Returns the multiplications a row of the products of rows. */
  private static double costOfRows(int rowCount, List<CentredRows> features) {
    return features.stream().mapToDouble(CentredRows::dimension).sum() * rowCount / 2;
  }

  /** Returns the multiplications a row of the products of dimensions. */
  private static double costOfDimensions(List<CentredRows> features) {
    double sum = features.stream().mapToDouble(CentredRows::dimension).sum();
    // Half of all ordered pairs, and half of a set with itself.
    return sum * sum / 2;
  }

  private static double[][] normalized(double[][] products) {
    double[][] similarity = new double[products.length][products.length];
    for (int first = 0; first < products.length; first++) {
      for (int second = 0; second <= first; second++) {
        double norms = Math.sqrt(products[first][first]) * Math.sqrt(products[second][second]);
        double value = norms == 0 ? Double.NaN : Math.min(1, products[first][second] / norms);
        similarity[first][second] = first == second && norms > 0 ? 1 : value;
        similarity[second][first] = similarity[first][second];
      }
    }
    return similarity;
  }

  /** Returns |YᵀX|² of each pair, X not after Y, as the sum over pairs of rows. */
  private static double[][] productsOfRows(int rowCount, List<CentredRows> features) {
    int count = features.size();
    double[][] products = new double[count][count];
    double[][][] tiles = new double[count][BLOCK_ROWS][BLOCK_ROWS];
    double[][][] rows =
        features.stream()
            .map(one -> new double[one.dimension()][BLOCK_ROWS])
            .toArray(double[][][]::new);
    double[][] columns =
        new double[features.stream().mapToInt(CentredRows::dimension).max().orElse(0)][BLOCK_ROWS];
    for (int top = 0; top < rowCount; top += BLOCK_ROWS) {
      for (int one = 0; one < count; one++) {
        features.get(one).readColumns(top, rows[one]);
      }
      for (int left = top; left < rowCount; left += BLOCK_ROWS) {
        for (int one = 0; one < count; one++) {
          features.get(one).readColumns(left, columns);
          clear(tiles[one]);
          addProduct(rows[one], 0, columns, 0, rows[one].length, tiles[one]);
        }
        // A tile beside the diagonal stands for its mirror image too.
        addTiles(tiles, left == top ? 1 : 2, products);
      }
    }
    return products;
  }

  private static void addTiles(double[][][] tiles, int weight, double[][] products) {
    for (int first = 0; first < tiles.length; first++) {
      for (int second = 0; second <= first; second++) {
        double sum = 0;
        for (int row = 0; row < BLOCK_ROWS; row++) {
          for (int column = 0; column < BLOCK_ROWS; column++) {
            sum += tiles[first][row][column] * tiles[second][row][column];
          }
        }
        products[first][second] += weight * sum;
      }
    }
  }

  /** Returns |YᵀX|² of each pair, X not after Y, as the sum over pairs of dimensions. */
  private static double[][] productsOfDimensions(int rowCount, List<CentredRows> features) {
    double[][] products = new double[features.size()][features.size()];
    for (int first = 0; first < products.length; first++) {
      for (int second = 0; second < first; second++) {
        products[first][second] = product(rowCount, features.get(first), features.get(second));
      }
      products[first][first] = product(rowCount, features.get(first), features.get(first));
    }
    return products;
  }

  private static double product(int rowCount, CentredRows x, CentredRows y) {
    boolean same = x == y;
    double[][] left = new double[BLOCK_ROWS][x.dimension()];
    double[][] right = same ? left : new double[BLOCK_ROWS][y.dimension()];
    double product = 0;
    for (int begin = 0; begin < x.dimension(); begin += STRIP_DIMENSIONS) {
      int end = Math.min(begin + STRIP_DIMENSIONS, x.dimension());
      // Of a symmetric matrix the part before the strip was counted with earlier strips.
      int offset = same ? begin : 0;
      double[][] strip = new double[end - begin][y.dimension() - offset];
      for (int row = 0; row < rowCount; row += BLOCK_ROWS) {
        int depth = x.read(row, left);
        if (!same) {
          y.read(row, right);
        }
        addProduct(left, begin, right, offset, depth, strip);
      }
      product += squares(strip, same ? end - offset : Integer.MAX_VALUE);
    }
    return product;
  }

  /** Returns the sum of squares, columns from one on counted twice. */
  private static double squares(double[][] values, int twiceFrom) {
    double sum = 0;
    for (double[] row : values) {
      for (int column = 0; column < row.length; column++) {
        sum += (column < twiceFrom ? 1 : 2) * row[column] * row[column];
      }
    }
    return sum;
  }

  /**
   * Adds the product of the transposed left with the right matrix, both from a column on: each
   * number of the target is summed in the order of the rows, whatever the number of threads.
   */
  private static void addProduct(
      double[][] left,
      int leftOffset,
      double[][] right,
      int rightOffset,
      int depth,
      double[][] target) {
    IntStream.range(0, target.length)
        .parallel()
        .forEach(
            index -> addRow(left, leftOffset + index, right, rightOffset, depth, target[index]));
  }

  private static void addRow(
      double[][] left,
      int leftColumn,
      double[][] right,
      int rightOffset,
      int depth,
      double[] target) {
    int row = 0;
    // Four rows at a time, so that a number of the target is loaded and stored a quarter as often.
    for (; row + 4 <= depth; row += 4) {
      double a = left[row][leftColumn];
      double b = left[row + 1][leftColumn];
      double c = left[row + 2][leftColumn];
      double d = left[row + 3][leftColumn];
      double[] ofA = right[row];
      double[] ofB = right[row + 1];
      double[] ofC = right[row + 2];
      double[] ofD = right[row + 3];
      for (int column = 0; column < target.length; column++) {
        int from = rightOffset + column;
        target[column] += a * ofA[from] + b * ofB[from] + c * ofC[from] + d * ofD[from];
      }
    }
    for (; row < depth; row++) {
      double a = left[row][leftColumn];
      for (int column = 0; column < target.length; column++) {
        target[column] += a * right[row][rightOffset + column];
      }
    }
  }

  private static void clear(double[][] tile) {
    for (double[] row : tile) {
      Arrays.fill(row, 0);
    }
  }
}
