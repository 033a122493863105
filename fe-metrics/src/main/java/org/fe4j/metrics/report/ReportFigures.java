package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.fe4j.metrics.ClassMetrics;
import org.fe4j.metrics.ClassificationMetrics;
import org.fe4j.metrics.ConfusionMatrix;
import org.fe4j.metrics.FoldMetrics;
import org.fe4j.metrics.FoldSummary;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.ReliabilityBins;
import org.fe4j.metrics.StoredMetric;
import org.fe4j.metrics.statistics.Interval;

/**
 * The figures of a report as JSON, all of which follow from its predictions and its metrics; a
 * figure that does not exist is null.
 */
final class ReportFigures {
  static final String POOLED = "pooled";
  static final String FOLDS = "folds";
  static final String OVER_FOLDS = "overFolds";

  static final String INTERVALS = "intervals";
  static final String RESAMPLED_INTERVALS = "resampledIntervals";
  static final String OTHER_METRICS = "otherMetrics";

  private static final ImmutableList<Metric> VERSION_1_METRICS =
      ImmutableList.of(
          Metric.ACCURACY,
          Metric.BALANCED_ACCURACY,
          Metric.MACRO_PRECISION,
          Metric.MACRO_RECALL,
          Metric.MACRO_F1,
          Metric.WEIGHTED_PRECISION,
          Metric.WEIGHTED_RECALL,
          Metric.WEIGHTED_F1,
          Metric.COHEN_KAPPA,
          Metric.MATTHEWS_CORRELATION,
          Metric.LOG_LOSS);

  /** What recomputing may change: nothing on our side, a last digit in a file edited by others. */
  private static final double TOLERANCE = 1e-12;

  private ReportFigures() {}

  /** Returns the figures that this version of the format has. */
  static JsonObject of(MetricsReport report, int version) {
    boolean first = version == 1;
    ImmutableList<Metric> metrics = first ? VERSION_1_METRICS : Metric.standard();
    JsonObject all = new JsonObject();
    all.add(POOLED, pooled(report, metrics, first));
    JsonArray folds = new JsonArray();
    report.folds().forEach(fold -> folds.add(fold(fold, metrics)));
    all.add(FOLDS, folds);
    JsonObject overFolds = new JsonObject();
    for (Metric metric : metrics) {
      FoldSummary summary = report.overFolds(metric);
      JsonObject figures = new JsonObject();
      figures.add("mean", number(summary.mean()));
      figures.add("standardDeviation", number(summary.standardDeviation()));
      overFolds.add(metric.key(), figures);
    }
    all.add(OVER_FOLDS, overFolds);
    if (!first) {
      all.add(INTERVALS, intervals(metrics, report::interval));
      all.add(RESAMPLED_INTERVALS, intervals(metrics, report::resampledInterval));
      all.add(OTHER_METRICS, otherMetrics(report));
    }
    return all;
  }

  private static JsonObject intervals(
      List<Metric> metrics, Function<Metric, Optional<Interval>> intervalOf) {
    JsonObject intervals = new JsonObject();
    metrics.forEach(metric -> intervals.add(metric.key(), interval(intervalOf.apply(metric))));
    return intervals;
  }

  private static JsonElement interval(Optional<Interval> interval) {
    if (interval.isEmpty()) {
      return JsonNull.INSTANCE;
    }
    JsonObject ends = new JsonObject();
    ends.addProperty("low", interval.get().low());
    ends.addProperty("high", interval.get().high());
    ends.addProperty("level", interval.get().level());
    return ends;
  }

  private static JsonArray otherMetrics(MetricsReport report) {
    JsonArray others = new JsonArray();
    for (Metric metric : report.metrics()) {
      if (!Metric.standard().contains(metric)) {
        ImmutableDoubleArray.Builder folds = ImmutableDoubleArray.builder();
        report.folds().forEach(fold -> folds.add(fold.of(metric)));
        others.add(
            otherMetric(metric, report.pooled(metric), folds.build(), report.interval(metric)));
      }
    }
    return others;
  }

  /** Returns the same for metrics that were read. */
  static JsonArray otherMetrics(List<StoredMetric> metrics) {
    JsonArray others = new JsonArray();
    metrics.forEach(
        metric ->
            others.add(otherMetric(metric, metric.pooled(), metric.folds(), metric.interval())));
    return others;
  }

  private static JsonObject otherMetric(
      Metric metric, double pooled, ImmutableDoubleArray folds, Optional<Interval> interval) {
    JsonObject entry = new JsonObject();
    entry.addProperty("key", metric.key());
    entry.addProperty("label", metric.label());
    entry.addProperty("higherIsBetter", metric.higherIsBetter());
    entry.add("pooled", number(pooled));
    JsonArray ofFolds = new JsonArray();
    folds.asList().forEach(figure -> ofFolds.add(number(figure)));
    entry.add("folds", ofFolds);
    entry.add("interval", interval(interval));
    return entry;
  }

