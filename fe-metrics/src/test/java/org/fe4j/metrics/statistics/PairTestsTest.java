package org.fe4j.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of two models: Wilcoxon, Holm, the corrected t; and the tails they use. */
final class PairTestsTest {

  static List<JsonElement> wilcoxon() {
    return Fixture.list(Fixture.reference(), "wilcoxon");
  }

  static List<JsonElement> corrected() {
    return Fixture.list(Fixture.reference(), "correctedResampledT");
  }

  @ParameterizedTest
  @MethodSource("wilcoxon")
  void ranksDifferencesAsSciPyDoes(JsonElement element) {
    JsonObject expected = element.getAsJsonObject();
    double[] a = Fixture.numbers(expected.get("a"));
    double[] b = Fixture.numbers(expected.get("b"));
    Wilcoxon test = Wilcoxon.signedRank(a, b);
    double pValue = expected.get("pValue").getAsDouble();
    assertThat(test.method().name()).isEqualTo(expected.get("method").getAsString());
    assertThat(test.statistic()).isEqualTo(expected.get("statistic").getAsDouble());
    assertThat(test.pValue()).isCloseTo(pValue, Fixture.near(pValue));
    assertThat(test.pairs() + test.zeros()).isEqualTo(a.length);
    assertThat(Wilcoxon.signedRank(b, a)).isEqualTo(test);
  }

