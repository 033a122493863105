package org.fe4j.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every figure of the project's fixture, to 1e-9 as the project asks. */
final class StatisticsFixtureTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  private static final JsonObject JSON = Fixture.statistics();

  private static final double[][] SCORES = Fixture.rows(JSON.get("scores"));

  @Test
  void ranksEachDataSet() {
    double[][] ranks = Fixture.rows(JSON.get("ranks"));
    for (int row = 0; row < SCORES.length; row++) {
      assertThat(Ranks.average(SCORES[row], true).toArray()).containsExactly(ranks[row]);
    }
    assertThat(Ranks.means(SCORES).toArray())
        .containsExactly(Fixture.numbers(JSON.get("meanRanks")));
  }

  @Test
  void testsWhetherModelsDiffer() {
    Friedman friedman = Friedman.of(SCORES);
    JsonObject expected = JSON.getAsJsonObject("friedman");
    assertThat(friedman.chiSquare()).isCloseTo(expected.get("statistic").getAsDouble(), CLOSE);
    assertThat(friedman.pValue()).isCloseTo(expected.get("pValue").getAsDouble(), CLOSE);
    assertThat(friedman.meanRanks()).isEqualTo(Ranks.means(SCORES));
  }

  @Test
  void findsTheCriticalDifference() {
    assertThat(Nemenyi.criticalDifference(6, 8, 0.05))
        .isCloseTo(JSON.get("nemenyiCriticalDifference05").getAsDouble(), CLOSE);
  }

  @Test
  void testsPairsOfModels() {
    JsonObject expected = JSON.getAsJsonObject("wilcoxon05");
    double[][] models = Fixture.transposed(SCORES);
    Wilcoxon wilcoxon =
        Wilcoxon.signedRank(
            models[expected.get("a").getAsInt()], models[expected.get("b").getAsInt()]);
    assertThat(wilcoxon.statistic()).isEqualTo(expected.get("statistic").getAsDouble());
    assertThat(wilcoxon.pValue()).isCloseTo(expected.get("pValue").getAsDouble(), CLOSE);
  }

  @ParameterizedTest
  @EnumSource(names = {"PEARSON", "SPEARMAN"})
  void correlatesModels(Correlation correlation) {
    double[][] expected =
        Fixture.rows(JSON.get(correlation == Correlation.PEARSON ? "pearson" : "spearman"));
    ImmutableList<ImmutableDoubleArray> matrix = correlation.matrix(Fixture.transposed(SCORES));
    for (int row = 0; row < expected.length; row++) {
      assertThat(matrix.get(row).toArray()).containsExactly(expected[row], CLOSE);
    }
  }

  @Test
  void correlatesOrders() {
    double[][] models = Fixture.transposed(SCORES);
    assertThat(Correlation.KENDALL.of(models[0], models[1]))
        .isCloseTo(JSON.get("kendall01").getAsDouble(), CLOSE);
  }

  @Test
  void clustersModelsByCorrelation() {
    double[][] distances =
        Correlation.PEARSON.matrix(Fixture.transposed(SCORES)).stream()
            .map(row -> row.stream().map(r -> 1 - r).toArray())
            .toArray(double[][]::new);
    List<Dendrogram.Merge> merges = AverageLinkage.cluster(distances).merges();
    double[][] expected = Fixture.rows(JSON.get("averageLinkage"));
    assertThat(merges).hasSize(expected.length);
    for (int index = 0; index < expected.length; index++) {
      Dendrogram.Merge merge = merges.get(index);
      assertThat(new double[] {merge.left(), merge.right(), merge.height(), merge.size()})
          .containsExactly(expected[index], CLOSE);
    }
  }

  @Test
  void testsDifferencesOverFolds() {
    // The fixture names no input: the difference of the first and the last model gives its t.
    double[][] models = Fixture.transposed(SCORES);
    double[] differences = new double[SCORES.length];
    for (int index = 0; index < differences.length; index++) {
      differences[index] = models[0][index] - models[5][index];
    }
    JsonObject expected = JSON.getAsJsonObject("correctedResampledT");
    CorrectedResampledT test =
        CorrectedResampledT.test(
            differences, expected.get("trainSize").getAsInt(), expected.get("testSize").getAsInt());
    assertThat(test.t()).isCloseTo(expected.get("t").getAsDouble(), CLOSE);
    assertThat(test.pValue()).isCloseTo(expected.get("pValue").getAsDouble(), CLOSE);
  }

  @Test
  void comparesFeatures() {
    JsonObject expected = JSON.getAsJsonObject("linearCka");
    FeatureRows x = FeatureRows.of(Fixture.rows(expected.get("x")));
    FeatureRows y = FeatureRows.of(Fixture.rows(expected.get("y")));
    assertThat(LinearCka.of(x, y)).isCloseTo(expected.get("value").getAsDouble(), CLOSE);
  }
}
