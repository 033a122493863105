package org.fe4j.metrics.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.function.IntPredicate;
import org.fe4j.metrics.ClassificationMetrics;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.StoredMetric;
import org.fe4j.metrics.statistics.Correlation;
import org.fe4j.metrics.statistics.Dendrogram;
import org.junit.jupiter.api.Test;

class SimilarityTest {
  private static Comparison comparison(MetricsReport... reports) {
    ComparisonBuilder builder =
        Comparison.builder().dataset(DatasetFacts.of("d", 1, reports[0].classNames().size()));
    for (int model = 0; model < reports.length; model++) {
      builder.model(ModelFacts.of("m" + model)).report("m" + model, "d", reports[model]);
    }
    return builder.build();
  }

  /** Returns a report on 4 folds of 10 rows with so many right ones in each. */
  private static MetricsReport rightInFolds(int... right) {
    return ComparisonFixture.report(40, 4, 2, row -> row / 8 * 2 + row % 2 < right[row / 2 % 4]);
  }

  @Test
  void correlatesScoresOfFolds() {
    Comparison comparison =
        comparison(rightInFolds(4, 6, 8, 10), rightInFolds(5, 6, 7, 8), rightInFolds(9, 9, 7, 5));
    assertThat(comparison.report("m0", "d").orElseThrow().folds())
        .extracting(fold -> fold.of(Metric.ACCURACY))
        .containsExactly(0.4, 0.6, 0.8, 1.0);

    Similarity pearson = Similarity.overFolds(comparison, Metric.ACCURACY, Correlation.PEARSON);
    Similarity kendall = Similarity.overFolds(comparison, Metric.ACCURACY, Correlation.KENDALL);

    assertThat(pearson.label()).isEqualTo("Pearson correlation of accuracy over 4 folds");
    assertThat(pearson.observations()).isEqualTo(4);
    // m1 rises on a line with m0; for m2 the sums over deviations (-3, -1, 1, 3) and (1.5, 1.5,
    // -0.5, -2.5) are -14 / sqrt(20 * 11).
    assertThat(pearson.matrix().get("m0", "m1")).isEqualTo(1, within(1e-12));
    assertThat(pearson.matrix().get("m0", "m2")).isEqualTo(-14 / Math.sqrt(220), within(1e-12));
    // Five of six pairs fall and one ties in m2: -5 / sqrt(6 * 5).
    assertThat(kendall.matrix().get("m2", "m0")).isEqualTo(-5 / Math.sqrt(30), within(1e-12));
    // m0 and m1 join at distance 0, m2 at the mean of both distances.
    Dendrogram tree = pearson.dendrogram().orElseThrow();
    assertThat(tree.merges().get(0).height()).isEqualTo(0, within(1e-12));
    assertThat(tree.merges().get(1).height()).isEqualTo(1 + 14 / Math.sqrt(220), within(1e-12));
    assertThat(pearson.clusteredNames()).containsExactly("m2", "m0", "m1");
  }

  @Test
  void handlesIdenticalModels() {
    MetricsReport report = ComparisonFixture.report(40, 4, 2, row -> row > 5);

    Comparison comparison = comparison(report, report);

    assertThat(Similarity.agreement(comparison, "d").matrix().get(0, 1)).isEqualTo(1);
    Similarity folds = Similarity.overFolds(comparison, Metric.ACCURACY, Correlation.SPEARMAN);
    assertThat(folds.matrix().get(0, 1)).isEqualTo(1, within(1e-12));
    assertThat(folds.dendrogram()).isPresent();
  }

  @Test
  void hasNoCorrelationWithAConstant() {
    Comparison comparison = comparison(rightInFolds(4, 6, 8, 10), rightInFolds(6, 6, 6, 6));

    Similarity similarity = Similarity.overFolds(comparison, Metric.ACCURACY, Correlation.PEARSON);

    assertThat(similarity.matrix().get("m0", "m0")).isEqualTo(1);
    assertThat(similarity.matrix().get("m0", "m1")).isNaN();
    assertThat(similarity.matrix().get("m1", "m1")).isNaN();
    assertThat(similarity.dendrogram()).isEmpty();
    assertThat(similarity.clusteredNames()).containsExactly("m0", "m1");
    assertThat(similarity.notes())
        .containsExactly(
            "m1: the same in every observation, which correlates with nothing.",
            "Values that do not exist (n/a) leave no clusters to be found.");
  }

  @Test
  void stacksClassesOfAllDataSets() {
    Comparison comparison = ComparisonFixture.fourByThree().build();

    Similarity similarity = Similarity.overClasses(comparison, Correlation.SPEARMAN);

    assertThat(similarity.observations()).isEqualTo(4 + 2 + 10);
    assertThat(similarity.label()).isEqualTo("Spearman correlation of F1 over 16 classes");
    assertThat(similarity.matrix().names()).containsExactly("big", "medium", "small", "clip_rn50");
    assertThat(similarity.dendrogram().orElseThrow().leafCount()).isEqualTo(4);
  }

  @Test
  void takesALabelAsItIs() {
    Metric odd =
        StoredMetric.of("odd", "wrong %d of 100 %", false, 0.5, ImmutableDoubleArray.of(1, 2, 3));
    MetricsReport report =
        MetricsReport.builder(ComparisonFixture.report(30, 3, 2, row -> row > 5).predictions())
            .metrics(List.of(odd))
            .build();

    assertThat(Similarity.overFolds(comparison(report, report), odd, Correlation.PEARSON).label())
        .isEqualTo("Pearson correlation of wrong %d of 100 % over 3 folds");
  }

