package org.fe4j.examples.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.zoo.Zoo;
import org.fe4j.zoo.ZooEntry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which backbones are compared. */
final class ComparedOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "NAME",
      description =
          "Architectures, with or without the tags of their weights, with commas between them; 'fe"
              + " models' lists them.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--suite",
      paramLabel = "NAME",
      description = "All backbones of a suite: 'paper' has those of arXiv 2310.02037.")
  private @Nullable String suite;

  @Option(
      names = "--weights-dir",
      paramLabel = "DIR",
      description =
          "A folder of weight files that are named after the backbones (resnet50.pth,"
              + " squeezenet1_1.safetensors), used instead of downloads; what is not there is taken"
              + " from the cache or downloaded.")
  private @Nullable Path weights;

  /**
   * Returns the backbones, those of the suite after those that are named.
   *
   * @throws ParameterException if none is asked for, or nobody knows a name
   */
  List<Backbone> backbones() {
    List<Backbone> backbones = backbonesOr(List.of());
    if (backbones.isEmpty()) {
      throw ModelOptions.usage(
          command, "Say which backbones to compare: --models NAME,NAME,... or --suite NAME");
    }
    return backbones;
  }

  /**
   * Returns the backbones, those of the suite after those that are named.
   *
   * @param unlessNamed names that are meant where none is asked for
   * @throws ParameterException if nobody knows a name
   */
  List<Backbone> backbonesOr(List<String> unlessNamed) {
    List<String> all = new ArrayList<>(names);
    if (suite != null) {
      if (!Zoo.suites().contains(suite)) {
        throw ModelOptions.usage(
            command,
            "There is no suite \"%s\"; there are: %s"
                .formatted(suite, String.join(", ", Zoo.suites())));
      }
      Zoo.suite(suite).stream().map(ZooEntry::name).forEach(all::add);
    }
    if (weights != null && !Files.isDirectory(weights)) {
      throw ModelOptions.usage(
          command, "--weights-dir must be a folder, but found \"%s\"".formatted(weights));
    }
    return (all.isEmpty() ? unlessNamed : all).stream().distinct().map(this::backbone).toList();
  }

  private Backbone backbone(String name) {
    // A file named after the architecture alone is not meant by who asks for those in the jar.
    boolean inTheJar = Zoo.find(name).filter(entry -> entry.location().isEmpty()).isPresent();
    Optional<Path> file =
        Optional.ofNullable(weights)
            .filter(folder -> !inTheJar)
            .flatMap(folder -> Backbones.weightsIn(folder, name));
    return ModelOptions.named(command, name, file.orElse(null));
  }
}
