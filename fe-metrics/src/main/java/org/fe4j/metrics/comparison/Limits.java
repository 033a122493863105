package org.fe4j.metrics.comparison;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a model may cost. A model of which a limited fact is unknown does not satisfy the limit.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class Limits {
  private static final Limits NONE = new Limits(null, null, null, null, false);

  private final @Nullable Double millisecondsPerImage;
  private final @Nullable Integer dimension;
  private final @Nullable Long memoryBytes;
  private final @Nullable Long parameters;
  private final boolean commercialUse;

  private Limits(
      @Nullable Double millisecondsPerImage,
      @Nullable Integer dimension,
      @Nullable Long memoryBytes,
      @Nullable Long parameters,
      boolean commercialUse) {
    this.millisecondsPerImage = millisecondsPerImage;
    this.dimension = dimension;
    this.memoryBytes = memoryBytes;
    this.parameters = parameters;
    this.commercialUse = commercialUse;
  }

  /** Returns no limit at all. */
  public static Limits none() {
    return NONE;
  }

  /**
   * Returns these limits, and at most this time for an image, measured from file to feature.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public Limits latency(Duration perImage) {
    return latencyMilliseconds(perImage.toNanos() / 1e6);
  }

  /**
   * Returns these limits, and at most so many milliseconds for an image.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public Limits latencyMilliseconds(double perImage) {
    requirePositive("latency in milliseconds", perImage);
    return new Limits(perImage, dimension, memoryBytes, parameters, commercialUse);
  }

  /**
   * Returns these limits, and at most so many values for an image.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public Limits dimension(int max) {
    requirePositive("feature dimension", max);
    return new Limits(millisecondsPerImage, max, memoryBytes, parameters, commercialUse);
  }

  /**
   * Returns these limits, and at most so many bytes of memory.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public Limits memory(long bytes) {
    requirePositive("memory in bytes", (double) bytes);
    return new Limits(millisecondsPerImage, dimension, bytes, parameters, commercialUse);
  }

  /**
   * Returns these limits, and at most so many parameters.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public Limits parameters(long max) {
    requirePositive("number of parameters", (double) max);
    return new Limits(millisecondsPerImage, dimension, memoryBytes, max, commercialUse);
  }

  /** Returns these limits, and a licence that permits commercial use. */
  public Limits commercialUse() {
    return new Limits(millisecondsPerImage, dimension, memoryBytes, parameters, true);
  }

  /** Returns the most milliseconds for an image; nothing where any will do. */
  public OptionalDouble maxMillisecondsPerImage() {
    return millisecondsPerImage == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(millisecondsPerImage);
  }

  /** Returns the most values for an image; nothing where any will do. */
  public OptionalInt maxDimension() {
    return dimension == null ? OptionalInt.empty() : OptionalInt.of(dimension);
  }

  /** Returns the most bytes of memory; nothing where any will do. */
  public OptionalLong maxMemoryBytes() {
    return memoryBytes == null ? OptionalLong.empty() : OptionalLong.of(memoryBytes);
  }

  /** Returns the most parameters; nothing where any will do. */
  public OptionalLong maxParameters() {
    return parameters == null ? OptionalLong.empty() : OptionalLong.of(parameters);
  }

  /** Returns whether the licence must permit commercial use. */
  public boolean requiresCommercialUse() {
    return commercialUse;
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "The limit on the %s is %s; it must be above 0. Leave out what may be any"
              .formatted(what, value));
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Limits that
        && Objects.equals(millisecondsPerImage, that.millisecondsPerImage)
        && Objects.equals(dimension, that.dimension)
        && Objects.equals(memoryBytes, that.memoryBytes)
        && Objects.equals(parameters, that.parameters)
        && commercialUse == that.commercialUse;
  }

  @Override
  public int hashCode() {
    return Objects.hash(millisecondsPerImage, dimension, memoryBytes, parameters, commercialUse);
  }
}
