package org.fe4j.dataset.published;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.download.FileUnavailableException;
import org.fe4j.download.OfflineMode;
import org.fe4j.progress.ProgressListener;

/**
 * Public data sets by their names: {@code cifar10}, {@code cifar100}, {@code cifar100_coarse},
 * {@code stl10}, {@code stanford_cars}, {@code stanford_cars_cropped}, each with both parts joined,
 * or one of them as in {@code cifar10.test}; and {@code image_folder}, a folder of class folders.
 *
 * <p>Safe for use by multiple threads.
 */
public final class PublicDatasets {
  private PublicDatasets() {}

  /** A data set that was opened, of which a part can be taken. */
  @FunctionalInterface
  private interface Opened {
    ImageDataset part(DatasetPart part);
  }

  /** From the publisher, downloaded and unpacked now or before. */
  @FunctionalInterface
  private interface Download {
    Opened from(DatasetCache cache, ProgressListener listener) throws IOException;
  }

  /** From what the user has. */
  @FunctionalInterface
  private interface Local {
    Opened of(Path local, ProgressListener listener) throws IOException;
  }

  /** A data set, and how it is had. */
  private record Known(String title, Download download, Local local) {}

  private static final ImmutableList<Known> KNOWN =
      ImmutableList.of(
          new Known(
              Cifar10.NAME,
              (cache, listener) -> Cifar10.download(Cifar10.ARCHIVE, cache, listener)::part,
              (local, listener) -> Cifar10.of(local, listener)::part),
          new Known(
              Cifar100.NAME,
              (cache, listener) -> Cifar100.download(Cifar100.ARCHIVE, cache, listener)::part,
              (local, listener) -> Cifar100.of(local, listener)::part),
          new Known(
              Cifar100.COARSE_NAME,
              (cache, listener) ->
                  Cifar100.download(Cifar100.ARCHIVE, cache, listener).withCoarseLabels()::part,
              (local, listener) -> Cifar100.of(local, listener).withCoarseLabels()::part),
          new Known(
              Stl10.NAME,
              (cache, listener) -> Stl10.download(Stl10.ARCHIVE, cache, listener)::part,
              (local, listener) -> Stl10.of(local, listener)::part),
          new Known(
              StanfordCars.NAME,
              gone(StanfordCars.NAME),
              (local, listener) -> StanfordCars.of(local)::part),
          new Known(
              StanfordCars.CROPPED_NAME,
              gone(StanfordCars.CROPPED_NAME),
              (local, listener) -> StanfordCars.of(local).croppedToBox()::part),
          new Known(
              "image_folder",
              (cache, listener) -> {
                throw new IllegalArgumentException(
                    "image_folder is a folder of yours, with a folder of images for each class: give its"
                        + " path.");
              },
              (local, listener) -> part -> folder(local, part)));

  private static Download gone(String title) {
    return (cache, listener) -> {
      throw new FileUnavailableException(
          """
          [%s] The publisher's addresses below https://ai.stanford.edu/~jkrause/ have not answered since 2023, and fe4j downloads from nobody else. Get the publisher's files, compare their MD5, and give a folder with
          %s"""
              .formatted(title, CarsFolder.LAYOUT));
    };
  }

  private static ImageDataset folder(Path local, DatasetPart part) {
    if (part != DatasetPart.JOINED) {
      throw new IllegalArgumentException(
          "An image folder has no part %s: give the path of the folder that is the part."
              .formatted(part.title()));
    }
    return ImageFolder.of(local);
  }

  /** Returns the names, without those of parts. */
  public static ImmutableList<String> names() {
    return KNOWN.stream().map(known -> known.title).collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns a data set from its publisher, downloaded and unpacked now or before.
   *
   * @param name {@code cifar10}, or {@code cifar10.train} for a part
   * @throws IllegalArgumentException if nobody knows the name
   * @throws FileUnavailableException if it cannot be had: the message says why and what to do
   * @throws IOException if the cache cannot be read or written
   */
  public static ImageDataset named(String name, ProgressListener listener) throws IOException {
    return named(name, OfflineMode.current(), listener);
  }

  /** The same, for those who decide whether the network may be used. */
  public static ImageDataset named(String name, OfflineMode offline, ProgressListener listener)
      throws IOException {
    Known known = known(name);
    DatasetPart part = part(name);
    return known.download.from(DatasetCache.ofDefaults(offline), listener).part(part);
  }

  /** Returns whether a name is that of a public data set, or of a part of one. */
  public static boolean isName(String name) {
    return names().contains(title(name));
  }

  /**
   * Returns a data set that the user has: the publisher's archive, or the folder that it was
   * unpacked into. Nothing is downloaded.
   *
   * @param name {@code cifar10}, or {@code cifar10.train} for a part
   * @throws IllegalArgumentException if nobody knows the name, or there is no such file
   * @throws IOException if it cannot be read, or is something else
   */
  public static ImageDataset named(String name, Path local, ProgressListener listener)
      throws IOException {
    Known known = known(name);
    DatasetPart part = part(name);
    return known.local.of(local, listener).part(part);
  }

  private static String title(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static Known known(String name) {
    String title = title(name);
    return KNOWN.stream()
        .filter(known -> known.title.equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown data set \"%s\". Known are %s."
                        .formatted(title, String.join(", ", names()))));
  }

  private static DatasetPart part(String name) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      return DatasetPart.JOINED;
    }
    String title = name.substring(dot + 1);
    return DatasetPart.JOINED.halves().stream()
        .filter(part -> part.title().equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown part \"%s\" of \"%s\". Parts are train and test; both are joined where"
                            .formatted(title, name)
                        + " none is named."));
  }
}
