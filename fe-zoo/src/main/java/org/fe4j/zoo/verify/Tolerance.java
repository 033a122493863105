package org.fe4j.zoo.verify;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.fe4j.backbone.Precision;

/**
 * How far an engine's features may be from the reference, as {@code ‖f - f64‖ / ‖f64‖} over both
 * images, and why that much and no more.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param features for the features and the logits
 * @param difference for the difference of the two images' features: a graph that loses its input
 *     still comes close in the features, since they have much in common, but not here
 */
public record Tolerance(double features, double difference) {

  /**
   * The reference's own float32 error comes from one order of summation among many. Another order
   * differs by the same amount in another direction; 5 times leaves room for that, while a wrong
   * epsilon in a layer normalisation (1e-5 for 1e-6) is seen.
   */
  private static final double FLOAT32_FACTOR = 5;

  /** Where the reference's own error is that small it is luck: float32 has 6e-8 a rounding. */
  private static final double FLOAT32_FLOOR = 1e-6;

  /** Half precision rounds each activation, which averages out; 2 times covers the order. */
  private static final double HALF_FACTOR = 2;

  /**
   * Where the reference's error in the difference was not measured, it follows from that of the
   * features, but only as a bound that grows with what the images have in common. It must stay far
   * below 1, which is what a graph without input shows.
   */
  private static final double DIFFERENCE_CEILING = 0.25;

  /**
   * Returns the tolerance of a backbone at a precision.
   *
   * @throws IllegalArgumentException if the golden does not give the reference's error there
   */
  public static Tolerance of(Golden golden, Precision precision) {
    Double error = golden.errors().get(precision);
    if (error == null) {
      throw new IllegalArgumentException(
          golden.id() + ": the golden does not give the reference's error in " + precision);
    }
    double features = allowed(error, precision);
    Double differenceError = golden.differenceErrors().get(precision);
    double difference =
        differenceError == null
            ? differenceBound(golden, features)
            : allowed(differenceError, precision);
    return new Tolerance(features, difference);
  }

  private static double allowed(double errorOfReference, Precision precision) {
    return switch (precision) {
      case FP32 -> Math.max(FLOAT32_FLOOR, FLOAT32_FACTOR * errorOfReference);
      case FP16, BF16 -> HALF_FACTOR * errorOfReference;
    };
  }

  /** By the triangle inequality, {@code ‖e0 - e1‖ <= √2 ‖(e0, e1)‖}. */
  private static double differenceBound(Golden golden, double features) {
    double bound =
        Math.sqrt(2) * features * norm(golden.features()) / norm(difference(golden.features()));
    return Math.min(bound, DIFFERENCE_CEILING);
  }

  /** Returns {@code ‖found - expected‖ / ‖expected‖} over all rows. */
  static double relativeError(
      List<? extends List<Double>> found, List<? extends List<Double>> expected) {
    double squares = 0;
    for (int row = 0; row < expected.size(); row++) {
      squares += squares(minus(found.get(row), expected.get(row)));
    }
    return Math.sqrt(squares) / norm(expected);
  }

  /** Returns the first row less the second, as one row. */
  static ImmutableList<ImmutableList<Double>> difference(List<? extends List<Double>> rows) {
    return ImmutableList.of(minus(rows.get(0), rows.get(1)));
  }

  private static ImmutableList<Double> minus(List<Double> a, List<Double> b) {
    if (a.size() != b.size()) {
      throw new IllegalArgumentException(
          "Features of " + a.size() + " and " + b.size() + " values cannot be compared");
    }
    ImmutableList.Builder<Double> differences = ImmutableList.builder();
    for (int i = 0; i < a.size(); i++) {
      differences.add(a.get(i) - b.get(i));
    }
    return differences.build();
  }

  private static double norm(List<? extends List<Double>> rows) {
    return Math.sqrt(rows.stream().mapToDouble(Tolerance::squares).sum());
  }

  private static double squares(List<Double> row) {
    return row.stream().mapToDouble(value -> value * value).sum();
  }
}
