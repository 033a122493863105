package org.fe4j.backbone;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.progress.ProgressListener;

/**
 * A backbone of one's own: a model file that an engine loads as it is, and what happens to a
 * picture before. The file is a program that the engine runs: load only what you trust.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class CustomBackbone implements Backbone {
  private final Builder settings;

  private CustomBackbone(Builder settings) {
    this.settings = settings;
  }

  /**
   * Starts the description of a TorchScript file.
   *
   * @param name for reports
   * @param torchScript the file, as {@code torch.jit.save} writes it
   * @param inputPixels side of the square input
   * @param dimension length of a feature, its output being (N, dimension)
   */
  public static Builder builder(String name, Path torchScript, int inputPixels, int dimension) {
    return new Builder(name, torchScript, inputPixels, dimension);
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
    if (!target.engine().equals("PyTorch") || target.precision() != Precision.FP32) {
      throw new IllegalArgumentException(
          "%s is a TorchScript file: it runs on PyTorch in fp32 only, but %s in %s was asked for"
              .formatted(name(), target.engine(), target.precision()));
    }
    if (!Files.isRegularFile(settings.file)) {
      throw new FileNotFoundException(
          "%s: there is no TorchScript file %s".formatted(name(), settings.file));
    }
    String hash = MoreFiles.asByteSource(settings.file).hash(Hashing.sha256()).toString();
    return new CompiledBackbone(
        settings.file,
        settings.input,
        settings.dimension,
        ImmutableMap.of(),
        // The file is weights and program in one.
        new CompiledBackbone.Identity(hash, "in the weight file", "none", hash),
        ImmutableMap.copyOf(Map.of("weights sha256", hash)));
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
    private final Path file;
    private final int dimension;
    private Preprocessing preprocessing;
    private InputFormat input = InputFormat.NORMALIZED_FLOATS;
    private BackboneKind kind = BackboneKind.CONVOLUTIONAL;

    private Builder(String name, Path file, int inputPixels, int dimension) {
      if (dimension < 1) {
        throw new IllegalArgumentException("The dimension must be at least 1, found " + dimension);
      }
      this.name = name;
      this.file = file;
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

    /** Sets what the file takes; {@link InputFormat#NORMALIZED_FLOATS} by default. */
    public Builder input(InputFormat value) {
      input = value;
      return this;
    }

    /** Sets what it is made of, for comparisons; convolutional by default. */
    public Builder kind(BackboneKind value) {
      kind = value;
      return this;
    }

    /** Returns the backbone; the file is first looked at when it is compiled. */
    public CustomBackbone build() {
      return new CustomBackbone(copy());
    }

    private Builder copy() {
      Builder copy = new Builder(name, file, preprocessing.cropPixels(), dimension);
      copy.preprocessing = preprocessing;
      copy.input = input;
      copy.kind = kind;
      return copy;
    }
  }
}
