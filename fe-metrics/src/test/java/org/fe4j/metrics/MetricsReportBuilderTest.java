package org.fe4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsReportBuilderTest {
  private static final TrainingCurve CURVE =
      new TrainingCurve(1, ImmutableDoubleArray.of(1, 0.5), ImmutableDoubleArray.of(1, 2));

  private static final String PICTURE = "data:image/png;base64,AAAA";

  private static Predictions predictions() {
    return Predictions.builder(List.of("gneiss", "shale"))
        .add("a", 0, 0, new double[] {0.75, 0.25})
        .add("b", 1, 0, new double[] {0.875, 0.125})
        .add("c", 0, 1, new double[] {0.25, 0.75})
        .add("d", 1, 1, new double[] {1, 0})
        .add("e", 1, 1, new double[] {0.875, 0.125})
        .build();
  }

  private static MetricsReportBuilder builder() {
    return MetricsReport.builder(predictions());
  }

  @Test
  void givesBackWhatItWasGiven() {
    CopiesGap gap = new CopiesGap(1, 3, 0.5, 0.5, 0.75, 0.625);
    MetricsReport report =
        builder()
            .provenance(ImmutableMap.of("b", "1", "a", "2"))
            .protocol(ImmutableMap.of("y", "1", "x", "2"))
            .reproduction(ImmutableMap.of("seed", "42"))
            .skipped(List.of(new SkippedRow("f", "truncated")))
            .trainingCurves(Map.of(1, CURVE))
            .pictures(Map.of("d", PICTURE))
            .copies(gap)
            .trainRows(12.5)
            .build();

    assertThat(report.provenance().keySet()).containsExactly("b", "a");
    assertThat(report.protocol().keySet()).containsExactly("y", "x");
    assertThat(report.reproduction()).containsEntry("seed", "42");
    assertThat(report.skipped()).hasSize(1);
    assertThat(report.trainingCurves()).containsExactly(Map.entry(1, CURVE));
    assertThat(report.pictures()).containsExactly(Map.entry("d", PICTURE));
    assertThat(report.copies()).contains(gap);
    assertThat(gap.accuracyGap()).isEqualTo(0.25);
    assertThat(gap.macroF1Gap()).isEqualTo(0.125);
    assertThat(report.trainRows()).isEqualTo(12.5);
  }

  @Test
  void countsTrainRowsOfKFoldWhereItIsNotTold() {
    assertThat(builder().build().trainRows()).isEqualTo(5 - 2.5);
    assertThat(builder().build().copies()).isEmpty();
  }

  static Stream<UnaryOperator<MetricsReportBuilder>> changes() {
    return Stream.of(
        builder -> builder.provenance(Map.of("a", "1")),
        builder -> builder.protocol(Map.of("a", "1")),
        builder -> builder.reproduction(Map.of("a", "1")),
        builder -> builder.skipped(List.of(new SkippedRow("f", "truncated"))),
        builder -> builder.trainingCurves(Map.of(1, CURVE)),
        builder -> builder.pictures(Map.of("d", PICTURE)),
        builder -> builder.copies(new CopiesGap(1, 3, 0.5, 0.5, 0.75, 0.625)),
        builder -> builder.trainRows(12.5),
        builder -> builder.metrics(List.of(new ShareOfClass())));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void isEqualWhereAllOfItIs(UnaryOperator<MetricsReportBuilder> change) {
    assertThat(change.apply(builder()).build())
        .isEqualTo(change.apply(builder()).build())
        .hasSameHashCodeAs(change.apply(builder()).build())
        .isNotEqualTo(builder().build());
  }

  @Test
  void hasAMetricOfOnesOwnEverywhere() {
    Metric own = new ShareOfClass();
    MetricsReport report = builder().metrics(List.of(Metric.ACCURACY, own)).build();

    assertThat(report.metrics()).hasSize(Metric.standard().size() + 1).endsWith(own);
    assertThat(report.pooled(own)).isEqualTo(0.8);
    assertThat(report.folds().get(0).of(own)).isEqualTo(1);
    assertThat(report.overFolds(own).mean()).isCloseTo((1 + 2 / 3.0) / 2, within(1e-15));
    assertThat(report.interval(own)).isPresent();
    assertThat(report.toString()).contains("share of the first class    0.8000  [0.");
  }

  @Test
  void computesAMetricThatItWasNotGiven() {
    Metric own = new ShareOfClass();
    MetricsReport report = builder().build();

    assertThat(report.metrics()).isEqualTo(Metric.standard());
    assertThat(report.pooled(own)).isEqualTo(0.8);
    assertThat(report.folds().get(1).of(own)).isEqualTo(2 / 3.0);
    assertThat(report.interval(own)).isPresent();
    assertThat(report.toString()).doesNotContain("share of the first class");
  }

  @Test
  void takesFiguresWhoseClassIsNotAtHand() {
    StoredMetric stored =
        StoredMetric.of("shareOfFirst", "share", false, 0.8, ImmutableDoubleArray.of(1, 0.6));
    MetricsReport report = builder().metrics(List.of(stored)).build();

    assertThat(report.pooled(stored)).isEqualTo(0.8);
    assertThat(report.overFolds(stored).mean()).isEqualTo(0.8);
    // By its key.
    assertThat(report.folds().get(1).of(new ShareOfClass())).isEqualTo(0.6);
    assertThatThrownBy(() -> stored.of(predictions()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "The metric \"shareOfFirst\" was read from a file without the class that computes it;"
                + " read the file with JsonReport.read(file, List.of(metric)) and that class");
  }

  @Test
  void listsTheMostConfidentMistakes() {
    MetricsReport report = builder().build();

    assertThat(report.mostConfidentMistakes(3))
        .containsExactly(
            new Mistake(3, "d", 1, 0, 1),
            new Mistake(1, "b", 1, 0, 0.875),
            new Mistake(4, "e", 1, 0, 0.875));
    assertThat(report.mostConfidentMistakes(9)).hasSize(4);
    assertThat(report.mostConfidentMistakes(0)).isEmpty();
    assertThatThrownBy(() -> report.mostConfidentMistakes(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsNoConfidenceOfLabels() {
    Predictions labels = Predictions.builder(List.of("a", "b")).addLabels("x", 0, 1, 0).build();

    assertThat(MetricsReport.of(labels, Map.of()).mostConfidentMistakes(5)).isEmpty();
  }

  private record Named(String key, double figure) implements Metric {
    @Override
    public String label() {
      return key;
    }

    @Override
    public double of(Predictions predictions) {
      return figure;
    }
  }

  static Stream<Arguments> mistakes() {
    String notAPicture =
        "it must be data:image/ with png, jpeg, gif or webp, and ;base64, before the bytes";
    return Stream.of(
        mistake(
            "Row \"a\" is there twice in fold 0; a report needs each row once in a fold",
            () -> MetricsReport.builder(predictions().select(0, 1, 0))),
        mistake(
            "Row \"a\" is said to be skipped, but it has a prediction",
            () -> builder().skipped(List.of(new SkippedRow("a", "truncated")))),
        mistake(
            "There is a training curve of fold 2, but the predictions are of the folds [0, 1]",
            () -> builder().trainingCurves(Map.of(2, CURVE))),
        mistake(
            "There is a picture of \"z\", but no prediction",
            () -> builder().pictures(Map.of("z", PICTURE))),
        mistake(
            "The picture of \"a\" is \"javascript:alert(1)\"; " + notAPicture,
            () -> builder().pictures(Map.of("a", "javascript:alert(1)"))),
        mistake(
            "The picture of \"a\" is \"data:image/svg+xml;base64,AAAA\"; " + notAPicture,
            () -> builder().pictures(Map.of("a", "data:image/svg+xml;base64,AAAA"))),
        mistake(
            "The picture of \"a\" is \"data:image/png;base64,\"><script>\"; " + notAPicture,
            () -> builder().pictures(Map.of("a", "data:image/png;base64,\"><script>"))),
        mistake(
            "Heads trained on 0.0 rows; the mean number must be positive",
            () -> builder().trainRows(0)),
        mistake(
            "Heads trained on NaN rows; the mean number must be positive",
            () -> builder().trainRows(Double.NaN)),
        mistake(
            "A metric has the key \"a b\"; it must be a letter, then letters, digits, underscores,"
                + " points and hyphens",
            () -> builder().metrics(List.of(new Named("a b", 0)))),
        mistake(
            "Two metrics have the key \"a\"",
            () -> builder().metrics(List.of(new Named("a", 0), new Named("a", 1)))),
        mistake(
            "The metric \"a\" gave Infinity; it must give a finite number, or NaN where there is"
                + " none",
            () -> builder().metrics(List.of(new Named("a", Double.POSITIVE_INFINITY))).build()),
        mistake(
            "The metric \"a\" has figures of 1 folds, but the predictions have 2",
            () ->
                builder()
                    .metrics(
                        List.of(StoredMetric.of("a", "a", true, 0, ImmutableDoubleArray.of(0))))
                    .build()),
        mistake(
            "1 images in 1 groups of copies; there must be a group, and two images in each",
            () -> new CopiesGap(1, 1, 0, 0, 0, 0)),
        mistake(
            "accuracy with copies divided is 1.5; it must be in [0, 1]",
            () -> new CopiesGap(1, 2, 0, 0, 1.5, 0)));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void namesTheMistake(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void refusesTheKeyOfAStandardMetric() {
    assertThatThrownBy(() -> builder().metrics(List.of(new Named("macroF1", 0))))
        .hasMessageStartingWith(
            "A metric has the key \"macroF1\", which is one of the standard ones: accuracy, ");
  }

  private static Arguments mistake(String message, ThrowingCallable call) {
    return Arguments.of(message, call);
  }
}
