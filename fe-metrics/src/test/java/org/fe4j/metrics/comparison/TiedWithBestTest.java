package org.fe4j.metrics.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.comparison.TiedWithBest.Rival;
import org.fe4j.metrics.statistics.Bootstrap;
import org.fe4j.metrics.statistics.PairedBootstrap;
import org.junit.jupiter.api.Test;

class TiedWithBestTest {
  private static final int ROWS = 200;

  private static Comparison comparison(MetricsReport... reports) {
    ComparisonBuilder builder =
        Comparison.builder().dataset(DatasetFacts.of("d", 1, reports[0].classNames().size()));
    for (int model = 0; model < reports.length; model++) {
      builder.model(ModelFacts.of("m" + model)).report("m" + model, "d", reports[model]);
    }
    return builder.build();
  }

  private static double[] errors(IntPredicate isRight) {
    return IntStream.range(0, ROWS).mapToDouble(row -> isRight.test(row) ? 0 : 1).toArray();
  }

  @Test
  void givesTheFiguresOfThePairedBootstrapForAccuracy() {
    IntPredicate best = row -> row % 10 != 0;
    IntPredicate other = row -> row % 8 != 1;
    Comparison comparison =
        comparison(
            ComparisonFixture.report(ROWS, 5, 4, best),
            ComparisonFixture.report(ROWS, 5, 4, other));

    Rival rival = TiedWithBest.of(comparison, "d", Metric.ACCURACY).rivals().get(0);

    PairedBootstrap expected =
        PairedBootstrap.test(errors(other), errors(best), Bootstrap.seeded(42), 0.95);
    assertThat(rival.model()).isEqualTo("m1");
    assertThat(rival.difference()).isEqualTo(expected.difference(), within(1e-15));
    assertThat(rival.pValue()).isEqualTo(expected.pValue());
    assertThat(rival.adjustedPValue()).isEqualTo(rival.pValue());
    assertThat(rival.interval().low()).isEqualTo(expected.interval().low(), within(1e-14));
    assertThat(rival.interval().high()).isEqualTo(expected.interval().high(), within(1e-14));
    assertThat(rival.isTied()).isTrue();
  }

  @Test
  void namesTheMetricThatGivesNoNumber() {
    Metric odd =
        new Metric() {
          @Override
          public String key() {
            return "odd";
          }

          @Override
          public String label() {
            return "odd";
          }

          @Override
          public double of(Predictions predictions) {
            return predictions.id(0).equals(predictions.id(1)) ? Double.POSITIVE_INFINITY : 0.5;
          }
        };
    MetricsReport report = ComparisonFixture.report(ROWS, 5, 4, row -> row % 10 != 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TiedWithBest.of(comparison(report, report), "d", odd))
        .withMessageContaining("The metric \"odd\" gave Infinity");
  }

  @Test
  void tiesIdenticalModels() {
    MetricsReport report = ComparisonFixture.report(ROWS, 5, 4, row -> row % 10 != 0);

    TiedWithBest ties = TiedWithBest.of(comparison(report, report, report), "d", Metric.MACRO_F1);

    assertThat(ties.best()).contains("m0");
    assertThat(ties.tied()).containsExactly("m0", "m1", "m2");
    assertThat(ties.rivals()).allMatch(rival -> rival.difference() == 0 && rival.pValue() == 1);
  }

  @Test
  void correctsByHolmAndPutsTheNearestFirst() {
    Comparison comparison = ComparisonFixture.fourByThree().build();

    TiedWithBest ties = TiedWithBest.of(comparison, "rocks", Metric.ACCURACY);

    assertThat(ties.best()).contains("big");
    assertThat(ties.rivals())
        .extracting(Rival::model)
        .containsExactly("medium", "small", "clip_rn50");
    assertThat(ties.rival("medium").orElseThrow().difference()).isEqualTo(0.01, within(1e-12));
    assertThat(ties.rival("clip_rn50").orElseThrow().difference()).isEqualTo(0.26, within(1e-12));
    // No resample is 0.26 off: the smallest p-value, times three comparisons.
    assertThat(ties.rival("clip_rn50").orElseThrow().pValue()).isEqualTo(1.0 / 2001);
    assertThat(ties.rival("clip_rn50").orElseThrow().adjustedPValue())
        .isEqualTo(3.0 / 2001, within(1e-15));
    assertThat(ties.tied()).containsExactly("big", "medium");
    assertThat(ties.isTied("small")).isFalse();
    assertThat(ties.rows()).isEqualTo(200);
    assertThat(ties.units()).isEqualTo(200);
    assertThat(ties.sentence())
        .isEqualTo(
            "big has the best accuracy; tied with it: medium (paired bootstrap over 200 units, 1 of"
                + " 3 comparisons above p = 0.05 after Holm).");
  }

