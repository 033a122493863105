package org.fe4j.examples.cli;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fe4j.export.FeatureColumns;
import org.fe4j.export.FeatureTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name features which are there already, instead of a backbone and images. */
final class FeatureOptions {
  private static final String FEATURES = "--features";
  private static final String COLUMN = "--column";

  /** What says how features are made. */
  private static final ImmutableSet<String> EXTRACTION =
      ImmutableSet.of(
          "--model",
          "--weights",
          "--tap",
          "--input-size",
          "--models",
          "--suite",
          "--weights-dir",
          "--data",
          "--data-from",
          "--split",
          "--test-data",
          "--engine",
          "--device",
          "--precision",
          "--store",
          "--no-store");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = FEATURES,
      paramLabel = "FILE|DIR",
      description =
          "Features that are there already, instead of a backbone and images: what 'fe extract' wrote"
              + " (.parquet, .npy, .csv), or a folder of Parquet files that Spark wrote. NAME=FILE"
              + " calls the backbone NAME.")
  private List<String> features = new ArrayList<>();

  @Option(
      names = COLUMN,
      paramLabel = "COLUMN=NAME",
      description =
          "What a column of --features is called, where it is not called path, label, group,"
              + " features or error.")
  private Map<String, String> columns = new LinkedHashMap<>();

  /**
   * Lets a command do without options that features stand for; what is missing without them is said
   * by {@link #requireWithout}.
   */
  static void replace(CommandLine parent, String name, String... required) {
    CommandSpec command =
        Objects.requireNonNull(parent.getSubcommands().get(name), name).getCommandSpec();
    for (int i = 0; i < required.length; i++) {
      OptionSpec option = command.findOption(required[i]);
      command.remove(option);
      // Help shows those that have an order after those that have none.
      command.addOption(option.toBuilder().required(false).order(i - required.length - 1).build());
    }
  }

  /**
   * Returns whether features are given.
   *
   * @throws ParameterException if options say how to make them, too
   */
  boolean isGiven() {
    List<String> extraction =
        spec().commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .filter(EXTRACTION::contains)
            .distinct()
            .toList();
    if (!features.isEmpty() && !extraction.isEmpty()) {
      throw ModelOptions.usage(
          command,
          "--features stand for backbone and images: leave out " + String.join(", ", extraction));
    }
    if (features.isEmpty() && !columns.isEmpty()) {
      throw ModelOptions.usage(command, "--column goes with --features");
    }
    return !features.isEmpty();
  }

  /**
   * Refuses to do without options where there are no features.
   *
   * @throws MissingParameterException if one is missing
   */
  void requireWithout(String... required) {
    List<ArgSpec> missing = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (String name : required) {
      OptionSpec option = spec().findOption(name);
      if (!spec().commandLine().getParseResult().hasMatchedOption(option)) {
        missing.add(option);
        labels.add("'%s=%s'".formatted(name, option.paramLabel()));
      }
    }
    if (!missing.isEmpty()) {
      throw new MissingParameterException(
          spec().commandLine(),
          missing,
          "Missing required option%s: %s; or --features instead of backbone and images"
              .formatted(missing.size() > 1 ? "s" : "", String.join(", ", labels)));
    }
  }

  /**
   * Reads the one table.
   *
   * @throws ParameterException if there are several, or a column has no such name
   * @throws IOException if it cannot be read
   */
  FeatureTable table() throws IOException {
    if (features.size() > 1) {
      throw ModelOptions.usage(
          command,
          "--features is given %d times: 'fe compare' compares".formatted(features.size()));
    }
    return read(features.get(0));
  }

  /**
   * Reads all tables.
   *
   * @throws ParameterException if a column has no such name
   * @throws IOException if one cannot be read
   */
  List<FeatureTable> tables() throws IOException {
    List<FeatureTable> tables = new ArrayList<>();
    for (String one : features) {
      tables.add(read(one));
    }
    return tables;
  }

  private FeatureTable read(String text) throws IOException {
    int equals = text.indexOf('=');
    boolean hasName = equals > 0 && !Files.exists(Path.of(text));
    Path path = Path.of(hasName ? text.substring(equals + 1) : text);
    FeatureTable table;
    try {
      table = FeatureTable.read(path, columns());
    } catch (IllegalArgumentException e) {
      throw ModelOptions.usage(command, "--features: " + e.getMessage());
    }
    return hasName ? table.ofBackbone(text.substring(0, equals)) : table;
  }

  private FeatureColumns columns() {
    FeatureColumns named = FeatureColumns.standard();
    for (Map.Entry<String, String> column : columns.entrySet()) {
      String name = column.getValue();
      named =
          switch (column.getKey()) {
            case "path" -> named.withPath(name);
            case "label" -> named.withLabel(name);
            case "group" -> named.withGroup(name);
            case "features" -> named.withFeatures(name);
            case "error" -> named.withError(name);
            default ->
                throw ModelOptions.usage(
                    command,
                    "--column names path, label, group, features or error, but found \"%s\""
                        .formatted(column.getKey()));
          };
    }
    return named;
  }

  private CommandSpec spec() {
    if (command == null) {
      throw new IllegalStateException("The command line was not parsed");
    }
    return command;
  }
}
