package org.fe4j.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How alike things are: correlation, clusters, features. */
final class AssociationTest {

  static List<JsonElement> correlations() {
    return Fixture.list(Fixture.reference(), "correlation");
  }

  static List<JsonElement> linkages() {
    return Fixture.list(Fixture.reference(), "averageLinkage");
  }

  @ParameterizedTest
  @MethodSource("correlations")
  void correlatesAsSciPyDoes(JsonElement element) {
    JsonObject expected = element.getAsJsonObject();
    double[] x = Fixture.numbers(expected.get("x"));
    double[] y = Fixture.numbers(expected.get("y"));
    for (Correlation correlation : Correlation.values()) {
      double value = expected.get(correlation.name()).getAsDouble();
      // Numbers near 1e9 leave seven digits less to their deviations; both round there.
      double digits = Math.abs(x[0]) > 1e8 ? 1e-8 : 1e-13;
      assertThat(correlation.of(x, y))
          .as(correlation.name())
          .isCloseTo(value, Offset.offset(digits));
    }
  }

  @ParameterizedTest
  @EnumSource(Correlation.class)
  void doesNotExistWhereASideIsConstant(Correlation correlation) {
    // The mean of these is rounded, so that the deviations from it are not 0.
    double[] constant = {0.1, 0.1, 0.1};
    double[] rising = {1, 2, 4};
    assertThat(correlation.of(constant, rising)).isNaN();
    assertThat(correlation.of(rising, constant)).isNaN();
    assertThat(correlation.of(new double[] {1}, new double[] {2})).isNaN();
    assertThat(correlation.of(new double[0], new double[0])).isNaN();
    List<ImmutableDoubleArray> matrix =
        correlation.matrix(new double[][] {rising, constant, {-1, -2, -4}});
    assertThat(matrix.get(0).get(0)).isEqualTo(1);
    assertThat(matrix.get(0).get(1)).isNaN();
    assertThat(matrix.get(0).get(2)).isCloseTo(-1, Offset.offset(1e-15));
    assertThat(matrix.get(1).toArray()).containsExactly(Double.NaN, Double.NaN, Double.NaN);
  }

  @ParameterizedTest
  @EnumSource(Correlation.class)
  void isSymmetricAndWithinOne(Correlation correlation) {
    ImmutableList<ImmutableDoubleArray> matrix = correlation.matrix(Normals.matrix(6, 9, 5));
    for (int row = 0; row < 6; row++) {
      assertThat(matrix.get(row).get(row)).isEqualTo(1);
      for (int column = 0; column < 6; column++) {
        assertThat(matrix.get(row).get(column))
            .isBetween(-1.0, 1.0)
            .isEqualTo(matrix.get(column).get(row));
      }
    }
  }

  @Test
  void extremeNumbersDoNotOverflow() {
    double[] x = {1e308, -1e308, 1.5e308};
    assertThat(Correlation.PEARSON.of(x, x)).isCloseTo(1, Offset.offset(1e-15));
    assertThat(Correlation.PEARSON.of(x, new double[] {1e-308, -1e-308, 1.5e-308}))
        .isCloseTo(1, Offset.offset(1e-15));
  }

