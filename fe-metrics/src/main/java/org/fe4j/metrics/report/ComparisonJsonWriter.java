package org.fe4j.metrics.report;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.AuditFinding;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.DatasetFacts;
import org.fe4j.metrics.comparison.ModelFacts;
import org.fe4j.metrics.comparison.ModelKind;
import org.fe4j.metrics.comparison.NamedMatrix;

/** Writes version 1 of {@link ComparisonJson}. */
final class ComparisonJsonWriter {
  private final JsonWriter json;

  ComparisonJsonWriter(Writer out) {
    json = new JsonWriter(out);
    json.setFormattingStyle(FormattingStyle.PRETTY);
  }

  void write(Comparison comparison) throws IOException {
    json.beginObject();
    json.name("comparisonVersion").value(ComparisonJson.FORMAT_VERSION);
    json.name("provenance").beginObject();
    for (Map.Entry<String, String> entry : comparison.provenance().entrySet()) {
      json.name(entry.getKey()).value(entry.getValue());
    }
    json.endObject();
    json.name("models").beginArray();
    for (ModelFacts facts : comparison.models()) {
      writeModel(facts);
    }
    json.endArray();
    json.name("datasets").beginArray();
    for (DatasetFacts facts : comparison.datasets()) {
      json.beginObject();
      json.name("name").value(facts.name());
      json.name("images").value(facts.images());
      json.name("classes").value(facts.classCount());
      number("medianShorterSide", facts.medianShorterSide());
      json.endObject();
    }
    json.endArray();
    json.name("cells").beginArray();
    for (String dataset : comparison.datasetNames()) {
      for (String model : comparison.modelNames()) {
        writeCell(comparison, model, dataset);
      }
    }
    json.endArray();
    writeSimilarities(comparison);
    writeAudits(comparison);
    json.endObject();
    json.flush();
  }

  private void writeModel(ModelFacts facts) throws IOException {
    json.beginObject();
    json.name("name").value(facts.name());
    text("kind", facts.kind().map(ModelKind::label));
    text("pretraining", facts.pretraining());
    whole("parameters", facts.parameters());
    number("gigaMultiplyAdds", facts.gigaMultiplyAdds());
    whole("featureDimension", widened(facts.featureDimension()));
    whole("inputPixels", widened(facts.inputPixels()));
    number("imagesPerSecond", facts.imagesPerSecond());
    whole("peakMemoryBytes", facts.peakMemoryBytes());
    text("licence", facts.licence());
    json.name("commercialUse").value(facts.commercialUse().label());
    json.endObject();
  }

  private void writeCell(Comparison comparison, String model, String dataset) throws IOException {
    Optional<MetricsReport> report = comparison.report(model, dataset);
    Optional<String> failure = comparison.failure(model, dataset);
    if (report.isEmpty() && failure.isEmpty()) {
      return;
    }
    json.beginObject();
    json.name("model").value(model);
    json.name("dataset").value(dataset);
    if (report.isPresent()) {
      json.name("report");
      new JsonReportWriter(json).write(report.get());
    } else {
      text("failure", failure);
    }
    json.endObject();
  }

  private void writeSimilarities(Comparison comparison) throws IOException {
    json.name("featureSimilarities").beginArray();
    for (String dataset : comparison.datasetNames()) {
      Optional<NamedMatrix> matrix = comparison.featureSimilarity(dataset);
      if (matrix.isPresent()) {
        json.beginObject();
        json.name("dataset").value(dataset);
        json.name("models").beginArray();
        for (String name : matrix.get().names()) {
          json.value(name);
        }
        json.endArray();
        json.name("values").beginArray();
        for (int row = 0; row < matrix.get().size(); row++) {
          json.beginArray();
          for (int column = 0; column < matrix.get().size(); column++) {
            value(matrix.get().get(row, column));
          }
          json.endArray();
        }
        json.endArray();
        json.endObject();
      }
    }
    json.endArray();
  }

  private void writeAudits(Comparison comparison) throws IOException {
    json.name("audits").beginArray();
    for (String dataset : comparison.datasetNames()) {
      if (!comparison.audit(dataset).isEmpty()) {
        json.beginObject();
        json.name("dataset").value(dataset);
        json.name("findings").beginArray();
        for (AuditFinding finding : comparison.audit(dataset)) {
          json.beginObject();
          json.name("model").value(finding.model());
          json.name("flagged").value(finding.flagged());
          json.name("text").value(finding.text());
          json.endObject();
        }
        json.endArray();
        json.endObject();
      }
    }
    json.endArray();
  }

  private static OptionalLong widened(OptionalInt value) {
    return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
  }

  private void text(String name, Optional<String> text) throws IOException {
    json.name(name).value(text.orElse(null));
  }

  private void whole(String name, OptionalLong value) throws IOException {
    json.name(name);
    if (value.isPresent()) {
      json.value(value.getAsLong());
    } else {
      json.nullValue();
    }
  }

  private void number(String name, OptionalDouble value) throws IOException {
    json.name(name);
    value(value.orElse(Double.NaN));
  }

  private void value(double value) throws IOException {
    if (Double.isNaN(value)) {
      json.nullValue();
    } else {
      json.value(value);
    }
  }
}
