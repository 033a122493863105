package org.fe4j.metrics.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.comparison.ClassStrengths.Strength;
import org.fe4j.metrics.comparison.Groups.Grouping;
import org.fe4j.metrics.comparison.Groups.Spread;
import org.junit.jupiter.api.Test;

/** Groups, trends, costs and classes on comparisons that can be computed by hand. */
class AnalysesTest {
  private final Comparison comparison = ComparisonFixture.fourByThree().build();

  @Test
  void groupsByKindApartFromPretraining() {
    Groups kinds = Groups.of(comparison, Metric.ACCURACY, Grouping.KIND);
    Groups pretraining = Groups.of(comparison, Metric.ACCURACY, Grouping.PRETRAINING);

    assertThat(kinds.overall())
        .extracting(Spread::group)
        .containsExactly("transformer", "convolutional");
    assertThat(pretraining.overall())
        .extracting(Spread::group)
        .containsExactly("ImageNet-21k", "ImageNet-1k", "CLIP");
    Spread convolutional = kinds.spreads().get(1);
    assertThat(convolutional.dataset()).contains("rocks");
    assertThat(convolutional.models()).containsExactly("medium", "small", "clip_rn50");
    assertThat(convolutional.mean()).isEqualTo((0.95 + 0.88 + 0.70) / 3, within(1e-12));
    // The deviations from 0.8433 are 0.1067, 0.0367 and -0.1433: sqrt(0.033267 / 2).
    assertThat(convolutional.standardDeviation()).isEqualTo(0.128970, within(1e-6));
    assertThat(convolutional.min()).isEqualTo(0.70);
    assertThat(convolutional.max()).isEqualTo(0.95);
    assertThat(kinds.overall().get(0).standardDeviation()).isNaN();
    assertThat(kinds.spreads()).hasSize(2 * 4);
  }

  @Test
  void groupsUnknownKindsTogether() {
    Groups groups =
        Groups.of(
            ComparisonFixture.ofAccuracies(new int[][] {{90, 80}}),
            Metric.ACCURACY,
            Grouping.PRETRAINING);

    assertThat(groups.overall()).hasSize(1);
    assertThat(groups.overall().get(0).group()).isEqualTo(Groups.UNKNOWN);
    assertThat(groups.overall().get(0).mean()).isEqualTo(0.85, within(1e-12));
  }

  @Test
  void leavesTheFailedModelOutOfTheFiguresOverAllOnly() {
    Comparison failed =
        ComparisonFixture.fourByThree().failure("small", "cars", "out of memory").build();

    Groups groups = Groups.of(failed, Metric.ACCURACY, Grouping.KIND);

    assertThat(groups.spreads().get(1).models()).containsExactly("medium", "small", "clip_rn50");
    assertThat(groups.overall().get(1).models()).containsExactly("medium", "clip_rn50");
    assertThat(groups.leftOut()).hasSize(1);
  }

  @Test
  void correlatesScoresWithTheClassCountOverDataSets() {
    Comparison falling =
        Comparison.builder()
            .model(ModelFacts.of("m"))
            .dataset(DatasetFacts.of("two", 100, 2))
            .dataset(DatasetFacts.of("five", 100, 5))
            .dataset(DatasetFacts.of("ten", 100, 10))
            .report("m", "two", ComparisonFixture.report(100, 5, 2, ComparisonFixture.errsIn(5)))
            .report("m", "five", ComparisonFixture.report(100, 5, 5, ComparisonFixture.errsIn(10)))
            .report("m", "ten", ComparisonFixture.report(100, 5, 10, ComparisonFixture.errsIn(20)))
            .build();

    Trend trend = Trend.overClassCount(falling, Metric.ACCURACY);

    assertThat(trend.points())
        .containsExactly(
            new Trend.Point("m", "two", 2, 0.95),
            new Trend.Point("m", "five", 5, 0.9),
            new Trend.Point("m", "ten", 10, 0.8));
    assertThat(trend.spearman().orElseThrow()).isEqualTo(-1, within(1e-12));
    assertThat(trend.sentence())
        .isEqualTo(
            "Spearman's correlation between the number of classes and the accuracy is -1.00 over"
                + " n = 3 (data sets, by their models' mean).");
  }

  @Test
  void correlatesScoresWithUpscalingOverCells() {
    Trend trend = Trend.overUpscaling(comparison, Metric.ACCURACY);

    assertThat(trend.points()).hasSize(12);
    assertThat(trend.observations()).isEqualTo(12);
    // Each factor has the same four scores: no trend at all.
    assertThat(trend.spearman().orElseThrow()).isEqualTo(0, within(1e-12));
  }

  @Test
  void saysWhyThereIsNoTrend() {
    Comparison two = ComparisonFixture.ofAccuracies(new int[][] {{90}, {80}});
    Comparison three = ComparisonFixture.ofAccuracies(new int[][] {{90}, {80}, {70}});

    assertThat(Trend.overClassCount(two, Metric.ACCURACY).spearman()).isEmpty();
    assertThat(Trend.overClassCount(two, Metric.ACCURACY).sentence())
        .contains("needs at least 3 observations, but there are 2");
    assertThat(Trend.overClassCount(three, Metric.ACCURACY).spearman()).isEmpty();
    assertThat(Trend.overClassCount(three, Metric.ACCURACY).sentence())
        .contains("one of them is the same in all 3 observations");
    assertThat(Trend.overUpscaling(three, Metric.ACCURACY).points()).isEmpty();
  }

