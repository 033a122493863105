package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.dataset.ImageList;
import org.fe4j.validation.SplitDataset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says which images are tested, where others are trained on. */
final class TestDataOption {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--test-data",
      paramLabel = "DIR|LIST",
      description =
          "Train on --data and test on these images, of the same classes. Without it, a folder that"
              + " holds train beside test or val is divided so, and so is a list by its column"
              + " split, unless --folds, --hold-out or --shots ask for another division of all"
              + " images.")
  private @Nullable Path testData;

  /**
   * Returns the images. Those that are divided are a {@link SplitDataset}, which an evaluation
   * divides as it is unless another division is asked for.
   *
   * @throws ParameterException if options contradict each other
   * @throws IllegalArgumentException if there are no such images, or they make no data set
   * @throws IOException if a public data set cannot be had or read
   */
  ImageDataset images(
      DataOptions data,
      FoldOptions validation,
      ProtocolOptions protocol,
      OfflineOption offline,
      Console console)
      throws IOException {
    if (testData == null) {
      return data.divided(validation.isGiven() || protocol.joinsParts(), offline, console);
    }
    if (validation.isGiven()) {
      throw ModelOptions.usage(
          command,
          "--test-data says what is tested: leave out --folds, --unstratified, --hold-out,"
              + " --repeats, --shots and --draws");
    }
    if (protocol.joinsParts()) {
      throw ModelOptions.usage(
          command,
          "--protocol paper joins parts to train and to test on: leave out --test-data, or use"
              + " --protocol standard");
    }
    return SplitDataset.of(data.dataset(offline, console), open(command, testData));
  }

  /** Returns the images of a folder or a list. */
  static ImageDataset open(@Nullable CommandSpec command, Path path) {
    if (ImageList.isNamedAsList(path) && !Files.isDirectory(path)) {
      return ImageList.of(path);
    }
    if (Files.isRegularFile(path)) {
      throw ModelOptions.usage(
          command,
          "--test-data must be a folder, or a list that ends in .csv, .jsonl or .ndjson, but found"
              + " the file \"%s\"".formatted(path));
    }
    return ImageFolder.of(path);
  }
}
