package org.fe4j.examples.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.backbone.FeatureTap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that say which backbone is meant, and which of its values is the feature. */
final class ModelOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME",
      description = "Architecture, with or without the tag of its weights; 'fe models' lists them.")
  private String name = "";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "A weight file (.pth, .pt, .safetensors) instead of the published one.")
  private @Nullable Path weights;

  @Option(
      names = "--tap",
      paramLabel = "TAP",
      converter = TapConverter.class,
      description =
          "Which value is the feature: penultimate, pooled, logits and others; 'fe models' lists"
              + " those of each backbone, the default first.")
  private @Nullable FeatureTap tap;

  @Option(
      names = "--input-size",
      paramLabel = "PIXELS",
      description =
          "Side of the square that the backbone sees, where it works at other sizes than its own.")
  private @Nullable Integer inputSize;

  /** Reads the name of a tap. */
  static final class TapConverter implements ITypeConverter<FeatureTap> {
    @Override
    public FeatureTap convert(String value) {
      try {
        return new FeatureTap(value.toLowerCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Returns the backbone.
   *
   * @throws ParameterException if there is none of this name, it lacks the tap, or it does not work
   *     at the input size
   */
  Backbone backbone() {
    Backbone backbone = resized(named(command, name, weights));
    if (tap != null && !backbone.taps().contains(tap)) {
      throw usage(
          command, "%s has no tap \"%s\"; it has: %s".formatted(name, tap, backbone.taps()));
    }
    return backbone;
  }

  private Backbone resized(Backbone backbone) {
    try {
      return inputSize == null ? backbone : backbone.withInputSize(inputSize);
    } catch (IllegalArgumentException e) {
      throw usage(command, String.valueOf(e.getMessage()));
    }
  }

  /** Returns the feature to take from a backbone. */
  FeatureTap tapOf(Backbone backbone) {
    return tap == null ? backbone.taps().get(0) : tap;
  }

  /** Returns the name as it was given. */
  String name() {
    return name;
  }

  /** Returns a backbone by its name; one that nobody knows is the user's mistake. */
  static Backbone named(@Nullable CommandSpec command, String name, @Nullable Path weights) {
    try {
      return weights == null ? Backbones.named(name) : Backbones.named(name, weights);
    } catch (IllegalArgumentException e) {
      throw usage(command, forCommandLine(String.valueOf(e.getMessage())));
    }
  }

  /** Returns a message of the library with what to do said in commands. */
  static String forCommandLine(String message) {
    return message
        .replace("Zoo.names() lists all", "'fe models' lists all")
        .replace(
            "quarantine(folder) must say where unreadable images go",
            "--on-unreadable quarantine has no folder to copy them to: leave out --no-store")
        .replace("give one of them another with named(…)", "write NAME= before one of them")
        .replace("give one of them another with ofBackbone(…)", "write NAME= before one of them")
        .replace(
            "copies(NEAR_TOGETHER) compares pictures, but only features are given: set"
                + " EXACT_TOGETHER",
            "--copies near compares pictures, but only features are given: use --copies exact")
        .replace(
            "onUnreadableImage(QUARANTINE) copies images, but only features are given: set SKIP or"
                + " FAIL",
            "--on-unreadable quarantine copies images, but only features are given: use skip or"
                + " fail")
        .replace("FeatureColumns.withPath(…)", "--column path=NAME")
        .replace("FeatureColumns.withLabel(…)", "--column label=NAME")
        .replace("FeatureColumns.withFeatures(…)", "--column features=NAME")
        .replace("or name another with FeatureColumns.", "or name another with --column.")
        .replace("set copies(CopyPolicy.DIVIDED)", "let folds divide them with --copies divided")
        .replace("allowUnreadable(share)", "--allow-unreadable PERCENT")
        .replaceAll(" \\(ImageDataset\\.withoutSmallClasses\\(\\d+\\)\\)", "")
        .replaceAll("KFold\\.of\\(\\d+\\)", "--unstratified")
        .replace(", or all of them with SplitDataset.ofFolder", "");
  }

  static ParameterException usage(@Nullable CommandSpec command, String message) {
    if (command == null) {
      throw new IllegalStateException("The command line was not parsed");
    }
    return new ParameterException(command.commandLine(), message);
  }
}