  @Test
  void comparesTheMeanOverDataSets() {
    Comparison comparison = ComparisonFixture.fourByThree().build();

    TiedWithBest ties = TiedWithBest.overall(comparison, Metric.ACCURACY);
    Rival medium = ties.rival("medium").orElseThrow();
    Rival onOne =
        TiedWithBest.of(comparison, "rocks", Metric.ACCURACY).rival("medium").orElseThrow();

    assertThat(ties.datasets()).containsExactly("rocks", "leaves", "cars");
    assertThat(medium.difference()).isEqualTo(0.01, within(1e-12));
    // Three independent data sets of one size: the deviation is 1 / sqrt(3) of that of one, about
    // 0.58; a third with one seed for all, where resamples move together, would be 1.
    assertThat(medium.interval().width() / onOne.interval().width()).isBetween(0.45, 0.72);
    assertThat(ties.units()).isEqualTo(600);
  }

  @Test
  void drawsRowsOfAGroupTogether() {
    // 20 groups of 10 rows that are right or wrong together tell no more than 20 rows.
    MetricsReport best = grouped(group -> group != 0 && group != 1);
    MetricsReport other = grouped(group -> group > 5);

    Rival rival = TiedWithBest.of(comparison(best, other), "d", Metric.ACCURACY).rivals().get(0);
    Rival alone =
        TiedWithBest.of(
                comparison(
                    ComparisonFixture.report(ROWS, 5, 2, row -> row / 10 > 1),
                    ComparisonFixture.report(ROWS, 5, 2, row -> row / 10 > 5)),
                "d",
                Metric.ACCURACY)
            .rivals()
            .get(0);

    assertThat(rival.difference()).isEqualTo(alone.difference()).isEqualTo(0.2, within(1e-12));
    // sqrt(0.2 * 0.8 / 20) = 0.09 against sqrt(0.2 * 0.8 / 200) = 0.028.
    assertThat(rival.interval().width()).isBetween(0.25, 0.45);
    assertThat(alone.interval().width()).isBetween(0.08, 0.14);
    assertThat(rival.pValue()).isGreaterThan(alone.pValue());
  }

  private static MetricsReport grouped(IntPredicate isRight) {
    Predictions.Builder predictions = Predictions.builder(ComparisonFixture.classNames(2));
    for (int row = 0; row < ROWS; row++) {
      int truth = row % 2;
      int predicted = isRight.test(row / 10) ? truth : 1 - truth;
      predictions.addLabels("img" + row, "patient" + row / 10, truth, predicted, row / 40);
    }
    return MetricsReport.of(predictions.build(), ImmutableMap.of());
  }

  @Test
  void givesTheSameByTalliesAndByResampledPredictions() {
    Comparison comparison =
        comparison(
            ComparisonFixture.probableReport(ROWS, 5, 4, row -> row % 10 != 0),
            ComparisonFixture.probableReport(ROWS, 5, 4, row -> row % 8 != 1));
    for (Metric metric :
        new Metric[] {
          Metric.MACRO_F1, Metric.LOG_LOSS, Metric.ACCURACY, Metric.CALIBRATION_ERROR
        }) {
      Rival fast = TiedWithBest.of(comparison, "d", metric).rivals().get(0);
      Rival slow = TiedWithBest.of(comparison, "d", new Slow(metric)).rivals().get(0);

      // The order of additions differs.
      assertThat(fast.difference()).isEqualTo(slow.difference(), within(1e-12));
      assertThat(fast.interval().low()).isEqualTo(slow.interval().low(), within(1e-12));
      assertThat(fast.pValue()).isEqualTo(slow.pValue());
    }
  }