  @Test
  void findsTheModelsThatAreWorthTheirCost() {
    ParetoFront front = ParetoFront.of(comparison, Metric.ACCURACY, Cost.TIME);

    assertThat(front.points())
        .extracting(ParetoFront.Point::model)
        .containsExactly("small", "medium", "clip_rn50", "big");
    assertThat(front.front())
        .extracting(ParetoFront.Point::model)
        .containsExactly("small", "medium", "big");
    assertThat(front.front().get(0).cost()).isEqualTo(10, within(1e-12));
    assertThat(front.front().get(0).score()).isEqualTo(0.88, within(1e-12));
    assertThat(front.unknown()).isEmpty();
  }

  @Test
  void keepsEqualModelsOnTheFrontAndUnknownCostsOutOfIt() {
    Comparison equal =
        ComparisonFixture.ofAccuracies(new int[][] {{90, 90, 95}}).toBuilder().build();
    ComparisonBuilder builder =
        Comparison.builder()
            .model(ModelFacts.builder("m0").parameters(7).build())
            .model(ModelFacts.builder("m1").parameters(7).build())
            .model(ModelFacts.of("m2"))
            .dataset(equal.datasets().get(0));
    for (String model : equal.modelNames()) {
      builder.report(model, "d0", equal.report(model, "d0").orElseThrow());
    }

    ParetoFront front = ParetoFront.of(builder.build(), Metric.ACCURACY, Cost.PARAMETERS);

    assertThat(front.front()).extracting(ParetoFront.Point::model).containsExactly("m0", "m1");
    assertThat(front.unknown()).containsExactly("m2");
  }

  @Test
  void namesTheBestModelOfEachClass() {
    Comparison two =
        Comparison.builder()
            .model(ModelFacts.of("a"))
            .model(ModelFacts.of("b"))
            .model(ModelFacts.of("c"))
            .dataset(DatasetFacts.of("d", 12, 3))
            // Rows 0 and 1 are of the classes 0 and 1.
            .report("a", "d", ComparisonFixture.report(12, 1, 3, row -> row != 0))
            .report("b", "d", ComparisonFixture.report(12, 1, 3, row -> row != 1))
            .build();

    ClassStrengths strengths = ClassStrengths.of(two, "d");

    // a says 3 of 4 rows of class 0 and nothing else so: F1 6/7; b has all four: 1. a says 5 rows
    // are of class 1: 8/9, b 3: 6/7. a has class 2 right, b says 5 are: 8/9.
    assertThat(strengths.classes())
        .extracting(Strength::best)
        .containsExactly(ImmutableList.of("b"), ImmutableList.of("a"), ImmutableList.of("a"));
    assertThat(strengths.classes().get(0).margin()).isEqualTo(1.0 / 7, within(1e-12));
    assertThat(strengths.classes().get(1).f1()).isEqualTo(8.0 / 9, within(1e-12));
    assertThat(strengths.classes().get(1).margin()).isEqualTo(8.0 / 9 - 6.0 / 7, within(1e-12));
    assertThat(strengths.classes().get(2).support()).isEqualTo(4);
  }

  @Test
  void namesAllBestModelsWhereSeveralAre() {
    Strength strength = ClassStrengths.of(comparison, "rocks").classes().get(1);

    assertThat(strength.best()).contains("big");
    Comparison same = ComparisonFixture.ofAccuracies(new int[][] {{90, 90}});
    assertThat(ClassStrengths.of(same, "d0").classes().get(0).best()).containsExactly("m0", "m1");
    assertThat(ClassStrengths.of(same, "d0").classes().get(0).margin()).isZero();
    Comparison one = ComparisonFixture.ofAccuracies(new int[][] {{90}});
    assertThat(ClassStrengths.of(one, "d0").classes().get(0).margin()).isNaN();
  }

  @Test
  void tabulatesWithoutLosingDigits() {
    Comparison failed =
        ComparisonFixture.fourByThree().failure("small", "cars", "out of memory").build();

    Table wide = ComparisonTables.wideTable(failed, Metric.ACCURACY);
    Table full = ComparisonTables.longTable(failed, ImmutableList.of(Metric.MACRO_F1));

    assertThat(wide.columns())
        .extracting(Table.Column::name)
        .containsExactly("model", "rocks", "leaves", "cars", "mean", "mean rank");
    assertThat(wide.texts().get(2)).containsExactly("small", "0.8800", "0.8800", "failed", "", "");
    assertThat(wide.rows().get(0).get(1).value()).isEqualTo(0.96);
    assertThat(full.rows()).hasSize(12);
    assertThat(full.rows().get(0).get(3).value())
        .isEqualTo(failed.score("big", "rocks", Metric.MACRO_F1));
    assertThat(full.rows().get(0).get(6).value())
        .isEqualTo(
            failed
                .report("big", "rocks")
                .orElseThrow()
                .interval(Metric.MACRO_F1)
                .orElseThrow()
                .low());
    assertThat(full.texts().get(10))
        .containsExactly("small", "cars", "macroF1", "", "", "", "", "", "failed: out of memory");
    assertThat(Optional.of(ComparisonTables.failures(failed).texts().get(0)))
        .contains(ImmutableList.of("small", "cars", "out of memory"));
  }
}
