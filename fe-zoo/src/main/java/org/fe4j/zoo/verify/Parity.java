package org.fe4j.zoo.verify;

import java.time.Duration;

/**
 * How one backbone compares with its reference values. Errors are {@code ‖f - f64‖ / ‖f64‖} over
 * both images, and NaN where nothing was measured.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param backbone name of the architecture, or of the file where it could not be read
 * @param featureError of the penultimate features
 * @param differenceError of the difference of the two images' features
 * @param logitError of the first logits; NaN where there is no classifier
 * @param tolerance what is allowed; zero where nothing was measured
 * @param time of compiling, loading and running
 * @param problem why nothing was measured, or where a difference starts; empty if all is well
 */
public record Parity(
    String backbone,
    double featureError,
    double differenceError,
    double logitError,
    Tolerance tolerance,
    Duration time,
    String problem) {

  static Parity failed(String backbone, Duration time, String problem) {
    return new Parity(
        backbone, Double.NaN, Double.NaN, Double.NaN, new Tolerance(0, 0), time, problem);
  }

  /** Returns this row with a problem. */
  Parity with(String found) {
    return new Parity(backbone, featureError, differenceError, logitError, tolerance, time, found);
  }

  /** Returns whether the backbone is right: everything was measured and within the tolerance. */
  public boolean passed() {
    // Comparisons that a NaN fails.
    return featureError <= tolerance.features()
        && differenceError <= tolerance.difference()
        && (Double.isNaN(logitError) || logitError <= tolerance.features())
        && problem.isEmpty();
  }

  /** Returns one line: what was measured against what is allowed. */
  @Override
  public String toString() {
    return "%s: features %.2e (allowed %.2e), difference %.2e (%.2e), logits %.2e (%.2e), %.1f s%s"
        .formatted(
            backbone,
            featureError,
            tolerance.features(),
            differenceError,
            tolerance.difference(),
            logitError,
            tolerance.features(),
            time.toMillis() / 1000.0,
            problem.isEmpty() ? "" : "\n" + problem);
  }
}
