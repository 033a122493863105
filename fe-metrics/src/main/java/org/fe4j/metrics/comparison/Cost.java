package org.fe4j.metrics.comparison;

import com.google.errorprone.annotations.Immutable;
import java.util.OptionalDouble;

/** What a model costs, in one unit; less is better. */
public enum Cost {
  /** The time of an image from file to feature, in milliseconds, measured. */
  TIME("millisecondsPerImage", "ms per image", "time", 2, ModelFacts::millisecondsPerImage),
  /** Multiplications with addition for one image, in units of 10^9. */
  MULTIPLY_ADDS(
      "gigaMultiplyAdds", "giga multiply-adds", "multiply-adds", 2, ModelFacts::gigaMultiplyAdds),
  /** The number of parameters. */
  PARAMETERS(
      "parameters",
      "parameters",
      "parameters",
      0,
      facts -> facts.parameters().stream().asDoubleStream().findFirst()),
  /** The number of values that the model gives for an image. */
  FEATURE_DIMENSION(
      "featureDimension",
      "feature dimension",
      "feature dimension",
      0,
      facts -> facts.featureDimension().stream().asDoubleStream().findFirst()),
  /** The most memory in use while features were computed, in bytes. */
  PEAK_MEMORY(
      "peakMemoryBytes",
      "peak memory in bytes",
      "peak memory",
      0,
      facts -> facts.peakMemoryBytes().stream().asDoubleStream().findFirst());

  @Immutable
  private interface Fact {
    OptionalDouble of(ModelFacts facts);
  }

  private final String key;
  private final String label;
  private final String noun;
  private final int digits;
  private final Fact fact;

  Cost(String key, String label, String noun, int digits, Fact fact) {
    this.key = key;
    this.label = label;
    this.noun = noun;
    this.digits = digits;
    this.fact = fact;
  }

  /** Returns what the cost is called in files: {@code "millisecondsPerImage"}. */
  public String key() {
    return key;
  }

  /** Returns what stands above a column or beside an axis: {@code "ms per image"}. */
  public String label() {
    return label;
  }

  /** Returns what the cost is called in a sentence: {@code "time"}. */
  public String noun() {
    return noun;
  }

  /** Returns how many digits after the point are worth showing. */
  public int digits() {
    return digits;
  }

  /** Returns the cost, above 0; nothing where it is unknown. */
  public OptionalDouble of(ModelFacts facts) {
    return fact.of(facts);
  }
}
