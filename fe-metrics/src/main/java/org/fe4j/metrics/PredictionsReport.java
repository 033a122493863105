package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.fe4j.metrics.statistics.Interval;
import org.jspecify.annotations.Nullable;

/** A report that computes its figures from the predictions when it is made. */
final class PredictionsReport implements MetricsReport {
  private final Predictions predictions;
  private final ImmutableMap<String, String> provenance;
  private final ImmutableMap<String, String> protocol;
  private final ImmutableMap<String, String> reproduction;
  private final ImmutableList<SkippedRow> skipped;
  private final ImmutableSortedMap<Integer, TrainingCurve> trainingCurves;
  private final ImmutableMap<String, String> pictures;
  private final @Nullable CopiesGap copies;
  private final double trainRows;
  private final ImmutableList<Metric> metrics;
  private final ClassificationMetrics pooled;
  private final ImmutableList<FoldMetrics> folds;
  private final ImmutableMap<String, AdditionalFigures> additional;
  private final ReportIntervals intervals;

  PredictionsReport(MetricsReportBuilder builder) {
    this.predictions = builder.predictions;
    this.provenance = builder.provenance;
    this.protocol = builder.protocol;
    this.reproduction = builder.reproduction;
    this.skipped = builder.skipped;
    this.trainingCurves = builder.trainingCurves;
    this.pictures = builder.pictures;
    this.copies = builder.copies;
    this.metrics =
        ImmutableList.<Metric>builder().addAll(Metric.standard()).addAll(builder.metrics).build();
    RowScores scores = RowScores.of(predictions);
    this.pooled = ClassificationMetrics.of(scores);
    ImmutableList<Integer> numbers = predictions.folds().asList();
    List<int[]> rowsOfFolds = numbers.stream().map(this::rowsOfFold).toList();
    List<Predictions> ofFolds = rowsOfFolds.stream().map(predictions::select).toList();
    ImmutableMap.Builder<String, AdditionalFigures> figures = ImmutableMap.builder();
    for (Metric metric : builder.metrics) {
      figures.put(metric.key(), AdditionalFigures.of(metric, predictions, ofFolds));
    }
    this.additional = figures.buildOrThrow();
    this.folds =
        IntStream.range(0, numbers.size())
            .mapToObj(
                index ->
                    new FoldMetrics(
                        numbers.get(index),
                        ofFolds.get(index),
                        ClassificationMetrics.ofRows(scores, rowsOfFolds.get(index)),
                        additionalOfFold(index)))
            .collect(ImmutableList.toImmutableList());
    this.trainRows = builder.trainRows > 0 ? builder.trainRows : trainRowsOfKFold();
    this.intervals = new ReportIntervals(scores);
  }

  private int[] rowsOfFold(int fold) {
    return IntStream.range(0, predictions.size())
        .filter(row -> predictions.fold(row) == fold)
        .toArray();
  }

  private ImmutableMap<String, Double> additionalOfFold(int index) {
    ImmutableMap.Builder<String, Double> figures = ImmutableMap.builder();
    additional.forEach((key, one) -> figures.put(key, one.folds().get(index)));
    return figures.buildOrThrow();
  }

  @Override
  public Predictions predictions() {
    return predictions;
  }

  @Override
  public ImmutableList<Metric> metrics() {
    return metrics;
  }

  @Override
  public ClassificationMetrics pooled() {
    return pooled;
  }

  @Override
  public double pooled(Metric metric) {
    if (metric instanceof StandardMetric standard) {
      return pooled.of(standard);
    }
    AdditionalFigures known = additional.get(metric.key());
    return known == null ? AdditionalFigures.checked(metric, predictions) : known.pooled();
  }

  @Override
  public ImmutableList<FoldMetrics> folds() {
    return folds;
  }

  @Override
  public FoldSummary overFolds(Metric metric) {
    return FoldSummary.of(ofFolds(metric));
  }

  private ImmutableDoubleArray ofFolds(Metric metric) {
    ImmutableDoubleArray.Builder figures = ImmutableDoubleArray.builder(folds.size());
    folds.forEach(fold -> figures.add(fold.of(metric)));
    return figures.build();
  }

  @Override
  public Optional<Interval> interval(Metric metric) {
    return intervals.bootstrap(own(metric), pooled(metric));
  }

  @Override
  public Optional<Interval> resampledInterval(Metric metric) {
    return ReportIntervals.resampled(ofFolds(metric), trainRows, predictions.size());
  }

  /** Returns the report's own metric of that key, where it has one. */
  private Metric own(Metric metric) {
    return metrics.stream()
        .filter(one -> one.key().equals(metric.key()))
        .findFirst()
        .orElse(metric);
  }

  @Override
  public double trainRows() {
    return trainRows;
  }

  private double trainRowsOfKFold() {
    Set<String> ids = new HashSet<>();
    for (int row = 0; row < predictions.size(); row++) {
      ids.add(predictions.id(row));
    }
    return ids.size() - (double) predictions.size() / folds.size();
  }

  @Override
  public ImmutableList<Mistake> mostConfidentMistakes(int n) {
    return Mistake.mostConfident(predictions, n);
  }

  @Override
  public ImmutableMap<String, String> provenance() {
    return provenance;
  }

  @Override
  public ImmutableMap<String, String> protocol() {
    return protocol;
  }

  @Override
  public ImmutableMap<String, String> reproduction() {
    return reproduction;
  }

  @Override
  public ImmutableList<SkippedRow> skipped() {
    return skipped;
  }

  @Override
  public ImmutableSortedMap<Integer, TrainingCurve> trainingCurves() {
    return trainingCurves;
  }

  @Override
  public ImmutableMap<String, String> pictures() {
    return pictures;
  }

  @Override
  public Optional<CopiesGap> copies() {
    return Optional.ofNullable(copies);
  }

  private List<Object> said() {
    return List.of(
        provenance,
        protocol,
        reproduction,
        skipped,
        trainingCurves,
        pictures,
        copies(),
        trainRows,
        additional);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PredictionsReport that
        && said().equals(that.said())
        && predictions.equals(that.predictions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(predictions, said());
  }

  @Override
  public String toString() {
    return TextReport.of(this);
  }
}