  @Test
  void measuresAgreementByCohensKappa() {
    IntPredicate first = row -> row % 5 != 0;
    IntPredicate second = row -> row % 7 != 0;
    Comparison comparison =
        comparison(
            ComparisonFixture.report(90, 3, 3, first), ComparisonFixture.report(90, 3, 3, second));
    // Kappa against the truth, with the one model's predictions as the truth.
    Predictions.Builder predictions = Predictions.builder(ComparisonFixture.classNames(3));
    for (int row = 0; row < 90; row++) {
      int right = row % 3;
      predictions.addLabels(
          "img" + row,
          first.test(row) ? right : (right + 1) % 3,
          second.test(row) ? right : (right + 1) % 3,
          0);
    }

    Similarity agreement = Similarity.agreement(comparison, "d");

    assertThat(agreement.matrix().get(1, 0))
        .isEqualTo(ClassificationMetrics.of(predictions.build()).cohenKappa(), within(1e-15));
    assertThat(agreement.observations()).isEqualTo(90);
  }

  @Test
  void hasNoAgreementOfModelsThatAlwaysSayTheSame() {
    MetricsReport report = ComparisonFixture.report(4, 1, 2, row -> row % 2 == 0);

    assertThat(Similarity.agreement(comparison(report, report), "d").matrix().get(0, 1)).isNaN();
  }

  @Test
  void comparesPredictionsOfCommonRows() {
    Comparison comparison =
        comparison(
            ComparisonFixture.report(40, 1, 2, row -> row != 1),
            ComparisonFixture.report(20, 1, 2, row -> row != 1));

    assertThat(Similarity.agreement(comparison, "d").matrix().get(0, 1)).isEqualTo(1);
  }

  @Test
  void correlatesDataSetsOverModels() {
    Comparison comparison =
        ComparisonFixture.ofAccuracies(new int[][] {{90, 80, 70}, {60, 50, 40}, {40, 50, 60}});

    Similarity similarity =
        Similarity.betweenDatasets(comparison, Metric.ACCURACY, Correlation.PEARSON);

    assertThat(similarity.matrix().get("d0", "d1")).isEqualTo(1, within(1e-12));
    assertThat(similarity.matrix().get("d0", "d2")).isEqualTo(-1, within(1e-12));
    assertThat(similarity.label()).isEqualTo("Pearson correlation of accuracy over 3 models");
  }

  @Test
  void correlatesMetricsByWhatIsBetter() {
    Comparison comparison =
        comparison(
            ComparisonFixture.probableReport(40, 2, 2, row -> row != 0),
            ComparisonFixture.probableReport(40, 2, 2, row -> row > 10),
            ComparisonFixture.probableReport(40, 2, 2, row -> row > 20));
    List<Metric> metrics = List.of(Metric.ACCURACY, Metric.LOG_LOSS, Metric.TOP_5_ACCURACY);

    Similarity similarity = Similarity.betweenMetrics(comparison, metrics, Correlation.SPEARMAN);

    assertThat(similarity.matrix().names()).containsExactly("accuracy", "log loss");
    assertThat(similarity.matrix().get("accuracy", "log loss")).isEqualTo(1, within(1e-12));
    assertThat(similarity.notes())
        .containsExactly("top-5 accuracy is left out: not every report has the figure.");
    assertThat(Similarity.betweenMetrics(comparison, "d", metrics, Correlation.SPEARMAN).matrix())
        .isEqualTo(similarity.matrix());
  }

  @Test
  void saysThatTwoObservationsAreTooFew() {
    Comparison comparison = ComparisonFixture.ofAccuracies(new int[][] {{90, 80}, {80, 90}});

    Similarity similarity =
        Similarity.betweenDatasets(comparison, Metric.ACCURACY, Correlation.PEARSON);

    assertThat(similarity.matrix().get(0, 1)).isNaN();
    assertThat(similarity.notes())
        .contains("A correlation needs at least 3 observations, but there are 2.");
  }

  @Test
  void leavesOutFoldsThatAModelLacks() {
    Comparison comparison =
        comparison(
            ComparisonFixture.report(60, 5, 2, row -> row > 5),
            ComparisonFixture.report(60, 4, 2, row -> row > 9));

    Similarity similarity = Similarity.overFolds(comparison, Metric.ACCURACY, Correlation.PEARSON);

    assertThat(similarity.observations()).isEqualTo(4);
    assertThat(similarity.notes())
        .containsExactly("d: 1 of 5 folds are left out, since not every model has them.");
  }

  @Test
  void clustersFeaturesThatWereCompared() {
    NamedMatrix cka =
        NamedMatrix.of(
            List.of("a", "b", "c"),
            (row, column) -> row == column ? 1 : row + column == 3 ? 0.9 : 0.2);
    Comparison comparison =
        Comparison.builder()
            .model(ModelFacts.of("a"))
            .model(ModelFacts.of("b"))
            .model(ModelFacts.of("c"))
            .dataset(DatasetFacts.of("d", 7, 2))
            .dataset(DatasetFacts.of("e", 7, 2))
            .featureSimilarity("d", cka)
            .provenance(ImmutableMap.of())
            .build();

    Similarity similarity = Similarity.features(comparison, "d").orElseThrow();

    assertThat(similarity.matrix()).isEqualTo(cka);
    assertThat(similarity.dendrogram().orElseThrow().merges().get(0).height())
        .isEqualTo(0.1, within(1e-12));
    assertThat(similarity.dendrogram().orElseThrow().merges().get(1).height())
        .isEqualTo(0.8, within(1e-12));
    assertThat(Similarity.features(comparison, "e")).isEmpty();
    assertThat(similarity.notes()).singleElement().asString().startsWith("Linear CKA is too high");
  }
}
