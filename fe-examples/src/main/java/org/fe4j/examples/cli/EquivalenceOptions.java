package org.fe4j.examples.cli;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.backbone.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which runs are compared with each other, and on what. */
final class EquivalenceOptions {
  static final String ENGINES = "--engines";

  /** What makes sense without {@link #ENGINES} alone. */
  private static final ImmutableList<String> OF_GOLDENS =
      ImmutableList.of("--goldens", "--only", "--engine", "--precision");

  /** What makes sense with {@link #ENGINES} alone. */
  private static final ImmutableList<String> OF_ENGINES =
      ImmutableList.of(
          "--precisions", "--models", "--suite", "--weights-dir", "--data", "--offline", "--out");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = ENGINES,
      split = ",",
      paramLabel = "NAME",
      description =
          "Compare engines and precisions with each other: DJL's names of the engines, with commas"
              + " between them.")
  private List<String> engines = new ArrayList<>();

  @Option(
      names = "--precisions",
      split = ",",
      paramLabel = "fp32|fp16|bf16",
      description =
          "With --engines: the precisions of each, with commas between them (default: fp32).")
  private List<Precision> precisions = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "DIR|LIST|NAME",
      description =
          "With --engines: labelled images, as for 'fe evaluate' (default: those of the quick"
              + " start).")
  private @Nullable String data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "With --engines: where equivalence.md and equivalence.json go, and the quick start's"
              + " images (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("fe4j-out", "verify");

  /** Returns whether runs are compared with each other. */
  boolean isAsked() {
    return !engines.isEmpty();
  }

  /**
   * Refuses options that contradict each other.
   *
   * @throws ParameterException if there are such
   */
  void check() {
    for (String option : isAsked() ? OF_GOLDENS : OF_ENGINES) {
      if (isGiven(option)) {
        throw ModelOptions.usage(
            command,
            isAsked()
                ? "%s compares runs with each other, but %s belongs to a comparison with reference values: leave one of them out"
                    .formatted(ENGINES, option)
                : "%s goes with %s NAME,NAME,...".formatted(option, ENGINES));
      }
    }
    if (isAsked() && settings().size() < 2) {
      throw ModelOptions.usage(
          command,
          "%s alone has nothing to be compared with: name another engine, the same one twice, or several --precisions"
              .formatted(settings().get(0)));
    }
  }

  private boolean isGiven(String option) {
    return command != null && command.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** Returns the runs of each backbone, engine after engine. */
  ImmutableList<EngineRun.Setting> settings() {
    List<EngineRun.Setting> settings = new ArrayList<>();
    for (String engine : engines) {
      for (Precision precision : precisions.isEmpty() ? List.of(Precision.FP32) : precisions) {
        settings.add(new EngineRun.Setting(settings.size(), engine, precision));
      }
    }
    return ImmutableList.copyOf(settings);
  }

  /** Returns which images are meant, if not those of the quick start. */
  @Nullable String data() {
    return data;
  }

  /** Returns where files go. */
  Path out() {
    return out;
  }
}
