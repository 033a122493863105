package org.fe4j.examples.cli;

import com.google.common.collect.ImmutableMap;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fe4j.backbone.Precision;
import org.fe4j.feature.FeatureComparison;
import org.fe4j.metrics.PredictionChanges;

/**
 * A backbone on an engine in a precision, compared with the first run of that backbone.
 *
 * @param setting the engine and the precision
 * @param reference what it is compared with, which may be itself
 * @param outcome the figures; nothing where it could not run
 * @param failure why it could not, or empty
 */
record EngineRun(Setting setting, Setting reference, Optional<Outcome> outcome, String failure) {
  /** In fp32 two engines differ by rounding; a cosine below this is another feature. */
  static final double LOWEST_COSINE = 0.9999;

  /**
   * What decides a run besides the backbone and the images.
   *
   * @param number of the setting, from 0 on: the same engine may be asked for twice
   * @param engine by DJL's name
   * @param precision of weights and activations
   */
  record Setting(int number, String engine, Precision precision) {

    /** Returns it for people: {@code PyTorch fp32}. */
    @Override
    public String toString() {
      return engine + " " + precision.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The figures of a run.
   *
   * @param features beside those of the reference
   * @param predictions beside those on the features of the reference
   * @param millisecondsPerImage from file to feature; nothing where it could not be measured
   * @param provenance what decided the features
   */
  record Outcome(
      FeatureComparison features,
      PredictionChanges predictions,
      OptionalDouble millisecondsPerImage,
      ImmutableMap<String, String> provenance) {}

  /** Returns whether the others are compared with this one. */
  boolean isReference() {
    return setting.equals(reference);
  }

  /** Returns whether the cosine is checked: two engines agree in fp32, or one is wrong. */
  boolean isChecked() {
    return setting.precision() == Precision.FP32 && reference.precision() == Precision.FP32;
  }

  /**
   * Returns whether the run says that something is wrong. Every engine computes in fp32; another
   * precision may be refused, and differs as it must.
   */
  boolean failed() {
    return outcome.isEmpty()
        ? setting.precision() == Precision.FP32
        : isChecked() && outcome.get().features().smallestCosine() < LOWEST_COSINE;
  }

  /** Returns in a line how it went. */
  String result() {
    if (outcome.isEmpty()) {
      return (failed() ? "FAILED: " : "not run: ") + failure.lines().findFirst().orElse("");
    }
    if (isReference()) {
      return "reference";
    }
    if (failed()) {
      return "FAILED: cosine below " + LOWEST_COSINE;
    }
    return isChecked() ? "ok" : "not judged";
  }
}
