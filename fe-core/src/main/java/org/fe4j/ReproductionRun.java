package org.fe4j;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.report.JsonReport;
import org.fe4j.progress.ProgressListener;
import org.jspecify.annotations.Nullable;

/**
 * Runs the evaluation of a report again.
 *
 * @param file of the report
 * @param report as it was read
 * @param images that were given, if any
 */
record ReproductionRun(Path file, MetricsReport report, Optional<ImageDataset> images) {

  static ReproductionRun of(Path file) {
    try {
      return new ReproductionRun(file, JsonReport.read(file), Optional.empty());
    } catch (IOException e) {
      throw new EvaluationException(
          "Cannot read the report %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  ReproductionRun on(ImageDataset dataset) {
    return new ReproductionRun(file, report, Optional.of(dataset));
  }

  Reproduction run(UnaryOperator<Evaluation<MetricsReport>> changes) {
    Map<String, String> facts = report.reproduction();
    if (facts.isEmpty()) {
      throw new IllegalArgumentException(
          "[%s] says nothing of how it was made: it was not written by an Evaluation of this version"
              .formatted(file));
    }
    Evaluation<MetricsReport> evaluation =
        TableReference.isIn(facts) ? ofTable(facts) : ofImages(facts);
    evaluation.restore(facts);
    evaluation = changes.apply(evaluation);
    requireGiven(facts, evaluation.protocol());
    MetricsReport again = evaluation.run();
    return new Reproduction(report, again, differences(again));
  }

  private Evaluation<MetricsReport> ofTable(Map<String, String> facts) {
    if (images.isPresent()) {
      throw new IllegalArgumentException(
          "[%s] was made from features, not from images: leave out the data set".formatted(file));
    }
    try {
      return Evaluation.ofFeatures(
          TableReference.read(facts)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "[%s] was made from features in memory, which it does not hold: evaluate them again and compare the reports"
                              .formatted(file))));
    } catch (IOException e) {
      throw new EvaluationException(
          "Cannot read the features of %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private Evaluation<MetricsReport> ofImages(Map<String, String> facts) {
    Backbone backbone =
        Reproducible.backbone(facts)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "[%s] was made with a backbone of one's own (%s), which has no name to find it by: evaluate it again and compare the reports"
                            .formatted(file, report.provenance().get("backbone"))));
    return Evaluation.of(backbone).on(dataset(facts));
  }

  private ImageDataset dataset(Map<String, String> facts) {
    if (images.isPresent()) {
      return images.get();
    }
    try {
      return Reproducible.dataset(facts, ProgressListener.NONE)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "[%s] does not say where its images (%s) are: give the data set as well"
                          .formatted(file, report.provenance().get("data set"))));
    } catch (IOException e) {
      throw new EvaluationException(
          "Cannot read the images of %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** A head and a division of somebody's own are only described in the report. */
  private void requireGiven(Map<String, String> facts, Protocol protocol) {
    requireGiven(facts.get(Protocol.HEAD), protocol.head().description(), "head(…)");
    requireGiven(
        facts.get(Protocol.VALIDATION), protocol.validation().description(), "validation(…)");
  }

  private void requireGiven(@Nullable String wanted, String given, String method) {
    if (wanted != null && !wanted.equals(given)) {
      throw new IllegalArgumentException(
          "[%s] was made with \"%s\", but now it is \"%s\": set %s in the changes"
              .formatted(file, wanted, given, method));
    }
  }

  private ImmutableList<String> differences(MetricsReport again) {
    ImmutableList.Builder<String> differences = ImmutableList.builder();
    addFigures(again, differences);
    addPredictions(report.predictions(), again.predictions(), differences);
    addChanges("protocol", report.protocol(), again.protocol(), differences);
    addChanges("provenance", report.provenance(), again.provenance(), differences);
    addChanges("settings", report.reproduction(), again.reproduction(), differences);
    return differences.build();
  }

  private void addFigures(MetricsReport again, ImmutableList.Builder<String> differences) {
    for (Metric metric : Metric.standard()) {
      double was = report.pooled(metric);
      double is = again.pooled(metric);
      if (Double.compare(was, is) != 0) {
        differences.add(
            String.format(
                Locale.ROOT, "%s was %.6f and is %.6f (%+.6f)", metric.label(), was, is, is - was));
      }
    }
  }

  private static void addPredictions(
      Predictions was, Predictions is, ImmutableList.Builder<String> differences) {
    if (was.equals(is)) {
      return;
    }
    Map<String, Integer> before = new TreeMap<>();
    for (int row = 0; row < was.size(); row++) {
      before.put(was.fold(row) + " " + was.id(row), was.predicted(row));
    }
    int common = 0;
    int other = 0;
    for (int row = 0; row < is.size(); row++) {
      Integer predicted = before.get(is.fold(row) + " " + is.id(row));
      common += predicted == null ? 0 : 1;
      other += predicted == null || predicted == is.predicted(row) ? 0 : 1;
    }
    differences.add(
        String.format(
            Locale.ROOT,
            "of %d and %d predictions %d are of the same image in the same fold, and %d of these name another class",
            was.size(),
            is.size(),
            common,
            other));
  }

  private static void addChanges(
      String what,
      Map<String, String> was,
      Map<String, String> is,
      ImmutableList.Builder<String> differences) {
    TreeSet<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    for (String name : names) {
      if (!Objects.equals(was.get(name), is.get(name))) {
        differences.add(
            "%s, %s: was \"%s\", is \"%s\""
                .formatted(what, name, was.getOrDefault(name, ""), is.getOrDefault(name, "")));
      }
    }
  }
}