  /** A metric of one's own that happens to be a standard one. */
  private record Slow(Metric metric) implements Metric {
    @Override
    public String key() {
      return "slow";
    }

    @Override
    public String label() {
      return "slow";
    }

    @Override
    public double of(Predictions predictions) {
      return metric.of(predictions);
    }

    @Override
    public boolean higherIsBetter() {
      return metric.higherIsBetter();
    }
  }

  @Test
  void usesTheRowsThatAllHave() {
    MetricsReport all = ComparisonFixture.report(ROWS, 5, 4, row -> row % 10 != 0);
    MetricsReport fewer = ComparisonFixture.report(ROWS - 20, 5, 4, row -> row % 10 > 1);

    TiedWithBest ties = TiedWithBest.of(comparison(all, fewer), "d", Metric.ACCURACY);

    assertThat(ties.refused()).isEmpty();
    assertThat(ties.rows()).isEqualTo(180);
    assertThat(ties.rivals().get(0).difference()).isEqualTo(0.1, within(1e-12));
  }

  @Test
  void refusesAModelThatWasTestedOnOtherRows() {
    MetricsReport best = ComparisonFixture.report(ROWS, 5, 4, row -> row % 10 != 0);
    MetricsReport otherFolds = ComparisonFixture.report(ROWS, 4, 4, row -> row % 10 > 1);
    MetricsReport close = ComparisonFixture.report(ROWS, 5, 4, row -> row % 9 != 0);

    TiedWithBest ties = TiedWithBest.of(comparison(best, otherFolds, close), "d", Metric.ACCURACY);

    assertThat(ties.refused())
        .containsExactly(
            Map.entry(
                "m1",
                "d: only 48 of its 200 test rows are among the 200 of m0 with the same fold; test"
                    + " both on the same images in the same folds"));
    assertThat(ties.rivals()).extracting(Rival::model).containsExactly("m2");
    assertThat(ties.rows()).isEqualTo(ROWS);
    assertThat(ties.isTied("m1")).isFalse();
  }

  @Test
  void refusesAModelWhoseRowsAreOfOtherClasses() {
    MetricsReport best = ComparisonFixture.report(4, 1, 2, row -> true);
    MetricsReport other =
        MetricsReport.of(
            Predictions.builder(ComparisonFixture.classNames(2))
                .addLabels("img0000", 1, 0, 0)
                .addLabels("img0001", 1, 0, 0)
                .addLabels("img0002", 0, 0, 0)
                .addLabels("img0003", 1, 0, 0)
                .build(),
            ImmutableMap.of());

    TiedWithBest ties = TiedWithBest.of(comparison(best, other), "d", Metric.ACCURACY);

    assertThat(ties.refused().get("m1"))
        .isEqualTo(
            "d: row \"img0000\" is of the class \"class1\" here, but for m0 it is of \"class0\"");
  }

  @Test
  void refusesModelsThatHaveNoRowInCommon() {
    MetricsReport[] reports = new MetricsReport[11];
    reports[0] = ComparisonFixture.report(ROWS, 1, 2, row -> true);
    for (int model = 1; model < reports.length; model++) {
      reports[model] = withoutTenth(model - 1);
    }

    TiedWithBest ties = TiedWithBest.of(comparison(reports), "d", Metric.ACCURACY);

    assertThat(ties.best()).contains("m0");
    assertThat(ties.rivals()).isEmpty();
    assertThat(ties.refused())
        .hasSize(10)
        .containsEntry("m3", "d: there is no row that all models have");
  }

  private static MetricsReport withoutTenth(int tenth) {
    Predictions.Builder predictions = Predictions.builder(ComparisonFixture.classNames(2));
    for (int row = 0; row < ROWS; row++) {
      if (row / 20 != tenth) {
        predictions.addLabels("img%04d".formatted(row), row % 2, 0, 0);
      }
    }
    return MetricsReport.of(predictions.build(), ImmutableMap.of());
  }

  @Test
  void isTheSameEachTime() {
    Comparison comparison = ComparisonFixture.fourByThree().build();

    assertThat(TiedWithBest.overall(comparison, Metric.MACRO_F1).rivals())
        .isEqualTo(TiedWithBest.overall(comparison, Metric.MACRO_F1).rivals());
  }
}
