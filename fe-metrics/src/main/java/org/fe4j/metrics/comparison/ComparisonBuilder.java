package org.fe4j.metrics.comparison;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Table;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fe4j.metrics.MetricsReport;

/**
 * Collects a comparison: first models and data sets, then a report or a failure for each of both.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
public final class ComparisonBuilder {
  final Map<String, ModelFacts> models = new LinkedHashMap<>();
  final Map<String, DatasetFacts> datasets = new LinkedHashMap<>();
  final Table<String, String, MetricsReport> reports = HashBasedTable.create();
  final Table<String, String, String> failures = HashBasedTable.create();
  final Map<String, NamedMatrix> featureSimilarities = new TreeMap<>();
  final Map<String, ImmutableList<AuditFinding>> audits = new TreeMap<>();
  ImmutableMap<String, String> provenance = ImmutableMap.of();

  ComparisonBuilder() {}

  /**
   * Adds a model.
   *
   * @throws IllegalArgumentException if there is a model of its name
   */
  @CanIgnoreReturnValue
  public ComparisonBuilder model(ModelFacts facts) {
    if (models.putIfAbsent(facts.name(), facts) != null) {
      throw new IllegalArgumentException(
          "Two models are called \"%s\"; give each a name of its own".formatted(facts.name()));
    }
    return this;
  }

  /**
   * Adds a data set.
   *
   * @throws IllegalArgumentException if there is a data set of its name
   */
  @CanIgnoreReturnValue
  public ComparisonBuilder dataset(DatasetFacts facts) {
    if (datasets.putIfAbsent(facts.name(), facts) != null) {
      throw new IllegalArgumentException(
          "Two data sets are called \"%s\"; give each a name of its own".formatted(facts.name()));
    }
    return this;
  }

  /**
   * Sets the report of a model on a data set, in the place of an earlier report or failure.
   *
   * @throws IllegalArgumentException if the model or data set was not added, or if the report has
   *     another number of classes than the data set
   */
  @CanIgnoreReturnValue
  public ComparisonBuilder report(String model, String dataset, MetricsReport report) {
    requireAdded(model, dataset);
    int expected = facts(dataset).classCount();
    if (report.classNames().size() != expected) {
      throw new IllegalArgumentException(
          "The report of %s on %s has %d classes, but the data set has %d"
              .formatted(model, dataset, report.classNames().size(), expected));
    }
    reports.put(model, dataset, report);
    failures.remove(model, dataset);
    return this;
  }

  /**
   * Sets why there is no report of a model on a data set, in the place of an earlier report or
   * failure.
   *
   * @param reason for people
   * @throws IllegalArgumentException if the model or data set was not added, or the reason is blank
   */
  @CanIgnoreReturnValue
  public ComparisonBuilder failure(String model, String dataset, String reason) {
    requireAdded(model, dataset);
    if (reason.isBlank()) {
      throw new IllegalArgumentException(
          "The reason why %s failed on %s is blank; say what happened".formatted(model, dataset));
    }
    failures.put(model, dataset, reason);
    reports.remove(model, dataset);
    return this;
  }

  /**
   * Sets how alike models' features of a data set are.
   *
   * @param similarity between some or all of the models, such as linear CKA
   * @throws IllegalArgumentException if the data set or one of the models was not added
   */
  @CanIgnoreReturnValue
  public ComparisonBuilder featureSimilarity(String dataset, NamedMatrix similarity) {
    similarity.names().forEach(model -> requireAdded(model, dataset));
    featureSimilarities.put(dataset, similarity);
    return this;
  }

  /**
   * Sets what an audit of the models on a data set found.
   *
   * @throws IllegalArgumentException if the data set or one of the models was not added
   */
  @CanIgnoreReturnValue
  public ComparisonBuilder audit(String dataset, List<AuditFinding> findings) {
    findings.forEach(finding -> requireAdded(finding.model(), dataset));
    audits.put(dataset, ImmutableList.copyOf(findings));
    return this;
  }

  /** Sets how the comparison came about: machine, versions; printed in the map's order. */
  @CanIgnoreReturnValue
  public ComparisonBuilder provenance(Map<String, String> facts) {
    this.provenance = ImmutableMap.copyOf(facts);
    return this;
  }

  /**
   * Returns the comparison.
   *
   * @throws IllegalArgumentException if there is no model or no data set, or if two reports on one
   *     data set name the classes differently
   */
  public Comparison build() {
    if (models.isEmpty() || datasets.isEmpty()) {
      throw new IllegalArgumentException(
          "A comparison needs a model and a data set, but there are %d models and %d data sets"
              .formatted(models.size(), datasets.size()));
    }
    datasets.keySet().forEach(this::requireSameClasses);
    return new Comparison(this);
  }

  private void requireSameClasses(String dataset) {
    Map<String, MetricsReport> column = reports.column(dataset);
    ImmutableList<String> expected = null;
    String first = "";
    for (String model : models.keySet()) {
      MetricsReport report = column.get(model);
      if (report == null) {
        continue;
      }
      if (expected == null) {
        expected = report.classNames();
        first = model;
      } else if (!expected.equals(report.classNames())) {
        throw new IllegalArgumentException(
            "On %s the report of %s has the classes %s, but that of %s has %s; all reports on a data"
                    .formatted(dataset, model, some(report.classNames()), first, some(expected))
                + " set must have the same classes in the same order");
      }
    }
  }

  private static String some(List<String> names) {
    return names.size() <= 5 ? names.toString() : names.subList(0, 5) + " and more";
  }

  private void requireAdded(String model, String dataset) {
    requireAdded("model", models.keySet(), model);
    requireAdded("data set", datasets.keySet(), dataset);
  }

  private static void requireAdded(String what, Set<String> added, String name) {
    if (!added.contains(name)) {
      throw new IllegalArgumentException(
          "The %s \"%s\" was not added; there are %s".formatted(what, name, added));
    }
  }

  private DatasetFacts facts(String dataset) {
    return Comparison.known("data set", ImmutableMap.copyOf(datasets), dataset);
  }
}
