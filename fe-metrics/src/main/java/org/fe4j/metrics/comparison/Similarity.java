package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.statistics.Correlation;
import org.fe4j.metrics.statistics.Dendrogram;

/**
 * How alike models are (or data sets, or metrics): a number for each pair, and the clusters that
 * average linkage of 1 minus that number finds.
 *
 * <p>A value is at most 1, which it is between equals, and NaN where it does not exist: a
 * correlation with something constant. Clusters need every value. Immutable and safe for use by
 * multiple threads.
 */
public final class Similarity {
  private static final String CKA_NOTE =
      "Linear CKA is too high where images are few beside the numbers in a feature; compare values"
          + " over the same images alone.";

  private final String label;
  private final NamedMatrix matrix;
  private final int observations;
  private final Optional<Dendrogram> dendrogram;
  private final ImmutableList<String> notes;

  Similarity(
      String label,
      NamedMatrix matrix,
      int observations,
      Optional<Dendrogram> dendrogram,
      ImmutableList<String> notes) {
    this.label = label;
    this.matrix = matrix;
    this.observations = observations;
    this.dendrogram = dendrogram;
    this.notes = notes;
  }

  /**
   * Returns the correlation between models over their scores in each fold, the folds of all data
   * sets together.
   */
  public static Similarity overFolds(
      Comparison comparison, Metric metric, Correlation correlation) {
    return Observations.ofFolds(comparison, metric).similarity(correlation);
  }

  /**
   * Returns the correlation between models over the pooled F1 of each class, the classes of all
   * data sets together; classes without a row are left out.
   */
  public static Similarity overClasses(Comparison comparison, Correlation correlation) {
    return Observations.ofClasses(comparison).similarity(correlation);
  }

  /** Returns the correlation between data sets over the scores of the models. */
  public static Similarity betweenDatasets(
      Comparison comparison, Metric metric, Correlation correlation) {
    return Observations.ofDatasets(comparison, metric).similarity(correlation);
  }

  /**
   * Returns the correlation between metrics over the scores of every model on every data set; where
   * lower is better, the negated score, so that metrics that agree correlate positively. Data sets
   * differ more than models do: for the models of one data set see the other method.
   */
  public static Similarity betweenMetrics(
      Comparison comparison, List<Metric> metrics, Correlation correlation) {
    return Observations.ofMetrics(comparison, comparison.datasetNames(), metrics)
        .similarity(correlation);
  }

  /**
   * Returns the correlation between metrics over the scores of the models on one data set.
   *
   * @throws IllegalArgumentException if there is no such data set
   */
  public static Similarity betweenMetrics(
      Comparison comparison, String dataset, List<Metric> metrics, Correlation correlation) {
    return Observations.ofMetrics(
            comparison, ImmutableList.of(comparison.dataset(dataset).name()), metrics)
        .similarity(correlation);
  }

  /**
   * Returns the agreement of the models' predictions on a data set beyond chance: Cohen's kappa
   * between two models' predicted classes, over the rows (fold and id) that both have, whether
   * right or wrong. NaN where both predict one and the same class throughout, and where no row is
   * common.
   *
   * @throws IllegalArgumentException if there is no such data set
   */
  public static Similarity agreement(Comparison comparison, String dataset) {
    return Agreement.of(comparison, dataset);
  }

  /**
   * Returns the similarity of the models' features of a data set, which came with the comparison;
   * nothing where it did not.
   *
   * @throws IllegalArgumentException if there is no such data set
   */
  public static Optional<Similarity> features(Comparison comparison, String dataset) {
    return comparison
        .featureSimilarity(dataset)
        .map(
            matrix ->
                clustered(
                    "linear CKA of the features of " + dataset,
                    matrix,
                    comparison.dataset(dataset).images(),
                    ImmutableList.of(CKA_NOTE)));
  }

  static Similarity clustered(
      String label, NamedMatrix matrix, int observations, List<String> notes) {
    return Clusters.of(label, matrix, observations, notes);
  }

  /** Returns what the numbers are: {@code "Pearson correlation of F1 over 36 classes"}. */
  public String label() {
    return label;
  }

  /** Returns the numbers, in the order of the comparison. */
  public NamedMatrix matrix() {
    return matrix;
  }

  /**
   * Returns the number of observations that a value follows from; at most, where they differ. Of
   * features it is the number of images, of which a part may have been compared.
   */
  public int observations() {
    return observations;
  }

  /**
   * Returns the clusters by average linkage of 1 minus the value; its leaves are rows of the
   * matrix. Nothing with fewer than two rows, and where a value does not exist.
   */
  public Optional<Dendrogram> dendrogram() {
    return dendrogram;
  }

  /** Returns the names in the order of the clusters' leaves, so that those alike are together. */
  public ImmutableList<String> clusteredNames() {
    return dendrogram
        .map(
            tree ->
                tree.leafOrder().stream()
                    .mapToObj(matrix.names()::get)
                    .collect(ImmutableList.toImmutableList()))
        .orElseGet(matrix::names);
  }

  /** Returns what was left out and what does not exist, a sentence each. */
  public ImmutableList<String> notes() {
    return notes;
  }
}
