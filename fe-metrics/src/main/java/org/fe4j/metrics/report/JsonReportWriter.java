package org.fe4j.metrics.report;

import com.google.gson.FormattingStyle;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.SkippedRow;

/** Writes version 2 of {@link JsonReport}; innermost arrays and objects are on one line each. */
final class JsonReportWriter {
  private static final FormattingStyle LINE =
      FormattingStyle.COMPACT.withSpaceAfterSeparators(true);

  private final JsonWriter json;

  JsonReportWriter(Writer out) {
    json = new JsonWriter(out);
    json.setFormattingStyle(FormattingStyle.PRETTY);
  }

  /** Writes the report as a value of a larger document, whose style is {@code PRETTY}. */
  JsonReportWriter(JsonWriter json) {
    this.json = json;
  }

  void write(MetricsReport report) throws IOException {
    json.beginObject();
    json.name("formatVersion").value(JsonReport.FORMAT_VERSION);
    json.name("classes");
    beginArrayLine();
    for (String name : report.classNames()) {
      json.value(name);
    }
    endArrayLine();
    writeFacts("provenance", report.provenance());
    writeFacts("protocol", report.protocol());
    writeFacts("reproduction", report.reproduction());
    JsonObject figures = ReportFigures.of(report, JsonReport.FORMAT_VERSION);
    for (Map.Entry<String, JsonElement> entry : figures.entrySet()) {
      json.name(entry.getKey());
      writeElement(entry.getValue());
    }
    json.name("trainRows").value(report.trainRows());
    json.name("trainingCurves");
    writeElement(ReportParts.of(report.trainingCurves()));
    json.name("copies");
    writeElement(report.copies().map(ReportParts::of).orElse(JsonNull.INSTANCE));
    writeFacts("pictures", report.pictures());
    json.name("skipped").beginArray();
    for (SkippedRow row : report.skipped()) {
      json.beginObject();
      json.setFormattingStyle(LINE);
      json.name("id").value(row.id());
      json.name("reason").value(row.reason());
      json.endObject();
      json.setFormattingStyle(FormattingStyle.PRETTY);
    }
    json.endArray();
    json.name("predictions");
    writePredictions(report.predictions());
    json.endObject();
    json.flush();
  }

  private void writeFacts(String name, Map<String, String> facts) throws IOException {
    json.name(name).beginObject();
    for (Map.Entry<String, String> entry : facts.entrySet()) {
      json.name(entry.getKey()).value(entry.getValue());
    }
    json.endObject();
  }

  private void writePredictions(Predictions predictions) throws IOException {
    json.beginObject();
    json.name("id").beginArray();
    for (int row = 0; row < predictions.size(); row++) {
      json.value(predictions.id(row));
    }
    json.endArray();
    if (predictions.hasGroups()) {
      json.name("group").beginArray();
      for (int row = 0; row < predictions.size(); row++) {
        json.value(predictions.group(row));
      }
      json.endArray();
    }
    column("fold", predictions.size(), predictions::fold);
    column("truth", predictions.size(), predictions::truth);
    column("predicted", predictions.size(), predictions::predicted);
    ProbabilityText text = ProbabilityText.of(predictions);
    json.name("probabilityType").value(text.key());
    json.name("probabilities");
    if (predictions.hasProbabilities()) {
      json.beginArray();
      for (int row = 0; row < predictions.size(); row++) {
        beginArrayLine();
        for (int index = 0; index < predictions.classCount(); index++) {
          json.jsonValue(text.write(predictions.probability(row, index)));
        }
        endArrayLine();
      }
      json.endArray();
    } else {
      json.nullValue();
    }
    json.endObject();
  }

  private void column(String name, int size, IntUnaryOperator values) throws IOException {
    json.name(name);
    beginArrayLine();
    for (int row = 0; row < size; row++) {
      json.value(values.applyAsInt(row));
    }
    endArrayLine();
  }

  private void beginArrayLine() throws IOException {
    json.beginArray();
    json.setFormattingStyle(LINE);
  }

  private void endArrayLine() throws IOException {
    json.endArray();
    json.setFormattingStyle(FormattingStyle.PRETTY);
  }

  private void writeElement(JsonElement element) throws IOException {
    if (element instanceof JsonObject object) {
      json.beginObject();
      json.setFormattingStyle(styleOf(object.asMap().values()));
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        json.name(entry.getKey());
        writeElement(entry.getValue());
      }
      json.endObject();
      json.setFormattingStyle(FormattingStyle.PRETTY);
    } else if (element instanceof JsonArray array) {
      json.beginArray();
      json.setFormattingStyle(styleOf(array.asList()));
      for (JsonElement entry : array) {
        writeElement(entry);
      }
      json.endArray();
      json.setFormattingStyle(FormattingStyle.PRETTY);
    } else if (element.isJsonNull()) {
      json.nullValue();
    } else if (element.getAsJsonPrimitive().isNumber()) {
      json.value(element.getAsNumber());
    } else if (element.getAsJsonPrimitive().isBoolean()) {
      json.value(element.getAsBoolean());
    } else {
      json.value(element.getAsString());
    }
  }

  private static FormattingStyle styleOf(Collection<JsonElement> children) {
    return children.stream().allMatch(child -> child.isJsonPrimitive() || child.isJsonNull())
        ? LINE
        : FormattingStyle.PRETTY;
  }
}
