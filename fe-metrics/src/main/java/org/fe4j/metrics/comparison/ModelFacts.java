package org.fe4j.metrics.comparison;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a model that takes part in a comparison: what it is and what it costs.
 *
 * <p>Whatever is unknown is empty, and then fails every limit on it. Immutable and safe for use by
 * multiple threads.
 */
public final class ModelFacts {
  private final String name;
  private final @Nullable ModelKind kind;
  private final @Nullable String pretraining;
  private final @Nullable Long parameters;
  private final @Nullable Double gigaMultiplyAdds;
  private final @Nullable Integer featureDimension;
  private final @Nullable Integer inputPixels;
  private final @Nullable Double imagesPerSecond;
  private final @Nullable Long peakMemoryBytes;
  private final @Nullable String licence;
  private final CommercialUse commercialUse;

  private ModelFacts(Builder builder) {
    this.name = builder.name;
    this.kind = builder.kind;
    this.pretraining = builder.pretraining;
    this.parameters = builder.parameters;
    this.gigaMultiplyAdds = builder.gigaMultiplyAdds;
    this.featureDimension = builder.featureDimension;
    this.inputPixels = builder.inputPixels;
    this.imagesPerSecond = builder.imagesPerSecond;
    this.peakMemoryBytes = builder.peakMemoryBytes;
    this.licence = builder.licence;
    this.commercialUse = builder.commercialUse;
  }

  /**
   * Returns a builder of the facts about the model of this name.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Returns the facts about a model of which only the name is known. */
  public static ModelFacts of(String name) {
    return builder(name).build();
  }

  /** Returns what the model is called; it occurs once in a comparison. */
  public String name() {
    return name;
  }

  /** Returns what the model is made of. */
  public Optional<ModelKind> kind() {
    return Optional.ofNullable(kind);
  }

  /** Returns what the model was trained on: {@code "ImageNet-1k"}. */
  public Optional<String> pretraining() {
    return Optional.ofNullable(pretraining);
  }

  /** Returns the number of parameters, those of a replaced output layer left out. */
  public OptionalLong parameters() {
    return parameters == null ? OptionalLong.empty() : OptionalLong.of(parameters);
  }

  /** Returns the multiplications with addition for one image, in units of 10^9. */
  public OptionalDouble gigaMultiplyAdds() {
    return gigaMultiplyAdds == null ? OptionalDouble.empty() : OptionalDouble.of(gigaMultiplyAdds);
  }

  /** Returns the number of values that the model gives for an image. */
  public OptionalInt featureDimension() {
    return featureDimension == null ? OptionalInt.empty() : OptionalInt.of(featureDimension);
  }

  /** Returns the side of the square that the model sees, in pixels. */
  public OptionalInt inputPixels() {
    return inputPixels == null ? OptionalInt.empty() : OptionalInt.of(inputPixels);
  }

  /** Returns the images a second, from file to feature, measured on the machine at hand. */
  public OptionalDouble imagesPerSecond() {
    return imagesPerSecond == null ? OptionalDouble.empty() : OptionalDouble.of(imagesPerSecond);
  }

  /** Returns the milliseconds for an image: 1000 divided by {@link #imagesPerSecond()}. */
  public OptionalDouble millisecondsPerImage() {
    return imagesPerSecond == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(1000 / imagesPerSecond);
  }

  /** Returns the most memory that was in use while features were computed, in bytes. */
  public OptionalLong peakMemoryBytes() {
    return peakMemoryBytes == null ? OptionalLong.empty() : OptionalLong.of(peakMemoryBytes);
  }

  /** Returns what the licence of the weights is called. */
  public Optional<String> licence() {
    return Optional.ofNullable(licence);
  }

