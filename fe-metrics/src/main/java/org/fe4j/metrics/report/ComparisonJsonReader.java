package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.Reader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.ComparisonBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Reads version 1 of {@link ComparisonJson}. Models and data sets come before what is said of them;
 * no field may be missing, unknown or there twice.
 */
final class ComparisonJsonReader {
  private static final ImmutableList<String> FIELDS =
      ImmutableList.of(
          "comparisonVersion",
          "provenance",
          "models",
          "datasets",
          "cells",
          "featureSimilarities",
          "audits");

  private final JsonFields json;
  private final String source;
  private final List<? extends Metric> known;
  private final ComparisonBuilder builder = Comparison.builder();
  private final ComparisonParts parts;
  private final Set<String> seen = new HashSet<>();

  ComparisonJsonReader(Reader in, String source, List<? extends Metric> known) {
    this.json = new JsonFields(in, source);
    this.parts = new ComparisonParts(json);
    this.source = source;
    this.known = known;
  }

  Comparison read() throws IOException {
    json.document(() -> json.object(this::readField));
    for (String field : FIELDS) {
      json.required(seen.contains(field) ? field : null, field);
    }
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw json.malformed("", String.valueOf(e.getMessage()), e);
    }
  }

  private void readField(String name) throws IOException {
    switch (name) {
      case "comparisonVersion" -> readVersion();
      case "provenance" -> builder.provenance(new ReportParts(json).facts());
      case "models" -> readEach(name, path -> builder.model(parts.model(path)));
      case "datasets" -> readEach(name, path -> builder.dataset(parts.dataset(path)));
      case "cells" -> readEach(name, this::readCell);
      case "featureSimilarities" -> readEach(name, path -> parts.similarity(path, builder));
      case "audits" -> readEach(name, path -> parts.audit(path, builder));
      default -> throw unknownField();
    }
    seen.add(name);
  }

  private MalformedReportException unknownField() {
    return parts.unknownField();
  }

  private void readVersion() throws IOException {
    int version = json.integer();
    if (version != ComparisonJson.FORMAT_VERSION) {
      throw json.malformed(
          "comparisonVersion",
          "is %d, but this version of fe4j reads %d; read the file with the fe4j that wrote it"
              .formatted(version, ComparisonJson.FORMAT_VERSION),
          null);
    }
  }

  private interface Entry {
    void read(String path) throws IOException;
  }

  /** Reads a list, and turns what a builder refuses into what is wrong with the entry. */
  private void readEach(String field, Entry entry) throws IOException {
    int[] index = {0};
    json.list(
        () -> {
          String path = "%s[%d]".formatted(field, index[0]++);
          try {
            entry.read(path);
          } catch (IllegalArgumentException e) {
            throw json.malformed(path, String.valueOf(e.getMessage()), e);
          }
        });
  }

  private void readCell(String path) throws IOException {
    @Nullable String[] names = new String[2];
    @Nullable MetricsReport[] report = new MetricsReport[1];
    @Nullable String[] failure = new String[1];
    json.object(
        name -> {
          switch (name) {
            case "model" -> names[0] = json.string();
            case "dataset" -> names[1] = json.string();
            case "report" -> report[0] = readReport(path + ".report");
            case "failure" -> failure[0] = json.string();
            default -> throw unknownField();
          }
        });
    String model = json.required(names[0], path + ".model");
    String dataset = json.required(names[1], path + ".dataset");
    if (report[0] != null && failure[0] != null) {
      throw json.malformed(path, "has a report and a failure", null);
    }
    if (report[0] != null) {
      builder.report(model, dataset, report[0]);
    } else {
      builder.failure(model, dataset, json.required(failure[0], path + ".report"));
    }
  }

  /** Reads a report, and says in which cell it is where it is not as it must be. */
  private MetricsReport readReport(String path) throws IOException {
    try {
      return new JsonReportReader(json, source, known).readValue();
    } catch (MalformedReportException e) {
      throw e.within(path);
    }
  }
}
