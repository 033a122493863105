package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableTable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.jspecify.annotations.Nullable;

/**
 * Several models on several data sets: for each model and data set a report, or the reason why
 * there is none.
 *
 * <p>Models and data sets are named by strings and come in the order in which the builder was given
 * them. A cell is in one of three states: it has a {@link #report}, or a {@link #failure}, or
 * neither, and is then missing. Analyses that need every model on every data set leave out models
 * or data sets and say which.
 *
 * <p>Immutable and safe for use by multiple threads; equal where all that the builder was given is.
 */
public final class Comparison {
  private final ImmutableMap<String, ModelFacts> models;
  private final ImmutableMap<String, DatasetFacts> datasets;
  private final ImmutableTable<String, String, MetricsReport> reports;
  private final ImmutableTable<String, String, String> failures;
  private final ImmutableMap<String, NamedMatrix> featureSimilarities;
  private final ImmutableMap<String, ImmutableList<AuditFinding>> audits;
  private final ImmutableMap<String, String> provenance;

  Comparison(ComparisonBuilder builder) {
    this.models = ImmutableMap.copyOf(builder.models);
    this.datasets = ImmutableMap.copyOf(builder.datasets);
    this.reports = ImmutableTable.copyOf(builder.reports);
    this.failures = ImmutableTable.copyOf(builder.failures);
    this.featureSimilarities = ImmutableMap.copyOf(builder.featureSimilarities);
    this.audits = ImmutableMap.copyOf(builder.audits);
    this.provenance = builder.provenance;
  }

  /** Returns a builder of a comparison without models, data sets and reports. */
  public static ComparisonBuilder builder() {
    return new ComparisonBuilder();
  }

  /** Returns a builder that begins with what this comparison holds, to fill what is missing. */
  public ComparisonBuilder toBuilder() {
    ComparisonBuilder builder = builder().provenance(provenance);
    models.values().forEach(builder::model);
    datasets.values().forEach(builder::dataset);
    reports
        .rowMap()
        .forEach(
            (model, row) -> row.forEach((name, report) -> builder.report(model, name, report)));
    failures
        .rowMap()
        .forEach((model, row) -> row.forEach((name, why) -> builder.failure(model, name, why)));
    featureSimilarities.forEach(builder::featureSimilarity);
    audits.forEach(builder::audit);
    return builder;
  }

  /** Returns the facts about each model; at least one. */
  public ImmutableList<ModelFacts> models() {
    return models.values().asList();
  }

  /** Returns the facts about each data set; at least one. */
  public ImmutableList<DatasetFacts> datasets() {
    return datasets.values().asList();
  }

  /** Returns what each model is called. */
  public ImmutableList<String> modelNames() {
    return models.keySet().asList();
  }

  /** Returns what each data set is called. */
  public ImmutableList<String> datasetNames() {
    return datasets.keySet().asList();
  }

  /**
   * Returns the facts about the model of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ModelFacts model(String model) {
    return known("model", models, model);
  }

  /**
   * Returns the facts about the data set of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public DatasetFacts dataset(String dataset) {
    return known("data set", datasets, dataset);
  }

  /**
   * Returns how good the model was on the data set; nothing where it failed or was not run.
   *
   * @throws IllegalArgumentException if there is no such model or data set
   */
  public Optional<MetricsReport> report(String model, String dataset) {
    return Optional.ofNullable(reports.get(model(model).name(), dataset(dataset).name()));
  }

  /**
   * Returns why there is no report on the model and the data set; nothing where there is one, and
   * where it was not run.
   *
   * @throws IllegalArgumentException if there is no such model or data set
   */
  public Optional<String> failure(String model, String dataset) {
    return Optional.ofNullable(failures.get(model(model).name(), dataset(dataset).name()));
  }

  /**
   * Returns the pooled figure of the model on the data set; NaN where there is no report, or the
   * report lacks the figure.
   *
   * @throws IllegalArgumentException if there is no such model or data set
   */
  public double score(String model, String dataset, Metric metric) {
    return report(model, dataset).map(report -> report.pooled(metric)).orElse(Double.NaN);
  }

