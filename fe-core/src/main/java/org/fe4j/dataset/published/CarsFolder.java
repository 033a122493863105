package org.fe4j.dataset.published;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the files of Stanford Cars are. The publisher gave four; people unpacked them in more than
 * one way.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param root the folder that the user gave
 */
record CarsFolder(Path root) {

  /** What to get, for messages. Checksums are those of torchvision's stanford_cars.py. */
  static final String LAYOUT =
      """
      devkit/cars_meta.mat, devkit/cars_train_annos.mat   from car_devkit.tgz, MD5 c3b158d763b6e2245038c8ad08e45376
      cars_train/00001.jpg ...                            from cars_train.tgz, MD5 065e5b463ae28d29e77c1b4b166cfe61
      cars_test/00001.jpg ...                             from cars_test.tgz, MD5 4ce7ebf6a94d07f1952d94dd34c4d501
      cars_test_annos_withlabels.mat                      MD5 b0a2b23655a3edd16d84508592a98d10"""
          .indent(2)
          .stripTrailing();

  Path meta() throws MalformedDatasetException {
    return find("devkit/cars_meta.mat", "cars_meta.mat");
  }

  Path annotations(DatasetPart part) throws MalformedDatasetException {
    return part == DatasetPart.TRAIN
        ? find("devkit/cars_train_annos.mat", "cars_train_annos.mat")
        : find("cars_test_annos_withlabels.mat", "devkit/cars_test_annos_withlabels.mat");
  }

  private Path find(String... names) throws MalformedDatasetException {
    for (Path folder : List.of(root, root.resolve("stanford_cars"))) {
      for (String name : names) {
        if (Files.isRegularFile(folder.resolve(name))) {
          return folder.resolve(name);
        }
      }
    }
    throw new MalformedDatasetException(
        root,
        """
        This lacks %s of Stanford Cars. Give a folder with
        %s
          A folder with a folder of pictures for each class is read by ImageFolder."""
            .formatted(names[0], LAYOUT));
  }

  /**
   * Returns the pictures in the order of the annotations.
   *
   * @throws MalformedDatasetException if one is missing
   */
  ImmutableList<CarPicture> pictures(DatasetPart part, List<CarAnnotation> annotations)
      throws IOException {
    Path folder = pictureFolder("cars_" + part.title());
    ImmutableSet<String> there;
    try (Stream<Path> files = Files.list(folder)) {
      there =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .collect(ImmutableSet.toImmutableSet());
    }
    List<String> missing =
        annotations.stream()
            .map(CarAnnotation::fileName)
            .filter(name -> !there.contains(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new MalformedDatasetException(
          folder,
          "%d of %d annotated pictures are missing, the first of them %s. Unpack cars_%s.tgz again."
              .formatted(missing.size(), annotations.size(), missing.get(0), part.title()));
    }
    return annotations.stream()
        .map(a -> new CarPicture(part, folder.resolve(a.fileName()), a))
        .collect(ImmutableList.toImmutableList());
  }

  /** Some copies have the folder in a folder of its own name. */
  private Path pictureFolder(String name) throws MalformedDatasetException {
    for (Path above : List.of(root, root.resolve("stanford_cars"))) {
      Path folder = above.resolve(name);
      if (Files.isDirectory(folder.resolve(name))) {
        return folder.resolve(name);
      }
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    throw new MalformedDatasetException(
        root,
        """
        This lacks the folder %s of Stanford Cars. Give a folder with
        %s"""
            .formatted(name, LAYOUT));
  }
}
