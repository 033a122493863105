package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A report that computes its figures from the predictions when it is made. */
final class PredictionsReport implements MetricsReport {
  private final Predictions predictions;
  private final ImmutableMap<String, String> provenance;
  private final ImmutableList<SkippedRow> skipped;
  private final ClassificationMetrics pooled;
  private final ImmutableList<FoldMetrics> folds;
  private final ImmutableMap<Metric, FoldSummary> overFolds;

  PredictionsReport(
      Predictions predictions,
      ImmutableMap<String, String> provenance,
      ImmutableList<SkippedRow> skipped) {
    this.predictions = predictions;
    this.provenance = provenance;
    this.skipped = skipped;
    this.pooled = ClassificationMetrics.of(predictions);
    this.folds =
        predictions.folds().stream()
            .map(fold -> new FoldMetrics(fold, ClassificationMetrics.ofFold(predictions, fold)))
            .collect(ImmutableList.toImmutableList());
    this.overFolds =
        Maps.toMap(Arrays.asList(Metric.values()), metric -> FoldSummary.of(metric, folds));
    refuseSkippedRowsWithPrediction();
  }

  private void refuseSkippedRowsWithPrediction() {
    Set<String> skippedIds = new HashSet<>();
    skipped.forEach(row -> skippedIds.add(row.id()));
    for (int row = 0; row < predictions.size() && !skippedIds.isEmpty(); row++) {
      if (skippedIds.contains(predictions.id(row))) {
        throw new IllegalArgumentException(
            "Row \"%s\" is said to be skipped, but it has a prediction"
                .formatted(predictions.id(row)));
      }
    }
  }

  @Override
  public Predictions predictions() {
    return predictions;
  }

  @Override
  public ClassificationMetrics pooled() {
    return pooled;
  }

  @Override
  public ImmutableList<FoldMetrics> folds() {
    return folds;
  }

  @Override
  public FoldSummary overFolds(Metric metric) {
    return Objects.requireNonNull(overFolds.get(metric));
  }

  @Override
  public ImmutableMap<String, String> provenance() {
    return provenance;
  }

  @Override
  public ImmutableList<SkippedRow> skipped() {
    return skipped;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PredictionsReport that
        && predictions.equals(that.predictions)
        && provenance.equals(that.provenance)
        && skipped.equals(that.skipped);
  }

  @Override
  public int hashCode() {
    return Objects.hash(predictions, provenance, skipped);
  }

  @Override
  public String toString() {
    return TextReport.of(this);
  }
}
