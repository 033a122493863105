package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.util.Map;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.SkippedRow;
import org.jspecify.annotations.Nullable;

/**
 * Reads version 1 of {@link JsonReport}. Fields may come in any order, apart from {@code
 * probabilityType} before {@code probabilities}; none may be missing, unknown or there twice.
 */
final class JsonReportReader {
  private final JsonFields json;
  private final String source;

  private @Nullable Integer formatVersion;
  private @Nullable ImmutableList<String> classes;
  private @Nullable ImmutableMap<String, String> provenance;
  private @Nullable ImmutableList<SkippedRow> skipped;
  private @Nullable PredictionColumns columns;
  private final JsonObject figures = new JsonObject();

  JsonReportReader(Reader in, String source) {
    this.json = new JsonFields(in, source);
    this.source = source;
  }

  MetricsReport read() throws IOException {
    json.document(() -> json.object(this::readField));
    json.required(formatVersion, "formatVersion");
    ImmutableList<String> classNames = json.required(classes, "classes");
    Predictions predictions = json.required(columns, "predictions").toPredictions(classNames);
    MetricsReport report = report(predictions);
    for (Map.Entry<String, JsonElement> entry : ReportFigures.of(report).entrySet()) {
      JsonElement read = json.required(figures.get(entry.getKey()), entry.getKey());
      ReportFigures.compare(source, entry.getKey(), entry.getValue(), read);
    }
    return report;
  }

  private MetricsReport report(Predictions predictions) throws MalformedReportException {
    ImmutableMap<String, String> facts = json.required(provenance, "provenance");
    ImmutableList<SkippedRow> rows = json.required(skipped, "skipped");
    try {
      return MetricsReport.of(predictions, facts, rows);
    } catch (IllegalArgumentException e) {
      throw json.malformed("skipped", String.valueOf(e.getMessage()), e);
    }
  }

  private void readField(String name) throws IOException {
    switch (name) {
      case "formatVersion" -> readFormatVersion();
      case "classes" -> {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        json.list(() -> names.add(json.string()));
        classes = names.build();
      }
      case "provenance" -> {
        ImmutableMap.Builder<String, String> facts = ImmutableMap.builder();
        json.object(key -> facts.put(key, json.string()));
        provenance = facts.buildOrThrow();
      }
      case ReportFigures.POOLED, ReportFigures.FOLDS, ReportFigures.OVER_FOLDS ->
          figures.add(name, json.tree());
      case "skipped" -> {
        ImmutableList.Builder<SkippedRow> rows = ImmutableList.builder();
        json.list(() -> rows.add(new SkippedRowFields().read()));
        skipped = rows.build();
      }
      case "predictions" -> columns = PredictionColumns.read(json);
      default -> throw json.unknownField();
    }
  }

  private void readFormatVersion() throws IOException {
    int version = json.integer();
    if (version != JsonReportWriter.FORMAT_VERSION) {
      throw json.malformed(
          "formatVersion",
          "is %d, but this version of fe4j reads %d; read the file with the fe4j that wrote it"
              .formatted(version, JsonReportWriter.FORMAT_VERSION),
          null);
    }
    formatVersion = version;
  }

  private final class SkippedRowFields {
    private @Nullable String id;
    private @Nullable String reason;

    SkippedRow read() throws IOException {
      json.object(this::readField);
      return new SkippedRow(
          json.required(id, "skipped.id"), json.required(reason, "skipped.reason"));
    }

    private void readField(String name) throws IOException {
      switch (name) {
        case "id" -> id = json.string();
        case "reason" -> reason = json.string();
        default -> throw json.unknownField();
      }
    }
  }
}
