package org.fe4j.metrics.comparison;

import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a data set that takes part in a comparison. A view of another one (fewer
 * classes, smaller images) is a data set of its own, with a name of its own.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class DatasetFacts {
  private final String name;
  private final int images;
  private final int classCount;
  private final @Nullable Double medianShorterSide;

  private DatasetFacts(
      String name, int images, int classCount, @Nullable Double medianShorterSide) {
    this.name = name;
    this.images = images;
    this.classCount = classCount;
    this.medianShorterSide = medianShorterSide;
  }

  /**
   * Returns the facts about a data set whose image sizes are unknown.
   *
   * @param name what the data set is called; it occurs once in a comparison
   * @param images the number of images, at least 1
   * @param classCount the number of classes, at least 1
   * @throws IllegalArgumentException if an argument is not so
   */
  public static DatasetFacts of(String name, int images, int classCount) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("The name of a data set is blank");
    }
    if (images < 1 || classCount < 1) {
      throw new IllegalArgumentException(
          "The data set %s has %d images of %d classes; both must be above 0"
              .formatted(name, images, classCount));
    }
    return new DatasetFacts(name, images, classCount, null);
  }

  /**
   * Returns these facts with the median, over the images, of the shorter side.
   *
   * @param pixels above 0
   * @throws IllegalArgumentException if it is not
   */
  public DatasetFacts withMedianShorterSide(double pixels) {
    if (!(pixels > 0) || Double.isInfinite(pixels)) {
      throw new IllegalArgumentException(
          "The median shorter side of %s is %s pixels; it must be above 0".formatted(name, pixels));
    }
    return new DatasetFacts(name, images, classCount, pixels);
  }

  /** Returns what the data set is called. */
  public String name() {
    return name;
  }

  /** Returns the number of images. */
  public int images() {
    return images;
  }

  /** Returns the number of classes. */
  public int classCount() {
    return classCount;
  }

  /** Returns the median, over the images, of the shorter side, in pixels; empty if unknown. */
  public OptionalDouble medianShorterSide() {
    return medianShorterSide == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(medianShorterSide);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DatasetFacts that
        && name.equals(that.name)
        && images == that.images
        && classCount == that.classCount
        && Objects.equals(medianShorterSide, that.medianShorterSide);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, images, classCount, medianShorterSide);
  }

  @Override
  public String toString() {
    return name;
  }
}