  /** Returns what the licence says about commercial use; unstated where nothing is known. */
  public CommercialUse commercialUse() {
    return commercialUse;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ModelFacts that
        && name.equals(that.name)
        && kind == that.kind
        && Objects.equals(pretraining, that.pretraining)
        && Objects.equals(parameters, that.parameters)
        && Objects.equals(gigaMultiplyAdds, that.gigaMultiplyAdds)
        && Objects.equals(featureDimension, that.featureDimension)
        && Objects.equals(inputPixels, that.inputPixels)
        && Objects.equals(imagesPerSecond, that.imagesPerSecond)
        && Objects.equals(peakMemoryBytes, that.peakMemoryBytes)
        && Objects.equals(licence, that.licence)
        && commercialUse == that.commercialUse;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, kind, pretraining, parameters, gigaMultiplyAdds, licence);
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * Collects what is known about a model; a fact that is not set is unknown.
   *
   * <p>Not safe for concurrent use; confine an instance to one thread.
   */
  public static final class Builder {
    private final String name;
    private @Nullable ModelKind kind;
    private @Nullable String pretraining;
    private @Nullable Long parameters;
    private @Nullable Double gigaMultiplyAdds;
    private @Nullable Integer featureDimension;
    private @Nullable Integer inputPixels;
    private @Nullable Double imagesPerSecond;
    private @Nullable Long peakMemoryBytes;
    private @Nullable String licence;
    private CommercialUse commercialUse = CommercialUse.UNSTATED;

    private Builder(String name) {
      this.name = requireText("name of a model", name);
    }

    /** Sets what the model is made of. */
    @CanIgnoreReturnValue
    public Builder kind(ModelKind kind) {
      this.kind = kind;
      return this;
    }

    /** Sets what the model was trained on; models of equal text are one group. */
    @CanIgnoreReturnValue
    public Builder pretraining(String pretraining) {
      this.pretraining = requireText("pre-training of " + name, pretraining);
      return this;
    }

    /** Sets the number of parameters, at least 1. */
    @CanIgnoreReturnValue
    public Builder parameters(long parameters) {
      requirePositive("number of parameters", (double) parameters);
      this.parameters = parameters;
      return this;
    }

    /** Sets the multiplications with addition for one image, in units of 10^9, above 0. */
    @CanIgnoreReturnValue
    public Builder gigaMultiplyAdds(double gigaMultiplyAdds) {
      requirePositive("number of multiply-adds", gigaMultiplyAdds);
      this.gigaMultiplyAdds = gigaMultiplyAdds;
      return this;
    }

    /** Sets the number of values that the model gives for an image, at least 1. */
    @CanIgnoreReturnValue
    public Builder featureDimension(int featureDimension) {
      requirePositive("feature dimension", featureDimension);
      this.featureDimension = featureDimension;
      return this;
    }

    /** Sets the side of the square that the model sees, in pixels, at least 1. */
    @CanIgnoreReturnValue
    public Builder inputPixels(int inputPixels) {
      requirePositive("number of input pixels", inputPixels);
      this.inputPixels = inputPixels;
      return this;
    }

    /** Sets the measured images a second, from file to feature, above 0. */
    @CanIgnoreReturnValue
    public Builder imagesPerSecond(double imagesPerSecond) {
      requirePositive("number of images a second", imagesPerSecond);
      this.imagesPerSecond = imagesPerSecond;
      return this;
    }

    /** Sets the most memory in use while features were computed, in bytes, at least 1. */
    @CanIgnoreReturnValue
    public Builder peakMemoryBytes(long peakMemoryBytes) {
      requirePositive("peak memory", (double) peakMemoryBytes);
      this.peakMemoryBytes = peakMemoryBytes;
      return this;
    }

    /** Sets what the licence of the weights is called. */
    @CanIgnoreReturnValue
    public Builder licence(String licence) {
      this.licence = requireText("licence of " + name, licence);
      return this;
    }

    /** Sets what the licence says about commercial use; unstated where it is not set. */
    @CanIgnoreReturnValue
    public Builder commercialUse(CommercialUse commercialUse) {
      this.commercialUse = commercialUse;
      return this;
    }

    /** Returns the facts. */
    public ModelFacts build() {
      return new ModelFacts(this);
    }

    private void requirePositive(String what, double value) {
      if (!(value > 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException(
            "The %s of %s is %s; it must be above 0. Leave out what is unknown"
                .formatted(what, name, value));
      }
    }

    private static String requireText(String what, String text) {
      if (text.isBlank()) {
        throw new IllegalArgumentException("The %s is blank".formatted(what));
      }
      return text;
    }
  }
}
