package org.fe4j.examples.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.dataset.ImageList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which images are meant. */
final class DataOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR|LIST",
      description =
          "A folder with a folder of images for each class, or a list of images with the columns"
              + " path and label (.csv, .jsonl, .ndjson).")
  private String data = "";

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Only this part of a list, by its column split (default: the whole list).")
  private @Nullable String split;

  /**
   * Returns the images.
   *
   * @throws ParameterException if a part is asked for that there is not, or data is neither a
   *     folder nor a list
   * @throws IllegalArgumentException if there is nothing, or the folder or the list makes no data
   *     set; the message says why and what to do
   */
  ImageDataset dataset() {
    Path path = Path.of(data);
    if (ImageList.isNamedAsList(path) && !Files.isDirectory(path)) {
      return part(ImageList.of(path));
    }
    if (split != null) {
      throw ModelOptions.usage(
          command,
          "--split needs a list (.csv, .jsonl, .ndjson), but --data is \"%s\"".formatted(data));
    }
    if (Files.isRegularFile(path)) {
      throw ModelOptions.usage(
          command,
          "--data must be a folder, or a list that ends in .csv, .jsonl or .ndjson, but found the"
              + " file \"%s\"".formatted(data));
    }
    return ImageFolder.of(path);
  }

  private ImageDataset part(ImageList list) {
    if (split == null) {
      return list;
    }
    try {
      return list.split(split);
    } catch (IllegalArgumentException e) {
      throw ModelOptions.usage(command, String.valueOf(e.getMessage()));
    }
  }

  /** Returns the name of a data set as that of a folder, which it may not be in a list's split. */
  static String folderName(ImageDataset dataset) {
    return dataset.name().replaceAll("[/\\\\:]", "_");
  }
}