  @Test
  void dropsPairsWithoutADifference() {
    Wilcoxon test = Wilcoxon.signedRank(new double[] {1, 5, 2, 7}, new double[] {1, 3, 2, 8});
    assertThat(test).isEqualTo(new Wilcoxon(Wilcoxon.Method.EXACT, 2, 2, 1, 1));
    assertThat(Wilcoxon.signedRank(new double[] {3, 3}, new double[] {3, 3}))
        .isEqualTo(new Wilcoxon(Wilcoxon.Method.EXACT, 0, 2, 0, 1));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 0.0625", "6, 0.03125", "50, 1.7763568394002505e-15"})
  void knowsTheSmallestPValue(int pairs, double expected) {
    assertThat(Wilcoxon.smallestPValue(pairs)).isEqualTo(expected);
    double[] rising = new double[pairs];
    for (int index = 0; index < pairs; index++) {
      rising[index] = index + 1;
    }
    assertThat(Wilcoxon.signedRank(rising, new double[pairs]).pValue()).isEqualTo(expected);
  }

  @Test
  void refusesWhatAreNoPairs() {
    assertThatThrownBy(() -> Wilcoxon.signedRank(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Pairs are needed, but there are 2 and 3 numbers");
    assertThatThrownBy(() -> Wilcoxon.signedRank(new double[0], new double[0]))
        .hasMessage("Wilcoxon's test needs at least 1 pair, but there is none");
    assertThatThrownBy(() -> Wilcoxon.signedRank(new double[] {Double.NaN}, new double[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Wilcoxon.smallestPValue(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void correctsForTheNumberOfTests() {
    // Holm 1979 by hand: 0.01 × 4, 0.02 × 3, 0.03 × 2 raised to 0.06, 0.04 × 1 raised to 0.06.
    assertThat(Holm.adjust(new double[] {0.04, 0.01, 0.03, 0.02}).toArray())
        .containsExactly(new double[] {0.06, 0.04, 0.06, 0.06}, Offset.offset(1e-16));
    assertThat(Holm.adjust(new double[] {0.6, 0.7}).toArray()).containsExactly(1, 1);
    assertThat(Holm.adjust(new double[0]).isEmpty()).isTrue();
    assertThatThrownBy(() -> Holm.adjust(new double[] {1.5}))
        .hasMessage("A p-value is in [0, 1], but this is 1.5");
  }

  @Test
  void correctionKeepsTheOrderAndNeverLowers() {
    SplitMix64 random = SplitMix64.seeded(11, 0);
    for (int n = 1; n < 30; n++) {
      double[] values = new double[n];
      for (int index = 0; index < n; index++) {
        values[index] = random.below(50) / 49.0;
      }
      ImmutableDoubleArray adjusted = Holm.adjust(values);
      for (int one = 0; one < n; one++) {
        assertThat(adjusted.get(one)).isBetween(values[one], 1.0);
        for (int other = 0; other < n; other++) {
          if (values[one] <= values[other]) {
            assertThat(adjusted.get(one)).isLessThanOrEqualTo(adjusted.get(other));
          }
        }
      }
    }
  }

  @Test
  void refusesWherePValuesCannotBeSmallEnough() {
    WilcoxonHolm result = WilcoxonHolm.of(new double[4][5], 0.05);
    assertThat(result).isInstanceOf(WilcoxonHolm.Refused.class);
    assertThat(((WilcoxonHolm.Refused) result).reason())
        .isEqualTo(
            "With 4 data sets the smallest two-sided p-value of a Wilcoxon test is 0.125; 10 pairs"
                + " under Holm need 0.005. 9 data sets are the fewest that could; compare within"
                + " each data set instead.");
    assertThat(((WilcoxonHolm.Refused) WilcoxonHolm.of(new double[1][2], 0.05)).reason())
        .isEqualTo(
            "With 1 data set the smallest two-sided p-value of a Wilcoxon test is 1; one pair needs"
                + " 0.05. 6 data sets are the fewest that could; compare within each data set"
                + " instead.");
  }

  @ParameterizedTest
  @CsvSource({
    "5, 2, false",
    "6, 2, true",
    "8, 5, false",
    "9, 5, true",
    "12, 16, false",
    "13, 16, true"
  })
  void testsWhereTheNumberOfDataSetsAllows(int dataSets, int models, boolean tested) {
    assertThat(WilcoxonHolm.of(new double[dataSets][models], 0.05) instanceof WilcoxonHolm.Tested)
        .isEqualTo(tested);
  }

  @Test
  void testsAllPairs() {
    double[][] scores = new double[8][3];
    for (int row = 0; row < 8; row++) {
      scores[row][0] = row;
      scores[row][1] = row + (row % 2 == 0 ? 0.25 : -0.5) * (row + 1);
      scores[row][2] = row + 100 + row * row;
    }
    WilcoxonHolm.Tested tested = (WilcoxonHolm.Tested) WilcoxonHolm.of(scores, 0.05);
    assertThat(tested.pairs()).hasSize(3);
    WilcoxonHolm.Pair pair = tested.pair(2, 0);
    double[][] columns = Fixture.transposed(scores);
    assertThat(pair.test()).isEqualTo(Wilcoxon.signedRank(columns[0], columns[2]));
    assertThat(pair.adjustedPValue()).isEqualTo(3 * Wilcoxon.smallestPValue(8));
    assertThat(pair.different()).isTrue();
    assertThat(tested.pair(0, 1).different()).isFalse();
    assertThat(tested.pair(1, 2).different()).isTrue();
    assertThatThrownBy(() -> tested.pair(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No pair of models 1 and 1 among 3");
    assertThatThrownBy(() -> WilcoxonHolm.of(new double[7][1], 0.05))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("corrected")
  void correctsTheVarianceOverFolds(JsonElement element) {
    JsonObject expected = element.getAsJsonObject();
    double[] values = Fixture.numbers(expected.get("values"));
    int trainSize = expected.get("trainSize").getAsInt();
    int testSize = expected.get("testSize").getAsInt();
    CorrectedResampledT test = CorrectedResampledT.test(values, trainSize, testSize);
    double t = expected.get("t").getAsDouble();
    assertThat(test.t()).isCloseTo(t, Fixture.near(t));
    double pValue = expected.get("pValue").getAsDouble();
    assertThat(test.pValue()).isCloseTo(pValue, Fixture.near(pValue));
    assertThat(test.degreesOfFreedom()).isEqualTo(values.length - 1);
    for (String level : List.of("0.5", "0.95", "0.999")) {
      double[] ends = Fixture.numbers(expected.get(level));
      Interval interval =
          CorrectedResampledT.interval(values, trainSize, testSize, Double.parseDouble(level));
      // An end is a difference of the mean and the reach, so relative to the width.
      Offset<Double> close = Fixture.near(ends[1] - ends[0]);
      assertThat(interval.low()).isCloseTo(ends[0], close);
      assertThat(interval.high()).isCloseTo(ends[1], close);
    }
  }

  @Test
  void foldsThatAgreeHaveNoVariance() {
    double[] same = {0.1, 0.1, 0.1};
    assertThat(CorrectedResampledT.test(new double[3], 8, 2).pValue()).isEqualTo(1);
    assertThat(CorrectedResampledT.test(same, 8, 2).t()).isInfinite().isPositive();
    assertThat(CorrectedResampledT.test(same, 8, 2).pValue()).isZero();
    assertThat(CorrectedResampledT.interval(same, 8, 2, 0.95))
        .isEqualTo(new Interval(0.1, 0.1, 0.95));
  }

  @Test
  void refusesFoldsThatCannotVary() {
    assertThatThrownBy(() -> CorrectedResampledT.test(new double[1], 8, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A variance over folds needs at least 2 folds, but there is one");
    assertThatThrownBy(() -> CorrectedResampledT.test(new double[2], 0, 2))
        .hasMessage("Train and test parts have at least 1 row, but these have 0 and 2");
    assertThatThrownBy(() -> CorrectedResampledT.interval(new double[2], 8, 2, 95))
        .hasMessage("A confidence level is in (0, 1), such as 0.95, but this is 95.0");
    assertThatThrownBy(() -> new Interval(2, 1, 0.95)).hasMessage("No interval from 2.0 to 1.0");
    assertThatThrownBy(() -> new Interval(Double.NaN, 1, 0.95))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void coversTheMeanOfIndependentScores() {
    // Without a train part that overlaps (its size is huge) this is Student's interval, which
    // covers 95 %: of 4,000 within 4 standard errors, 0.0138.
    int covered = 0;
    for (int trial = 0; trial < 4000; trial++) {
      double[] scores = Normals.draw(5, 21, trial);
      Interval interval = CorrectedResampledT.interval(scores, Integer.MAX_VALUE, 1, 0.95);
      covered += interval.contains(0) ? 1 : 0;
    }
    assertThat(covered / 4000.0).isCloseTo(0.95, Offset.offset(0.0138));
  }

  @Test
  void keepsTheDigitsOfSmallTails() {
    JsonObject tails = Fixture.reference().getAsJsonObject("tails");
    for (JsonElement element : Fixture.list(tails, "chiSquare")) {
      double[] row = Fixture.numbers(element);
      assertThat(Tails.chiSquare(row[0], (int) row[1])).isCloseTo(row[2], Fixture.near(row[2]));
    }
    for (JsonElement element : Fixture.list(tails, "f")) {
      double[] row = Fixture.numbers(element);
      assertThat(Tails.f(row[0], (int) row[1], (int) row[2]))
          .isCloseTo(row[3], Fixture.near(row[3]));
    }
    for (JsonElement element : Fixture.list(tails, "t")) {
      double[] row = Fixture.numbers(element);
      assertThat(Tails.twoSidedT(row[0], (int) row[1])).isCloseTo(row[2], Fixture.near(row[2]));
    }
    for (JsonElement element : Fixture.list(tails, "normal")) {
      double[] row = Fixture.numbers(element);
      assertThat(Tails.twoSidedNormal(row[0])).isCloseTo(row[1], Fixture.near(row[1]));
    }
  }
}
