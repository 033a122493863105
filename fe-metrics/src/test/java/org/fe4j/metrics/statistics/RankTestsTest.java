package org.fe4j.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of several models over data sets: ranks, Friedman, Nemenyi. */
final class RankTestsTest {

  /**
   * The example of Demšar 2006: areas under the curve of four variants of C4.5 on 14 data sets. The
   * last but one row has a fourth digit that breaks a tie, as the mean ranks of the paper need.
   */
  private static final double[][] DEMSAR = {
    {0.763, 0.768, 0.771, 0.798},
    {0.599, 0.591, 0.590, 0.569},
    {0.954, 0.971, 0.968, 0.967},
    {0.628, 0.661, 0.654, 0.657},
    {0.882, 0.888, 0.886, 0.898},
    {0.936, 0.931, 0.916, 0.931},
    {0.661, 0.668, 0.609, 0.685},
    {0.583, 0.583, 0.563, 0.625},
    {0.775, 0.838, 0.866, 0.875},
    {1.000, 1.000, 1.000, 1.000},
    {0.940, 0.962, 0.965, 0.962},
    {0.619, 0.666, 0.614, 0.669},
    {0.972, 0.981, 0.9751, 0.975},
    {0.957, 0.978, 0.946, 0.970}
  };

  static List<JsonElement> friedman() {
    return Fixture.list(Fixture.reference(), "friedman");
  }

  static List<JsonElement> survival() {
    return Fixture.list(Fixture.reference(), "studentizedRangeSurvival");
  }

  static List<JsonElement> quantiles() {
    return Fixture.list(Fixture.reference(), "studentizedRangeQuantiles");
  }

  @Test
  void ranksTheBestFirst() {
    double[] scores = {0.5, 0.9, -1, 0.5};
    assertThat(Ranks.average(scores, true).toArray()).containsExactly(2.5, 1, 4, 2.5);
    assertThat(Ranks.average(scores, false).toArray()).containsExactly(2.5, 4, 1, 2.5);
    assertThat(Ranks.average(new double[] {0.0, -0.0, 1}, false).toArray())
        .containsExactly(1.5, 1.5, 3);
    assertThat(Ranks.average(new double[0], true).isEmpty()).isTrue();
  }

  @Test
  void ranksSumToTheSameWhateverTheTies() {
    SplitMix64 random = SplitMix64.seeded(3, 0);
    for (int n = 1; n < 40; n++) {
      double[] scores = IntStream.range(0, n).mapToDouble(index -> random.below(7)).toArray();
      assertThat(Ranks.average(scores, true).stream().sum()).isEqualTo(n * (n + 1) / 2.0);
    }
  }

