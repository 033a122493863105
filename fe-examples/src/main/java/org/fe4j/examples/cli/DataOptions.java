package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.dataset.ImageList;
import org.fe4j.dataset.published.PublicDatasets;
import org.fe4j.download.FileUnavailableException;
import org.fe4j.validation.SplitDataset;
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
      paramLabel = "DIR|LIST|NAME",
      description =
          "A folder with a folder of images for each class; or a list of images with the columns"
              + " path and label (.csv, .jsonl, .ndjson); or a public data set: cifar10, cifar100,"
              + " cifar100_coarse, stl10, stanford_cars, stanford_cars_cropped, with .train or"
              + " .test for a part.")
  private String data = "";

  @Option(
      names = "--data-from",
      paramLabel = "PATH",
      description =
          "The publisher's archive of a public data set, or the folder that it was unpacked into"
              + " (default: downloaded from the publisher where that is possible).")
  private @Nullable Path from;

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
   * @throws IOException if a public data set cannot be had or read
   */
  ImageDataset dataset(OfflineOption offline, Console console) throws IOException {
    Path path = Path.of(data);
    if (from != null || (!Files.exists(path) && PublicDatasets.isName(data))) {
      return published(offline, console);
    }
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

  /**
   * Returns the images, as a {@link SplitDataset} where they are a folder that holds train beside
   * test or val, or a list with such parts, and says so.
   *
   * @param anew whether an option divides all images anew
   */
  ImageDataset divided(boolean anew, OfflineOption offline, Console console) throws IOException {
    ImageDataset images =
        from == null && split == null && SplitDataset.isDividedFolder(Path.of(data))
            ? SplitDataset.ofFolder(Path.of(data))
            : dataset(offline, console);
    if (images instanceof ImageList list && split == null && SplitDataset.isDividedList(list)) {
      images = SplitDataset.ofList(list);
    }
    if (images instanceof SplitDataset) {
      console.err().printf("%s, divided %s%n", images, anew ? "anew" : "as they are");
    }
    return images;
  }

  /**
   * Returns one of several data sets: images as for {@code --data}, or {@code NAME=} before them.
   *
   * @throws ParameterException if it is neither a folder nor a list nor a name
   */
  static ImageDataset named(
      @Nullable CommandSpec command,
      String text,
      boolean anew,
      OfflineOption offline,
      Console console)
      throws IOException {
    int equals = text.indexOf('=');
    boolean hasName = equals > 0 && !Files.exists(Path.of(text));
    ImageDataset images =
        of(command, hasName ? text.substring(equals + 1) : text).divided(anew, offline, console);
    return hasName ? images.named(text.substring(0, equals)) : images;
  }

  /** Returns images as for {@code --data}, which are not divided. */
  static ImageDataset whole(
      @Nullable CommandSpec command, String text, OfflineOption offline, Console console)
      throws IOException {
    return of(command, text).dataset(offline, console);
  }

  private static DataOptions of(@Nullable CommandSpec command, String data) {
    DataOptions options = new DataOptions();
    options.command = command;
    options.data = data;
    return options;
  }

  /**
   * Refuses to write over the list that names the images.
   *
   * @throws ParameterException if one of the files is that list
   */
  void refuseAsOutput(List<Path> files) throws IOException {
    Path path = Path.of(data);
    for (Path file : files) {
      if (Files.exists(path) && Files.exists(file) && Files.isSameFile(path, file)) {
        throw ModelOptions.usage(
            command,
            "--out would write over the list \"%s\" of --data: name another file".formatted(file));
      }
    }
  }

  private ImageDataset published(OfflineOption offline, Console console) throws IOException {
    if (split != null) {
      throw ModelOptions.usage(
          command, "--split needs a list; a part of a public data set is --data NAME.test");
    }
    if (!PublicDatasets.isName(data)) {
      throw ModelOptions.usage(
          command,
          "--data-from goes with the name of a public data set, but --data is \"%s\". Known are %s."
              .formatted(data, String.join(", ", PublicDatasets.names())));
    }
    try (ProgressLine progress = new ProgressLine(console)) {
      return from == null
          ? PublicDatasets.named(data, offline.mode(), progress)
          : PublicDatasets.named(data, from, progress);
    } catch (FileUnavailableException e) {
      throw new IOException(e.getMessage() + "\nGive it with --data-from PATH.", e);
    } catch (IllegalArgumentException e) {
      throw ModelOptions.usage(command, String.valueOf(e.getMessage()));
    }
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
    return folderName(dataset.name());
  }

  /** Returns a name as that of a folder. */
  static String folderName(String name) {
    return name.replaceAll("[/\\\\:]", "_");
  }
}
