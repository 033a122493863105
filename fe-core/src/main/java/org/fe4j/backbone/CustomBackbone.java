package org.fe4j.backbone;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.progress.ProgressListener;

/**
 * A backbone of one's own: a TorchScript file, which PyTorch loads as it is, or a SavedModel
 * directory, which TensorFlow loads, and what happens to a picture before. Either is a program that
 * the engine runs: load only what you trust.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class CustomBackbone implements Backbone {
  private final Builder settings;

  private CustomBackbone(Builder settings) {
    this.settings = settings;
  }

  /**
   * Starts the description of a model.
   *
   * @param name for reports
   * @param model a TorchScript file, as {@code torch.jit.save} writes it, or a SavedModel
   *     directory, as {@code tf.saved_model.save} writes it, with the signature {@code
   *     serving_default}
   * @param inputPixels side of the square input
   * @param dimension length of a feature, its only output being float32 (N, dimension)
   */
  public static Builder builder(String name, Path model, int inputPixels, int dimension) {
    return new Builder(name, model, inputPixels, dimension);
  }

  @Override
  public String name() {
    return settings.name;
  }

  @Override
  public BackboneKind kind() {
    return settings.kind;
  }

  @Override
  public Preprocessing preprocessing() {
    return settings.preprocessing;
  }

  @Override
  public ImmutableList<FeatureTap> taps() {
    return ImmutableList.of(FeatureTap.PENULTIMATE);
  }

  @Override
  public int dimension(FeatureTap tap) {
    requireTap(tap);
    return settings.dimension;
  }

  @Override
  public CompiledBackbone compile(CompilationTarget target, ProgressListener progress)
      throws IOException {
    requireTap(target.tap());
    ModelFile model = ModelFile.at(settings.model, name());
    requireRunning(model, target);
    String hash = model.sha256();
    return new CompiledBackbone(
        model.path(),
        settings.input.orElse(model.usualInput()),
        settings.dimension,
        // The file is weights and program in one.
        new CompiledBackbone.Identity(hash, "in the weight file", "none", hash),
        ImmutableMap.of("weights sha256", hash));
  }

  private void requireRunning(ModelFile model, CompilationTarget target) {
    boolean otherEngine = !target.engine().equals(model.engine());
    if (otherEngine || target.precision() != Precision.FP32) {
      throw new IllegalArgumentException(
          "%s is a %s: it runs on %s in fp32 only, but %s in %s was asked for%s"
              .formatted(
                  name(),
                  model.kind(),
                  model.engine(),
                  target.engine(),
                  target.precision(),
                  otherEngine ? "; set the engine to \"%s\"".formatted(model.engine()) : ""));
    }
  }

  private void requireTap(FeatureTap tap) {
    if (!tap.equals(FeatureTap.PENULTIMATE)) {
      throw new IllegalArgumentException(
          "%s has no tap \"%s\"; it has: %s".formatted(name(), tap, FeatureTap.PENULTIMATE));
    }
  }

  /** What describes a custom backbone. Not safe for concurrent use; confine to one thread. */
  public static final class Builder {
    private final String name;
    private final Path model;
    private final int dimension;
    private Preprocessing preprocessing;
    private Optional<InputFormat> input = Optional.empty();
    private BackboneKind kind = BackboneKind.CONVOLUTIONAL;

    private Builder(String name, Path model, int inputPixels, int dimension) {
      if (dimension < 1) {
        throw new IllegalArgumentException("The dimension must be at least 1, found " + dimension);
      }
      this.name = name;
      this.model = model;
      this.dimension = dimension;
      this.preprocessing =
          Preprocessing.of(
              inputPixels,
              inputPixels,
              Interpolation.BILINEAR,
              Preprocessing.IMAGENET_MEAN,
              Preprocessing.IMAGENET_DEVIATION);
    }

    /**
     * Sets the preprocessing; by default the shorter side is resized (bilinear) to the input size,
     * the centre cropped, and ImageNet's mean and deviation are used.
     *
     * @throws IllegalArgumentException if its crop is not the input size
     */
    public Builder preprocessing(Preprocessing value) {
      if (value.cropPixels() != preprocessing.cropPixels()) {
        throw new IllegalArgumentException(
            "The input size is %d pixels, but this preprocessing crops to %d"
                .formatted(preprocessing.cropPixels(), value.cropPixels()));
      }
      preprocessing = value;
      return this;
    }

    /**
     * Sets what the model takes; by default {@link InputFormat#NORMALIZED_FLOATS} for a TorchScript
     * file and {@link InputFormat#NORMALIZED_FLOATS_CHANNELS_LAST} for a SavedModel.
     */
    public Builder input(InputFormat value) {
      input = Optional.of(value);
      return this;
    }

    /** Sets what it is made of, for comparisons; convolutional by default. */
    public Builder kind(BackboneKind value) {
      kind = value;
      return this;
    }

    /** Returns the backbone; the model is first looked at when it is compiled. */
    public CustomBackbone build() {
      return new CustomBackbone(copy());
    }

    private Builder copy() {
      Builder copy = new Builder(name, model, preprocessing.cropPixels(), dimension);
      copy.preprocessing = preprocessing;
      copy.input = input;
      copy.kind = kind;
      return copy;
    }
  }
}