  /**
   * Compares figures that were read with those that the predictions give.
   *
   * @throws MalformedReportException if a figure is missing, unknown or another one
   */
  static void compare(String source, String field, JsonElement computed, JsonElement read)
      throws MalformedReportException {
    if (computed instanceof JsonObject computedObject && read instanceof JsonObject readObject) {
      compareObjects(source, field, computedObject, readObject);
    } else if (computed instanceof JsonArray computedArray && read instanceof JsonArray readArray) {
      if (computedArray.size() != readArray.size()) {
        throw new MalformedReportException(
            source,
            field,
            "has %d entries, but the predictions give %d"
                .formatted(readArray.size(), computedArray.size()));
      }
      for (int i = 0; i < computedArray.size(); i++) {
        compare(source, field + "[" + i + "]", computedArray.get(i), readArray.get(i));
      }
    } else if (!sameValue(computed, read)) {
      throw new MalformedReportException(
          source,
          field,
          "is %s, but the predictions in the file give %s; the file was changed after it was written"
              .formatted(read, computed));
    }
  }

  private static void compareObjects(
      String source, String field, JsonObject computed, JsonObject read)
      throws MalformedReportException {
    for (String name : read.keySet()) {
      if (!computed.has(name)) {
        throw new MalformedReportException(
            source, field + "." + name, "is not a field of a report");
      }
    }
    for (Map.Entry<String, JsonElement> entry : computed.entrySet()) {
      String path = field + "." + entry.getKey();
      if (!read.has(entry.getKey())) {
        throw new MalformedReportException(source, path, "is missing");
      }
      compare(source, path, entry.getValue(), read.get(entry.getKey()));
    }
  }

  private static boolean sameValue(JsonElement computed, JsonElement read) {
    if (computed instanceof JsonPrimitive a
        && read instanceof JsonPrimitive b
        && a.isNumber()
        && b.isNumber()) {
      return Math.abs(a.getAsDouble() - b.getAsDouble()) <= TOLERANCE;
    }
    return computed.equals(read);
  }

  private static JsonObject pooled(MetricsReport report, List<Metric> shown, boolean first) {
    ClassificationMetrics metrics = report.pooled();
    JsonObject figures = figures(metrics.rowCount(), shown, report::pooled);
    if (!first) {
      figures.addProperty("majorityBaseline", metrics.majorityBaseline());
      figures.add("reliability", reliability(metrics.reliability()));
    }
    JsonArray perClass = new JsonArray();
    for (ClassMetrics one : metrics.perClass()) {
      JsonObject row = new JsonObject();
      row.addProperty("class", one.name());
      row.addProperty("precision", one.precision());
      row.addProperty("recall", one.recall());
      row.addProperty("f1", one.f1());
      row.addProperty("support", one.support());
      perClass.add(row);
    }
    figures.add("perClass", perClass);
    figures.add("confusionMatrix", matrix(metrics.confusionMatrix()));
    return figures;
  }

  private static JsonArray reliability(ReliabilityBins reliability) {
    JsonArray bins = new JsonArray();
    for (ReliabilityBins.Bin bin : reliability.bins()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("low", bin.low());
      entry.addProperty("high", bin.high());
      entry.addProperty("rows", bin.rows());
      entry.add("meanConfidence", number(bin.meanConfidence()));
      entry.add("accuracy", number(bin.accuracy()));
      bins.add(entry);
    }
    return bins;
  }

  private static JsonObject fold(FoldMetrics fold, List<Metric> metrics) {
    JsonObject figures = new JsonObject();
    figures.addProperty("fold", fold.fold());
    figures(fold.metrics().rowCount(), metrics, fold::of)
        .entrySet()
        .forEach(one -> figures.add(one.getKey(), one.getValue()));
    return figures;
  }

  private static JsonObject figures(
      int rows, List<Metric> metrics, ToDoubleFunction<Metric> figure) {
    JsonObject figures = new JsonObject();
    figures.addProperty("rows", rows);
    for (Metric metric : metrics) {
      figures.add(metric.key(), number(figure.applyAsDouble(metric)));
    }
    return figures;
  }

  private static JsonArray matrix(ConfusionMatrix matrix) {
    JsonArray rows = new JsonArray();
    for (int truth = 0; truth < matrix.classCount(); truth++) {
      JsonArray row = new JsonArray();
      for (int predicted = 0; predicted < matrix.classCount(); predicted++) {
        row.add(matrix.count(truth, predicted));
      }
      rows.add(row);
    }
    return rows;
  }

  private static JsonElement number(double value) {
    return Double.isNaN(value) ? JsonNull.INSTANCE : new JsonPrimitive(value);
  }
}
