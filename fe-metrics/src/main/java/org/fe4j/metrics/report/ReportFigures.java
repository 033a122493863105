package org.fe4j.metrics.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.fe4j.metrics.ClassMetrics;
import org.fe4j.metrics.ClassificationMetrics;
import org.fe4j.metrics.ConfusionMatrix;
import org.fe4j.metrics.FoldMetrics;
import org.fe4j.metrics.FoldSummary;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;

/**
 * The figures of a report as JSON, all of which follow from its predictions; a figure that does not
 * exist is null.
 */
final class ReportFigures {
  static final String POOLED = "pooled";
  static final String FOLDS = "folds";
  static final String OVER_FOLDS = "overFolds";

  /** What recomputing may change: nothing on our side, a last digit in a file edited by others. */
  private static final double TOLERANCE = 1e-12;

  private ReportFigures() {}

  static JsonObject of(MetricsReport report) {
    JsonObject all = new JsonObject();
    all.add(POOLED, pooled(report));
    JsonArray folds = new JsonArray();
    report.folds().forEach(fold -> folds.add(fold(fold)));
    all.add(FOLDS, folds);
    JsonObject overFolds = new JsonObject();
    for (Metric metric : Metric.standard()) {
      FoldSummary summary = report.overFolds(metric);
      JsonObject figures = new JsonObject();
      figures.add("mean", number(summary.mean()));
      figures.add("standardDeviation", number(summary.standardDeviation()));
      overFolds.add(metric.key(), figures);
    }
    all.add(OVER_FOLDS, overFolds);
    return all;
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

  private static JsonObject pooled(MetricsReport report) {
    ClassificationMetrics metrics = report.pooled();
    JsonObject figures = figures(metrics.rowCount(), report::pooled);
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

  private static JsonObject fold(FoldMetrics fold) {
    JsonObject figures = new JsonObject();
    figures.addProperty("fold", fold.fold());
    figures(fold.metrics().rowCount(), fold::of)
        .entrySet()
        .forEach(one -> figures.add(one.getKey(), one.getValue()));
    return figures;
  }

  private static JsonObject figures(int rows, ToDoubleFunction<Metric> figure) {
    JsonObject figures = new JsonObject();
    figures.addProperty("rows", rows);
    for (Metric metric : Metric.standard()) {
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
