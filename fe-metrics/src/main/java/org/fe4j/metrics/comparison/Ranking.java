package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableTable;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.statistics.Friedman;
import org.fe4j.metrics.statistics.WilcoxonHolm;

/**
 * The models by their ranks on the data sets, with the tests of whether they differ over data sets:
 * Friedman's with the F of Iman and Davenport, Nemenyi's, and Wilcoxon's with Holm's correction
 * (Demšar, "Statistical comparisons of classifiers over multiple data sets", JMLR 2006). All at the
 * level {@link #ALPHA}. Where a test is impossible or could not find anything, it is refused with
 * the reason.
 *
 * <p>Ranks need every model on every data set; what lacks a score is left out. Rank 1 is the best,
 * and models of equal score share their mean rank. Immutable and safe for use by multiple threads.
 */
public final class Ranking {
  /** The level of every test. */
  public static final double ALPHA = 0.05;

  /**
   * How two models fared against each other over the data sets on which both have a score.
   *
   * @param wins the data sets on which the first is better
   * @param ties those on which both have the same score
   * @param losses those on which the second is better
   */
  public record Duel(int wins, int ties, int losses) {}

  private final Metric metric;
  private final ImmutableList<String> models;
  private final ImmutableList<String> datasets;
  private final ImmutableList<String> leftOut;
  private final ImmutableTable<String, String, Double> ranks;
  private final ImmutableTable<String, String, Duel> duels;
  private final RankTests tests;
  private final CompleteBlock block;

  private Ranking(RankingFigures figures) {
    this.metric = figures.metric();
    this.block = figures.block();
    this.models = figures.models();
    this.datasets = block.datasets();
    this.leftOut = block.leftOut();
    this.ranks = figures.ranks();
    this.duels = figures.duels();
    this.tests = figures.tests();
  }

  /** Returns the ranking by this metric. */
  public static Ranking of(Comparison comparison, Metric metric) {
    return new Ranking(RankingFigures.of(comparison, metric));
  }

  /** Returns whose scores are ranked. */
  public Metric metric() {
    return metric;
  }

  /** Returns the ranked models, the best mean rank first; equal ones in the comparison's order. */
  public ImmutableList<String> models() {
    return models;
  }

  /** Returns the data sets on which models are ranked. */
  public ImmutableList<String> datasets() {
    return datasets;
  }

  /** Returns a sentence for each model and data set that is left out, with the reason. */
  public ImmutableList<String> leftOut() {
    return leftOut;
  }

  /**
   * Returns the rank of the model on the data set, in [1, number of models].
   *
   * @throws IllegalArgumentException if the model or the data set is not ranked
   */
  public double rank(String model, String dataset) {
    Double rank = ranks.get(model, dataset);
    if (rank == null) {
      throw new IllegalArgumentException(
          "%s on %s is not ranked; ranked are %s on %s"
              .formatted(model, dataset, models, datasets));
    }
    return rank;
  }

  /**
   * Returns the mean rank of the model over the data sets.
   *
   * @throws IllegalArgumentException if the model is not ranked
   */
  public double meanRank(String model) {
    return datasets.stream()
        .mapToDouble(dataset -> rank(model, dataset))
        .average()
        .orElseThrow(
            () -> new IllegalArgumentException("%s is not ranked: no score".formatted(model)));
  }

  /**
   * Returns the mean score of the model over the data sets.
   *
   * @throws IllegalArgumentException if the model is not ranked
   */
  public double meanScore(String model) {
    meanRank(model);
    return block.meanScore(model);
  }

  /**
   * Returns how a model fared against another one; all zeros where no data set has both.
   *
   * @throws IllegalArgumentException if one of them is not a model of the comparison
   */
  public Duel duel(String model, String other) {
    Duel duel = duels.get(model, other);
    if (duel == null) {
      throw new IllegalArgumentException(
          "\"%s\" and \"%s\" are no two models of the comparison".formatted(model, other));
    }
    return duel;
  }

  /** Returns the test of whether the models differ at all; nothing where it is impossible. */
  public Optional<Friedman> friedman() {
    return tests.friedman();
  }

  /** Returns Friedman's test in a sentence, or why it is impossible. */
  public String friedmanSentence() {
    return tests.friedmanSentence();
  }

  /** Returns the difference of mean ranks at which two models differ; nothing if impossible. */
  public OptionalDouble criticalDifference() {
    return tests.criticalDifference();
  }

  /**
   * Returns the largest groups of models that do not differ by Nemenyi's test, each from the best
   * mean rank to the worst; empty where the test is impossible.
   */
  public ImmutableList<ImmutableList<String>> cliques() {
    return tests.cliques();
  }

  /** Returns Nemenyi's test in a sentence, or why it is impossible. */
  public String nemenyiSentence() {
    return tests.nemenyiSentence();
  }

  /**
   * Returns Wilcoxon's test of each pair with Holm's correction, or its refusal; its model numbers
   * are places in {@link #models()}. Nothing with fewer than two models.
   */
  public Optional<WilcoxonHolm> wilcoxonHolm() {
    return tests.wilcoxonHolm();
  }

  /** Returns Wilcoxon's tests in a sentence, or why they are refused. */
  public String wilcoxonSentence() {
    return tests.wilcoxonSentence();
  }
}