  @Test
  void refusesScoresThatAreNotNumbers() {
    assertThatThrownBy(() -> Ranks.average(new double[] {1, Double.NaN}, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Scores must be finite numbers, but number 1 (of 2, from 0) is NaN");
    assertThatThrownBy(() -> Ranks.means(new double[][] {{1, 2}, {1}}))
        .hasMessage("Scores: row 0 has 2 columns, but row 1 has 1");
    assertThatThrownBy(() -> Ranks.means(new double[0][]))
        .hasMessage("Mean ranks need one data set, but there is none");
  }

  @ParameterizedTest
  @MethodSource("friedman")
  void testsAsSciPyDoes(JsonElement element) {
    JsonObject expected = element.getAsJsonObject();
    Friedman test = Friedman.of(Fixture.rows(expected.get("scores")));
    assertClose(test.chiSquare(), expected, "statistic");
    assertClose(test.pValue(), expected, "pValue");
    assertClose(test.f(), expected, "f");
    assertClose(test.fPValue(), expected, "fPValue");
    assertThat(test.numeratorDegrees()).isEqualTo(test.models() - 1);
    assertThat(test.denominatorDegrees()).isEqualTo((test.models() - 1) * (test.dataSets() - 1));
  }

  @Test
  void agreesWithDemsar() {
    Friedman test = Friedman.of(DEMSAR);
    // Three digits are printed in the paper.
    assertThat(test.meanRanks().toArray())
        .containsExactly(new double[] {3.143, 2.000, 2.893, 1.964}, Offset.offset(0.0005));
    // He does not correct for ties and finds 9.28; undoing the correction must give that.
    double ties = Arrays.stream(DEMSAR).mapToDouble(Ranks::tieSum).sum();
    double uncorrected = test.chiSquare() * (1 - ties / (14 * 4 * 15));
    assertThat(uncorrected).isCloseTo(9.28, Offset.offset(0.005));
    assertThat(13 * uncorrected / (14 * 3 - uncorrected)).isCloseTo(3.69, Offset.offset(0.005));
    assertThat(test.numeratorDegrees()).isEqualTo(3);
    assertThat(test.denominatorDegrees()).isEqualTo(39);
    assertThat(Nemenyi.criticalDifference(4, 14, 0.05)).isCloseTo(1.25, Offset.offset(0.005));
    assertThat(Nemenyi.criticalDifference(4, 14, 0.10)).isCloseTo(1.12, Offset.offset(0.005));
  }

  @Test
  void findsNothingWhereAllScoresAreEqual() {
    Friedman test = Friedman.of(new double[][] {{1, 1, 1}, {0.5, 0.5, 0.5}});
    assertThat(test.chiSquare()).isZero();
    assertThat(test.pValue()).isEqualTo(1);
    assertThat(test.f()).isZero();
    assertThat(test.fPValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 31})
  void isCertainWhereAllDataSetsAgree(int dataSets) {
    double[] row = {0.1, 0.7, 0.3, 0.5, 0.2, 0.9, 0.6};
    Friedman test =
        Friedman.of(IntStream.range(0, dataSets).mapToObj(i -> row).toArray(double[][]::new));
    assertThat(test.chiSquare()).isCloseTo(dataSets * 6, Offset.offset(1e-10));
    assertThat(test.f()).isInfinite().isPositive();
    assertThat(test.fPValue()).isZero();
  }

  @Test
  void refusesTooFewDataSetsOrModels() {
    assertThatThrownBy(() -> Friedman.of(new double[][] {{1, 2, 3}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Friedman's test needs at least 2 data sets, but there is one; compare the models"
                + " within one data set by a paired bootstrap instead");
    assertThatThrownBy(() -> Friedman.of(new double[][] {{1, 2}, {2, 3}}))
        .hasMessage(
            "Friedman's test needs at least 3 models, but there are 2; compare two models by"
                + " Wilcoxon's signed-rank test instead");
    assertThatThrownBy(() -> Friedman.of(new double[0][])).hasMessageContaining("there is none");
  }

  @ParameterizedTest
  @MethodSource("survival")
  void integratesTheStudentizedRange(JsonElement element) {
    double[] values = Fixture.numbers(element);
    // Relative: the task asks 1e-10; small tails keep their digits too.
    assertThat(StudentizedRange.of((int) values[0]).survival(values[1]))
        .isCloseTo(values[2], Fixture.near(values[2]));
  }

  @ParameterizedTest
  @MethodSource("quantiles")
  void invertsTheStudentizedRange(JsonElement element) {
    double[] values = Fixture.numbers(element);
    assertThat(StudentizedRange.of((int) values[0]).quantile(values[1]))
        .isCloseTo(values[2], Fixture.near(values[2]));
  }

  @Test
  void pValuesAndCriticalDifferencesFitTogether() {
    for (int models : new int[] {2, 3, 16, 100}) {
      for (double alpha : new double[] {0.5, 0.05, 1e-9, 1e-200}) {
        double difference = Nemenyi.criticalDifference(models, 9, alpha);
        assertThat(Nemenyi.pValue(-difference, models, 9)).isCloseTo(alpha, Fixture.near(alpha));
      }
      assertThat(Nemenyi.pValue(1e9, models, 9)).isZero();
      assertThat(Nemenyi.pValue(0, models, 9))
          .isCloseTo(1, Offset.offset(1e-14))
          .isLessThanOrEqualTo(1);
    }
  }

  @Test
  void twoModelsAreComparedByTheNormalDistribution() {
    // The difference of two mean ranks over N data sets has the variance 1 / N under Nemenyi's.
    assertThat(Nemenyi.pValue(0.6, 2, 16))
        .isCloseTo(Tails.twoSidedNormal(0.6 * 4), Offset.offset(1e-14));
  }

  @Test
  void pValuesOfPairsAreSymmetric() {
    List<ImmutableDoubleArray> values =
        Nemenyi.pValues(ImmutableDoubleArray.of(1.5, 2.75, 1.75), 12);
    for (int row = 0; row < 3; row++) {
      assertThat(values.get(row).get(row)).isEqualTo(1);
      for (int column = 0; column < 3; column++) {
        assertThat(values.get(row).get(column)).isEqualTo(values.get(column).get(row));
      }
    }
    assertThat(values.get(0).get(1)).isEqualTo(Nemenyi.pValue(1.25, 3, 12));
  }

  @Test
  void groupsWhatDoesNotDiffer() {
    ImmutableDoubleArray ranks = ImmutableDoubleArray.of(5.0, 1.0, 2.0, 3.5, 2.9, 9.0);
    assertThat(Nemenyi.cliques(ranks, 2))
        .containsExactly(
            ImmutableIntArray.of(1, 2, 4),
            ImmutableIntArray.of(2, 4, 3),
            ImmutableIntArray.of(3, 0));
    // At exactly the critical difference models differ.
    assertThat(Nemenyi.cliques(ranks, 1))
        .containsExactly(ImmutableIntArray.of(2, 4), ImmutableIntArray.of(4, 3));
    assertThat(Nemenyi.cliques(ranks, 0.5)).isEmpty();
    assertThat(Nemenyi.cliques(ranks, 100)).containsExactly(ImmutableIntArray.of(1, 2, 4, 3, 0, 5));
    assertThat(Nemenyi.cliques(ImmutableDoubleArray.of(2, 2, 2), 0.1))
        .containsExactly(ImmutableIntArray.of(0, 1, 2));
  }

  @Test
  void refusesWhatNemenyiDoesNotCover() {
    assertThatThrownBy(() -> Nemenyi.criticalDifference(101, 5, 0.05))
        .hasMessage("The studentized range is computed for 2 to 100 models, but there are 101");
    assertThatThrownBy(() -> Nemenyi.criticalDifference(1, 5, 0.05))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Nemenyi.criticalDifference(3, 0, 0.05))
        .hasMessage("Nemenyi's test needs at least 1 data set, but there are 0");
    assertThatThrownBy(() -> Nemenyi.criticalDifference(3, 5, 1))
        .hasMessage("A significance level is in (0, 1), such as 0.05, but this is 1.0");
    assertThatThrownBy(() -> Nemenyi.cliques(ImmutableDoubleArray.of(1, 2), 0))
        .hasMessage("A critical difference is above 0, but this is 0.0");
    assertThatThrownBy(() -> Nemenyi.pValue(Double.NaN, 3, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertClose(double actual, JsonObject expected, String name) {
    double value = expected.get(name).getAsDouble();
    assertThat(actual).as(name).isCloseTo(value, Fixture.near(value));
  }
}