  /** Returns the number of cells, models times data sets. */
  public int cellCount() {
    return models.size() * datasets.size();
  }

  /** Returns whether there is a report on every model and data set. */
  public boolean isComplete() {
    return reports.size() == cellCount();
  }

  /**
   * Returns the metrics that every report has: the standard ones, and then further ones.
   *
   * @return the standard ones where there is no report
   */
  public ImmutableList<Metric> metrics() {
    ImmutableList<Metric> first =
        reports.values().stream()
            .findFirst()
            .map(MetricsReport::metrics)
            .orElseGet(Metric::standard);
    return first.stream()
        .filter(metric -> reports.values().stream().allMatch(report -> has(report, metric)))
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean has(MetricsReport report, Metric metric) {
    return report.metrics().stream().anyMatch(one -> one.key().equals(metric.key()));
  }

  /**
   * Returns how much images of the data set are enlarged for the model: the model's input pixels
   * divided by the median shorter side; below 1 where they are made smaller, nothing if unknown.
   *
   * @throws IllegalArgumentException if there is no such model or data set
   */
  public OptionalDouble upscaling(String model, String dataset) {
    ModelFacts facts = model(model);
    OptionalDouble side = dataset(dataset).medianShorterSide();
    return facts.inputPixels().isPresent() && side.isPresent()
        ? OptionalDouble.of(facts.inputPixels().getAsInt() / side.getAsDouble())
        : OptionalDouble.empty();
  }

  /**
   * Returns how alike models' features of the data set are, in [0, 1] (linear CKA); nothing where
   * it was not computed.
   *
   * @throws IllegalArgumentException if there is no such data set
   */
  public Optional<NamedMatrix> featureSimilarity(String dataset) {
    return Optional.ofNullable(featureSimilarities.get(dataset(dataset).name()));
  }

  /**
   * Returns what an audit of the models on the data set found; empty where there was none.
   *
   * @throws IllegalArgumentException if there is no such data set
   */
  public ImmutableList<AuditFinding> audit(String dataset) {
    ImmutableList<AuditFinding> findings = audits.get(dataset(dataset).name());
    return findings == null ? ImmutableList.of() : findings;
  }

  /** Returns how the comparison came about, in the order in which it is printed; may be empty. */
  public ImmutableMap<String, String> provenance() {
    return provenance;
  }

  /**
   * Returns the protocol of the reports, each fact once: where they differ, the first five values,
   * and how many more there are; empty where no report says any.
   */
  public ImmutableMap<String, String> protocol() {
    return SharedFacts.of(this, MetricsReport::protocol);
  }

  /**
   * Returns the provenance of the comparison, and then that of the reports in the way of {@link
   * #protocol}.
   */
  public ImmutableMap<String, String> fullProvenance() {
    return ImmutableMap.<String, String>builder()
        .putAll(provenance)
        .putAll(SharedFacts.of(this, MetricsReport::provenance))
        .buildKeepingLast();
  }

  static <T> T known(String what, ImmutableMap<String, T> all, String name) {
    T found = all.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "No %s of the comparison is called \"%s\"; there are %s"
              .formatted(what, name, String.join(", ", all.keySet())));
    }
    return found;
  }

  private List<Object> content() {
    // Lists, since the order of models and data sets is part of the comparison.
    return List.of(
        models(), datasets(), reports, failures, featureSimilarities, audits, provenance);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Comparison that && content().equals(that.content());
  }

  @Override
  public int hashCode() {
    return Objects.hash(models, datasets, failures, provenance);
  }

  /**
   * Returns a text for people, at most 100 columns wide except for values that have no space to
   * break at: by accuracy, the recommendation without limits, mean ranks with their tests, the
   * models on each data set with intervals and ties, what failed, the protocol, and the provenance.
   */
  @Override
  public String toString() {
    return ComparisonText.of(this);
  }
}