  @Test
  void refusesWhatCannotBeCorrelated() {
    assertThatThrownBy(() -> Correlation.KENDALL.of(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Pairs are needed, but there are 2 and 3 numbers");
    assertThatThrownBy(
            () -> Correlation.SPEARMAN.of(new double[] {1, Double.NaN}, new double[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Correlation.PEARSON.matrix(new double[][] {{1, 2}, {1}}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("linkages")
  void clustersAsSciPyDoes(JsonElement element) {
    JsonObject expected = element.getAsJsonObject();
    Dendrogram tree = AverageLinkage.cluster(Fixture.rows(expected.get("distances")));
    double[][] linkage = Fixture.rows(expected.get("linkage"));
    assertThat(tree.merges()).hasSize(linkage.length);
    for (int index = 0; index < linkage.length; index++) {
      Dendrogram.Merge merge = tree.merges().get(index);
      // Heights are computed in the same order, so equal ones stay equal: to the last digit.
      assertThat(new double[] {merge.left(), merge.right(), merge.height(), merge.size()})
          .containsExactly(linkage[index]);
    }
    int[] leaves =
        Arrays.stream(Fixture.numbers(expected.get("leaves"))).mapToInt(x -> (int) x).toArray();
    assertThat(tree.leafOrder()).isEqualTo(ImmutableIntArray.copyOf(leaves));
  }

  @Test
  void oneThingIsATreeWithoutMerges() {
    Dendrogram tree = AverageLinkage.cluster(new double[1][1]);
    assertThat(tree.merges()).isEmpty();
    assertThat(tree.leafCount()).isEqualTo(1);
    assertThat(tree.leafOrder()).isEqualTo(ImmutableIntArray.of(0));
  }

  @Test
  void refusesWhatAreNoDistances() {
    assertThatThrownBy(() -> AverageLinkage.cluster(new double[2][3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Distances are a square matrix, but there are 2 rows of 3 columns");
    assertThatThrownBy(() -> AverageLinkage.cluster(new double[0][0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AverageLinkage.cluster(new double[][] {{0, -1}, {-1, 0}}))
        .hasMessage("Distances are at least 0, but from 0 to 1 it is -1.0");
    assertThatThrownBy(() -> AverageLinkage.cluster(new double[][] {{0, 1}, {2, 0}}))
        .hasMessage(
            "Distances are the same both ways and 0 from a thing to itself, but from 0 to 1 it is"
                + " 1.0 instead of 2.0");
    assertThatThrownBy(() -> AverageLinkage.cluster(new double[][] {{1}}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AverageLinkage.cluster(new double[][] {{Double.NaN}}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Sizes for which products of rows are cheaper, and of dimensions; with incomplete blocks. */
  @ParameterizedTest
  @CsvSource({"50, 7, 5", "40, 300, 70", "130, 600, 30", "70, 260, 260", "3, 9, 1", "700, 257, 3"})
  void comparesFeaturesByDefinition(int rows, int dimension, int otherDimension) {
    double[][] x = Normals.matrix(rows, dimension, 1);
    double[][] y = Normals.matrix(rows, otherDimension, 2);
    for (int row = 0; row < rows; row++) {
      y[row][0] += x[row][0] + 3;
    }
    double expected = byDefinition(x, y);
    // Sums of up to 500,000 products.
    Offset<Double> close = Offset.offset(1e-12);
    assertThat(LinearCka.of(FeatureRows.of(x), FeatureRows.of(y))).isCloseTo(expected, close);
    assertThat(LinearCka.of(FeatureRows.of(y), FeatureRows.of(x))).isCloseTo(expected, close);
    List<ImmutableDoubleArray> matrix =
        LinearCka.matrix(List.of(FeatureRows.of(x), FeatureRows.of(y), FeatureRows.of(x)));
    assertThat(matrix.get(0).get(1)).isCloseTo(expected, close);
    assertThat(matrix.get(2).get(1)).isCloseTo(expected, close);
    assertThat(matrix.get(0).get(2)).isCloseTo(1, close);
    assertThat(matrix.get(1).get(1)).isEqualTo(1);
    assertThat(matrix.get(1).get(2)).isEqualTo(matrix.get(2).get(1));
  }

  @Test
  void rotationMoveAndScaleDoNotMatter() {
    double[][] x = Normals.matrix(80, 6, 3);
    double[][] y = Normals.matrix(80, 6, 4);
    double[][] moved = new double[80][6];
    for (int row = 0; row < 80; row++) {
      double u = x[row][1];
      double v = x[row][4];
      moved[row] = x[row].clone();
      moved[row][1] = 0.6 * u - 0.8 * v;
      moved[row][4] = 0.8 * u + 0.6 * v;
      for (int index = 0; index < 6; index++) {
        moved[row][index] = 17 * moved[row][index] - 5 * index;
      }
    }
    Offset<Double> close = Offset.offset(1e-12);
    assertThat(LinearCka.of(FeatureRows.of(x), FeatureRows.of(moved))).isCloseTo(1, close);
    assertThat(LinearCka.of(FeatureRows.of(moved), FeatureRows.of(y)))
        .isCloseTo(LinearCka.of(FeatureRows.of(x), FeatureRows.of(y)), close)
        .isLessThan(0.5);
  }

  @Test
  void readsFloatFeatures() {
    double[][] x = Normals.matrix(30, 4, 6);
    FeatureRows floats =
        FeatureRows.ofFloats(
            30,
            4,
            (row, target, offset) -> {
              for (int index = 0; index < 4; index++) {
                target[offset + index] = (float) x[row][index];
              }
            });
    assertThat(floats.rows()).isEqualTo(30);
    assertThat(floats.dimension()).isEqualTo(4);
    // Rounding to float32 alone.
    assertThat(LinearCka.of(floats, FeatureRows.of(x)))
        .isCloseTo(1, Offset.offset(1e-12))
        .isLessThanOrEqualTo(1);
    double[] row = new double[4];
    floats.copyRow(7, row);
    assertThat(row[2]).isEqualTo((float) x[7][2]);
  }

  @Test
  void equalRowsAreLikeNothing() {
    FeatureRows equal = FeatureRows.of(new double[][] {{1, 2}, {1, 2}, {1, 2}});
    FeatureRows other = FeatureRows.of(new double[][] {{1}, {2}, {4}});
    List<ImmutableDoubleArray> matrix = LinearCka.matrix(List.of(equal, other));
    assertThat(matrix.get(0).toArray()).containsOnly(Double.NaN);
    assertThat(matrix.get(1).toArray()).containsExactly(Double.NaN, 1);
    assertThat(LinearCka.matrix(List.of())).isEmpty();
  }

  @Test
  void refusesFeaturesOfOtherImages() {
    assertThatThrownBy(
            () -> LinearCka.of(FeatureRows.of(new double[4][2]), FeatureRows.of(new double[5][2])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Features of the same images are compared, at least 2 rows, but there are 4 and 5 rows");
    assertThatThrownBy(
            () -> LinearCka.of(FeatureRows.of(new double[1][2]), FeatureRows.of(new double[1][2])))
        .isInstanceOf(IllegalArgumentException.class);
    FeatureRows bad = FeatureRows.of(new double[][] {{1, 2}, {1, Double.POSITIVE_INFINITY}});
    assertThatThrownBy(() -> LinearCka.of(bad, bad))
        .hasMessage("Features must be finite numbers, but number 1 of row 1 is Infinity");
    assertThatThrownBy(() -> FeatureRows.of(new double[][] {{1, 2}, {1}}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FeatureRows.ofFloats(-1, 2, (row, target, offset) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Kornblith's formula with the n × n matrices, centred from both sides. */
  private static double byDefinition(double[][] x, double[][] y) {
    double[][] k = centredProducts(x);
    double[][] l = centredProducts(y);
    return inner(k, l) / Math.sqrt(inner(k, k) * inner(l, l));
  }

  private static double[][] centredProducts(double[][] rows) {
    int n = rows.length;
    double[][] products = new double[n][n];
    double[] means = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int d = 0; d < rows[0].length; d++) {
          products[i][j] += rows[i][d] * rows[j][d];
        }
        means[i] += products[i][j] / n;
      }
      mean += means[i] / n;
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        products[i][j] += mean - means[i] - means[j];
      }
    }
    return products;
  }

  private static double inner(double[][] k, double[][] l) {
    double sum = 0;
    for (int i = 0; i < k.length; i++) {
      for (int j = 0; j < k.length; j++) {
        sum += k[i][j] * l[i][j];
      }
    }
    return sum;
  }
}
