package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fe4j.metrics.Metric;

/**
 * Which model to take: the best of those that satisfy the limits, by the mean score over the data
 * sets, with the cheaper ones that are tied with it ({@link TiedWithBest#overall}) and a sentence
 * that says why.
 *
 * <p>Cheaper is by the first cost that is known of all models that satisfy the limits: time,
 * multiply-adds, parameters. Immutable and safe for use by multiple threads.
 */
public final class Recommendation {

  /**
   * A cheaper model that is within noise of the recommended one.
   *
   * @param model its name
   * @param loss by how much its score is worse on the common rows, whichever way the metric points
   * @param pValue of the difference, two-sided, corrected by Holm; above 0.05
   * @param costShare what it costs divided by what the recommended one costs, below 1
   */
  public record Alternative(String model, double loss, double pValue, double costShare) {}

  private final Metric metric;
  private final Limits limits;
  private final Optional<String> model;
  private final OptionalDouble score;
  private final Optional<Cost> cost;
  private final ImmutableList<Alternative> alternatives;
  private final ImmutableMap<String, ImmutableList<String>> excluded;
  private final Optional<String> nearest;
  private final String sentence;
  private final ImmutableList<String> notes;

  Recommendation(Recommender found) {
    this.metric = found.metric;
    this.limits = found.limits;
    this.model = found.model;
    this.score = found.score;
    this.cost = found.cost;
    this.alternatives = found.alternatives;
    this.excluded = found.excluded;
    this.nearest = found.nearest;
    this.sentence = found.sentence;
    this.notes = found.notes;
  }

  /** Returns the recommendation by accuracy. */
  public static Recommendation of(Comparison comparison, Limits limits) {
    return of(comparison, Metric.ACCURACY, limits);
  }

  /** Returns the recommendation by this metric. */
  public static Recommendation of(Comparison comparison, Metric metric, Limits limits) {
    return new Recommender(comparison, metric, limits).recommend();
  }

  /** Returns whose scores decide. */
  public Metric metric() {
    return metric;
  }

  /** Returns the limits. */
  public Limits limits() {
    return limits;
  }

  /** Returns the model to take; nothing where none satisfies the limits. */
  public Optional<String> model() {
    return model;
  }

  /** Returns the mean score of that model over the data sets. */
  public OptionalDouble score() {
    return score;
  }

  /** Returns by which cost models are cheaper; nothing where none is known of all. */
  public Optional<Cost> cost() {
    return cost;
  }

  /** Returns the cheaper models within noise of it that satisfy the limits, the cheapest first. */
  public ImmutableList<Alternative> alternatives() {
    return alternatives;
  }

  /** Returns which limits models do not satisfy, by model; unknown facts are among them. */
  public ImmutableMap<String, ImmutableList<String>> excluded() {
    return excluded;
  }

  /** Returns, where no model satisfies the limits, the one that misses them by least. */
  public Optional<String> nearest() {
    return nearest;
  }

  /** Returns the recommendation and what justifies it, for people; one to three sentences. */
  public String sentence() {
    return sentence;
  }

  /** Returns what was left out, and which unknown facts kept models out, a sentence each. */
  public ImmutableList<String> notes() {
    return notes;
  }
}
