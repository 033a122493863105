package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.fe4j.metrics.Metric;

/**
 * Which models are worth their cost: those for which no other model is at least as good and as
 * cheap, and better in one of both.
 *
 * <p>The score of a model is its mean over the data sets on which all models have one. Immutable
 * and safe for use by multiple threads.
 */
public final class ParetoFront {

  /**
   * A model.
   *
   * @param model its name
   * @param cost what it costs, above 0
   * @param score its mean score
   * @param isOnFront whether no model is better and cheaper
   */
  public record Point(String model, double cost, double score, boolean isOnFront) {}

  private final Metric metric;
  private final Cost cost;
  private final ImmutableList<Point> points;
  private final ImmutableList<String> unknown;
  private final ImmutableList<String> leftOut;

  private ParetoFront(
      Metric metric,
      Cost cost,
      ImmutableList<Point> points,
      ImmutableList<String> unknown,
      ImmutableList<String> leftOut) {
    this.metric = metric;
    this.cost = cost;
    this.points = points;
    this.unknown = unknown;
    this.leftOut = leftOut;
  }

  /** Returns the models' scores against what they cost. */
  public static ParetoFront of(Comparison comparison, Metric metric, Cost cost) {
    CompleteBlock block = CompleteBlock.of(comparison, metric);
    ImmutableList.Builder<String> unknown = ImmutableList.builder();
    List<Point> points = new ArrayList<>();
    for (int model = 0; model < block.models().size(); model++) {
      String name = block.models().get(model);
      OptionalDouble price = cost.of(comparison.model(name));
      if (price.isPresent()) {
        points.add(new Point(name, price.getAsDouble(), block.meanScore(model), false));
      } else {
        unknown.add(name);
      }
    }
    return new ParetoFront(
        metric,
        cost,
        points.stream()
            .map(
                point ->
                    new Point(point.model, point.cost, point.score, onFront(point, points, metric)))
            .sorted(Comparator.comparingDouble(Point::cost))
            .collect(ImmutableList.toImmutableList()),
        unknown.build(),
        block.leftOut());
  }

  private static boolean onFront(Point point, List<Point> points, Metric metric) {
    double sign = metric.higherIsBetter() ? 1 : -1;
    return points.stream()
        .noneMatch(
            other ->
                other.cost <= point.cost
                    && sign * other.score >= sign * point.score
                    && (other.cost < point.cost || sign * other.score > sign * point.score));
  }

  /** Returns whose scores they are. */
  public Metric metric() {
    return metric;
  }

  /** Returns which cost it is. */
  public Cost cost() {
    return cost;
  }

  /** Returns the models of known cost, the cheapest first. */
  public ImmutableList<Point> points() {
    return points;
  }

  /** Returns the models on the front, the cheapest and worst first. */
  public ImmutableList<Point> front() {
    return points.stream().filter(Point::isOnFront).collect(ImmutableList.toImmutableList());
  }

  /** Returns the names of the models whose cost is unknown, which are no points. */
  public ImmutableList<String> unknown() {
    return unknown;
  }

  /** Returns a sentence for each model and data set that lacks a score. */
  public ImmutableList<String> leftOut() {
    return leftOut;
  }
}
