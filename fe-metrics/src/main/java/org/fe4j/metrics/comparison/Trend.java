package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import java.util.OptionalDouble;
import org.fe4j.metrics.Metric;

/**
 * Whether scores rise or fall with a property of the data sets: the number of classes, or how much
 * images are enlarged.
 *
 * <p>A view of a data set with fewer classes or smaller images is a data set too, so that what is
 * seen here can be tried: data sets differ in more than this one property. Immutable and safe for
 * use by multiple threads.
 */
public final class Trend {
  /** Two observations always lie on a line. */
  public static final int FEWEST_OBSERVATIONS = 3;

  /**
   * A score.
   *
   * @param model whose it is
   * @param dataset on which data set
   * @param x the property, above 0
   * @param score the pooled figure
   */
  public record Point(String model, String dataset, double x, double score) {}

  private final Metric metric;
  private final String label;
  private final ImmutableList<Point> points;
  private final int observations;
  private final OptionalDouble spearman;
  private final String sentence;

  Trend(
      Metric metric,
      String label,
      ImmutableList<Point> points,
      int observations,
      OptionalDouble spearman,
      String sentence) {
    this.metric = metric;
    this.label = label;
    this.points = points;
    this.observations = observations;
    this.spearman = spearman;
    this.sentence = sentence;
  }

  /**
   * Returns the scores against the number of classes. The correlation is over data sets, each with
   * the mean score of the models that have one on all of them.
   */
  public static Trend overClassCount(Comparison comparison, Metric metric) {
    return TrendFigures.overClassCount(comparison, metric);
  }

  /**
   * Returns the scores against the upscaling factor ({@link Comparison#upscaling}). The correlation
   * is over cells, since models differ in their input.
   */
  public static Trend overUpscaling(Comparison comparison, Metric metric) {
    return TrendFigures.overUpscaling(comparison, metric);
  }

  /** Returns whose scores they are. */
  public Metric metric() {
    return metric;
  }

  /** Returns what the property is called: {@code "number of classes"}. */
  public String label() {
    return label;
  }

  /** Returns every score for which the property is known. */
  public ImmutableList<Point> points() {
    return points;
  }

  /** Returns the number of observations that the correlation is over. */
  public int observations() {
    return observations;
  }

  /**
   * Returns Spearman's correlation between the property and the score, in [-1, 1]; nothing with
   * fewer than 3 observations, and where all have one value of the property or one score.
   */
  public OptionalDouble spearman() {
    return spearman;
  }

  /** Returns the correlation and what it rests on, or why there is none. */
  public String sentence() {
    return sentence;
  }
}
