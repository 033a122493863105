package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fe4j.metrics.CopiesGap;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.MetricsReportBuilder;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.SkippedRow;
import org.fe4j.metrics.StoredMetric;
import org.fe4j.metrics.TrainingCurve;
import org.jspecify.annotations.Nullable;

/**
 * Reads versions 1 and 2 of {@link JsonReport}. Fields may come in any order, apart from {@code
 * probabilityType} before {@code probabilities}; none may be missing, unknown or there twice.
 */
final class JsonReportReader {
  private static final ImmutableSet<String> NEW_IN_VERSION_2 =
      ImmutableSet.of(
          "protocol",
          "reproduction",
          ReportFigures.INTERVALS,
          ReportFigures.RESAMPLED_INTERVALS,
          ReportFigures.OTHER_METRICS,
          "trainRows",
          "trainingCurves",
          "copies",
          "pictures");

  private final JsonFields json;
  private final ReportParts parts;
  private final String source;
  private final List<? extends Metric> known;

  private final Set<String> seen = new LinkedHashSet<>();
  private final JsonObject figures = new JsonObject();
  private @Nullable Integer formatVersion;
  private @Nullable ImmutableList<String> classes;
  private @Nullable ImmutableMap<String, String> provenance;
  private @Nullable ImmutableList<SkippedRow> skipped;
  private @Nullable PredictionColumns columns;
  private ImmutableMap<String, String> protocol = ImmutableMap.of();
  private ImmutableMap<String, String> reproduction = ImmutableMap.of();
  private ImmutableMap<String, String> pictures = ImmutableMap.of();
  private ImmutableMap<Integer, TrainingCurve> trainingCurves = ImmutableMap.of();
  private ImmutableList<StoredMetric> otherMetrics = ImmutableList.of();
  private @Nullable CopiesGap copies;
  private double trainRows;

  JsonReportReader(Reader in, String source, List<? extends Metric> known) {
    this(new JsonFields(in, source), source, known);
  }

  JsonReportReader(JsonFields json, String source, List<? extends Metric> known) {
    this.json = json;
    this.parts = new ReportParts(json);
    this.source = source;
    this.known = known;
  }

  /** Reads a document that is a report. */
  MetricsReport read() throws IOException {
    json.document(() -> json.object(this::readField));
    return report();
  }

  /** Reads a report that is a value of a larger document. */
  MetricsReport readValue() throws IOException {
    json.object(this::readField);
    return report();
  }

  private MetricsReport report() throws IOException {
    int version = json.required(formatVersion, "formatVersion");
    checkFieldsOf(version);
    ImmutableList<String> classNames = json.required(classes, "classes");
    Predictions predictions = json.required(columns, "predictions").toPredictions(classNames);
    MetricsReport report = report(predictions);
    checkTrainRows(version, report);
    JsonObject computed = ReportFigures.of(report, version);
    for (Map.Entry<String, JsonElement> entry : computed.entrySet()) {
      JsonElement read = json.required(figures.get(entry.getKey()), entry.getKey());
      ReportFigures.compare(source, entry.getKey(), entry.getValue(), read);
    }
    return report;
  }

  private void checkFieldsOf(int version) throws MalformedReportException {
    for (String name : NEW_IN_VERSION_2) {
      if (version == 1 && seen.contains(name)) {
        throw json.malformed(name, "is not a field of a report of version 1", null);
      }
      if (version > 1 && !seen.contains(name)) {
        throw json.malformed(name, "is missing", null);
      }
    }
  }

  private void checkTrainRows(int version, MetricsReport report) throws MalformedReportException {
    if (version > 1 && report.trainRows() != trainRows) {
      throw json.malformed(
          "trainRows",
          "is %s, but the predictions in the file give %s".formatted(trainRows, report.trainRows()),
          null);
    }
  }

  private MetricsReport report(Predictions predictions) throws MalformedReportException {
    MetricsReportBuilder builder = MetricsReport.builder(predictions);
    builder.provenance(json.required(provenance, "provenance"));
    builder.protocol(protocol).reproduction(reproduction);
    ImmutableList<SkippedRow> rows = json.required(skipped, "skipped");
    set("skipped", () -> builder.skipped(rows));
    set("trainingCurves", () -> builder.trainingCurves(trainingCurves));
    set("pictures", () -> builder.pictures(pictures));
    if (copies != null) {
      builder.copies(copies);
    }
    // A single hold-out of all that there is has no train rows by its predictions.
    if (trainRows > 0) {
      set("trainRows", () -> builder.trainRows(trainRows));
    }
    set(
        ReportFigures.OTHER_METRICS,
        () -> builder.metrics(otherMetrics.stream().map(this::own).toList()));
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw json.malformed(ReportFigures.OTHER_METRICS, String.valueOf(e.getMessage()), e);
    }
  }

  private interface Setting {
    void run();
  }

  /** Turns what the builder refuses into what is wrong with the field. */
  private void set(String field, Setting setting) throws MalformedReportException {
    try {
      setting.run();
    } catch (IllegalArgumentException e) {
      throw json.malformed(field, String.valueOf(e.getMessage()), e);
    }
  }

  private Metric own(StoredMetric stored) {
    for (Metric metric : known) {
      if (metric.key().equals(stored.key())) {
        return metric;
      }
    }
    return stored;
  }

  private void readField(String name) throws IOException {
    seen.add(name);
    switch (name) {
      case "formatVersion" -> readFormatVersion();
      case "classes" -> {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        json.list(() -> names.add(json.string()));
        classes = names.build();
      }
      case "provenance" -> provenance = parts.facts();
      case "protocol" -> protocol = parts.facts();
      case "reproduction" -> reproduction = parts.facts();
      case "pictures" -> pictures = parts.facts();
      case ReportFigures.POOLED,
          ReportFigures.FOLDS,
          ReportFigures.OVER_FOLDS,
          ReportFigures.INTERVALS,
          ReportFigures.RESAMPLED_INTERVALS ->
          figures.add(name, json.tree());
      case ReportFigures.OTHER_METRICS -> {
        otherMetrics = parts.otherMetrics();
        figures.add(name, ReportFigures.otherMetrics(otherMetrics));
      }
      case "trainRows" -> trainRows = json.decimal();
      case "trainingCurves" -> trainingCurves = parts.trainingCurves();
      case "copies" -> copies = json.skipNull() ? null : parts.copies();
      case "skipped" -> skipped = parts.skipped();
      case "predictions" -> columns = PredictionColumns.read(json);
      default -> throw json.unknownField();
    }
  }

  private void readFormatVersion() throws IOException {
    int version = json.integer();
    if (version < 1 || version > JsonReport.FORMAT_VERSION) {
      throw json.malformed(
          "formatVersion",
          ("is %d, but this version of fe4j reads 1 to %d; read the file with the fe4j that wrote"
                  + " it")
              .formatted(version, JsonReport.FORMAT_VERSION),
          null);
    }
    formatVersion = version;
  }
}
