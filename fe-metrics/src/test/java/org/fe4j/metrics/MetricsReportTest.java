package org.fe4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsReportTest {
  private static final ImmutableMap<String, String> NO_PROVENANCE = ImmutableMap.of();

  /** Accuracies 1, 1/2 and 0 over folds of 1, 2 and 1 rows. */
  private static Predictions threeFolds() {
    return Predictions.builder(List.of("gneiss", "shale"))
        .addLabels("a", 0, 0, 0)
        .addLabels("b", 0, 0, 1)
        .addLabels("c", 1, 0, 1)
        .addLabels("d", 1, 0, 2)
        .build();
  }

  @Test
  void keepsPooledFiguresAndFiguresOverFoldsApart() {
    Predictions predictions =
        Predictions.builder(List.of("gneiss", "shale"))
            .addLabels("a", 0, 0, 0)
            .addLabels("b", 0, 0, 1)
            .addLabels("c", 1, 0, 1)
            .addLabels("d", 1, 0, 1)
            .build();
    MetricsReport report = MetricsReport.of(predictions, NO_PROVENANCE);

    assertThat(report.pooled().accuracy()).isEqualTo(0.5);
    assertThat(report.overFolds(Metric.ACCURACY).mean()).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(report.overFolds(Metric.ACCURACY).foldCount()).isEqualTo(2);
  }

  @Test
  void dividesTheSquaresByOneLessThanTheNumberOfFolds() {
    FoldSummary accuracy = MetricsReport.of(threeFolds(), NO_PROVENANCE).overFolds(Metric.ACCURACY);

    assertThat(accuracy.mean()).isEqualTo(0.5);
    assertThat(accuracy.standardDeviation()).isEqualTo(0.5);
  }

  @Test
  void computesEachFoldFromItsOwnRows() {
    MetricsReport report = MetricsReport.of(threeFolds(), NO_PROVENANCE);

    assertThat(report.folds()).extracting(FoldMetrics::fold).containsExactly(0, 1, 2);
    assertThat(report.folds())
        .extracting(fold -> fold.metrics().accuracy())
        .containsExactly(1.0, 0.5, 0.0);
    // shale is absent from fold 0, so half of its macro F1 is missing
    assertThat(report.folds().get(0).of(Metric.MACRO_F1)).isEqualTo(0.5);
  }

  @Test
  void hasNoDeviationOverASingleFold() {
    MetricsReport report =
        MetricsReport.of(ClassificationFixture.named("single").predictions(1), NO_PROVENANCE);

    assertThat(report.overFolds(Metric.ACCURACY).mean()).isEqualTo(1);
    assertThat(report.overFolds(Metric.ACCURACY).standardDeviation()).isNaN();
  }

  @Test
  void refusesASkippedRowThatHasAPrediction() {
    List<SkippedRow> skipped = List.of(new SkippedRow("c", "truncated"));

    assertThatThrownBy(() -> MetricsReport.of(threeFolds(), NO_PROVENANCE, skipped))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Row \"c\" is said to be skipped, but it has a prediction");
  }

  @Test
  void isEqualWherePredictionsProvenanceAndSkippedRowsAre() {
    MetricsReport report = MetricsReport.of(threeFolds(), Map.of("seed", "42"));

    assertThat(report)
        .isEqualTo(MetricsReport.of(threeFolds(), Map.of("seed", "42")))
        .isNotEqualTo(MetricsReport.of(threeFolds(), Map.of("seed", "43")));
  }

  @Test
  void printsThePooledTableOfScikitLearn() {
    ClassificationFixture fixture = ClassificationFixture.named("imbalanced");

    assertThat(MetricsReport.of(fixture.predictions(5), NO_PROVENANCE).toString())
        .contains(fixture.json().get("report").getAsString());
  }
}
