package org.fe4j.dataset;

import com.google.common.io.Files;
import com.google.common.primitives.ImmutableIntArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the rows of a list and refuses those that make no data set.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class ListedImages {
  /** As many are named in a message. */
  private static final int NAMED = 10;

  private final ListFile list;
  private final Path folder;
  private final ImageFiles.Builder files;
  private final PackedStrings.Builder simplePaths = new PackedStrings.Builder();
  private final Categories.Builder labels = new Categories.Builder();
  private final Categories.Builder groups = new Categories.Builder();
  private final Categories.Builder splits = new Categories.Builder();
  private final ImmutableIntArray.Builder lines = ImmutableIntArray.builder();
  private final List<String> missing = new ArrayList<>();
  private int missingCount;
  private long lineWithoutSplit;

  ListedImages(ListFile list) {
    this.list = list;
    this.folder = list.folder();
    this.files = new ImageFiles.Builder(folder);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it lacks a path or a label
   */
  void add(ListedImage row) {
    String label = row.label().strip();
    if (row.path().isBlank() || label.isEmpty()) {
      throw list.mistake(
          row.line(),
          "Expected a path and a label, but the %s is missing or empty. Add it or remove the line."
              .formatted(row.path().isBlank() ? ListFile.PATH : ListFile.LABEL));
    }
    Path file = file(row);
    if (!java.nio.file.Files.isRegularFile(file)) {
      missingCount++;
      if (missing.size() < NAMED) {
        missing.add("%s (line %,d)".formatted(row.path(), row.line()));
      }
    }
    String split = row.split().strip();
    if (split.isEmpty() && lineWithoutSplit == 0) {
      lineWithoutSplit = row.line();
    }
    files.add(row.path(), file);
    simplePaths.add(Files.simplifyPath(row.path()));
    labels.add(label);
    groups.add(row.group().strip());
    splits.add(split);
    lines.add(Math.toIntExact(row.line()));
  }

  private Path file(ListedImage row) {
    try {
      return FileNames.resolve(folder, row.path());
    } catch (IllegalArgumentException e) {
      throw list.mistake(
          row.line(),
          "\"%s\" cannot be the path of a file: %s. Correct it."
              .formatted(row.path(), e.getMessage()));
    }
  }

  /**
   * Returns the data set.
   *
   * @throws IllegalArgumentException if there are fewer than two classes, if a path is listed
   *     twice, if a file is not there, or if only some rows have a split
   */
  ImageList build() {
    Categories classes = labels.build();
    Categories parts = splits.build();
    checkClasses(classes);
    if (lineWithoutSplit > 0 && parts.names().size() > 1) {
      throw list.mistake(
          lineWithoutSplit,
          "Expected a split, since other lines have one, but it is missing or empty. Add it, or"
              + " remove it everywhere.");
    }
    ImageFiles images = files.build();
    checkPaths(images);
    if (missingCount > 0) {
      throw list.mistake(
          "%,d of %,d listed files are not there: %s%s. Relative paths begin at %s."
                  .formatted(
                      missingCount,
                      images.size(),
                      String.join(", ", missing),
                      missingCount > NAMED ? " and %,d more".formatted(missingCount - NAMED) : "",
                      folder.toAbsolutePath().normalize())
              + " Correct the paths or remove the lines.");
    }
    return new ImageList(list, images, classes, groups.build(), parts);
  }

  private void checkClasses(Categories classes) {
    if (classes.names().isEmpty()) {
      throw list.mistake("Expected a line for each image, but there is none.");
    }
    if (classes.names().size() == 1) {
      throw list.mistake(
          "All images have the label %s, but telling classes apart takes two or more. Check the"
                  .formatted(classes.names().get(0))
              + " labels.");
    }
  }

  private void checkPaths(ImageFiles images) {
    PackedStrings paths = simplePaths.build();
    ImmutableIntArray lineOf = lines.build();
    ImmutableIntArray order = paths.order();
    List<String> twice = new ArrayList<>();
    int count = 0;
    for (int i = 1; i < order.length(); i++) {
      int first = order.get(i - 1);
      int second = order.get(i);
      if (paths.compare(first, second) == 0) {
        count++;
        if (twice.size() < NAMED) {
          twice.add(
              "%s (lines %,d and %,d)"
                  .formatted(images.id(second), lineOf.get(first), lineOf.get(second)));
        }
      }
    }
    if (count > 0) {
      throw list.mistake(
          "Expected each file once, but these are listed again: %s%s. Remove all lines of a file but"
                  .formatted(
                      String.join(", ", twice),
                      count > NAMED ? " and %,d more".formatted(count - NAMED) : "")
              + " one.");
    }
  }
}
