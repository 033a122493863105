package org.fe4j.dataset;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Images that a list names, with their classes. The list is a file of comma-separated values
 * ({@code .csv}, RFC 4180) whose first line names the columns, or of JSON objects, one a line
 * ({@code .jsonl}, {@code .ndjson}):
 *
 * <pre>
 * path,label,group,split
 * photos/0001.jpg,gneiss,quarry 7,train
 * "photos/north, 2.jpg",granite,quarry 8,test
 *
 * {"path": "photos/0001.jpg", "label": "gneiss", "group": "quarry 7", "split": "train"}
 * </pre>
 *
 * <p>{@code path} begins at the list's folder, or is absolute; as it is written it is the image's
 * id. {@code label} is the class; in JSON it may be a whole number. {@code group} may be left out,
 * in single rows too: such an image is alone. {@code split} is the part of the data set; either all
 * rows have one or none. Other columns are ignored, and white space around labels, groups and
 * splits. The text is UTF-8, with or without a byte order mark.
 *
 * <p>Images are in the list's order; classes are sorted by their UTF-8 bytes, as by {@link
 * ImageFolder}. The list is read once, when this is made; the images are read when they are asked
 * for. In memory an image takes the bytes of its path and eight more, and four for a group and a
 * split each.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class ImageList implements ImageDataset {
  private final ListFile list;
  private final String name;
  private final ImageFiles images;
  private final Categories labels;
  private final Categories groups;
  private final Categories splits;
  private final ImmutableList<String> splitNames;

  ImageList(
      ListFile list, ImageFiles images, Categories labels, Categories groups, Categories splits) {
    this(list, nameOf(list), images, labels, groups, splits, splitNames(splits));
  }

  private ImageList(
      ListFile list,
      String name,
      ImageFiles images,
      Categories labels,
      Categories groups,
      Categories splits,
      ImmutableList<String> splitNames) {
    this.list = list;
    this.name = name;
    this.images = images;
    this.labels = labels;
    this.groups = groups;
    this.splits = splits;
    this.splitNames = splitNames;
  }

  private static String nameOf(ListFile list) {
    String name = FileNames.of(list.path());
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static ImmutableList<String> splitNames(Categories splits) {
    boolean none = splits.names().equals(ImmutableList.of(""));
    return none ? ImmutableList.of() : splits.names();
  }

  /**
   * Returns the images of a list.
   *
   * @param list a file that ends in .csv, .jsonl or .ndjson
   * @throws IllegalArgumentException if there is no such list, a line of it is wrong, a path is
   *     listed twice, a file is not there, or there are fewer than two classes; the message says
   *     where and what to do
   * @throws UncheckedIOException if the list cannot be read
   */
  public static ImageList of(Path list) {
    ListFile file = new ListFile(list);
    ListedImages images = new ListedImages(file);
    try {
      file.read(images::add);
    } catch (IOException e) {
      throw new UncheckedIOException("[%s] cannot be read".formatted(list), e);
    }
    return images.build();
  }

  /** Returns whether a path ends as {@link #of} expects it of a list, in any case. */
  public static boolean isNamedAsList(Path path) {
    return ListFile.isNamedAsList(path);
  }

  /** Returns the list's file. */
  public Path list() {
    return list.path();
  }

  /** Returns the names of the parts, sorted; none where the list has no splits. */
  public ImmutableList<String> splits() {
    return splitNames;
  }

  /**
   * Returns one part, with the classes and labels of the whole.
   *
   * @throws IllegalArgumentException if there is no such part; the message names all
   */
  public ImageList split(String split) {
    if (!splitNames.contains(split)) {
      throw list.mistake(
          splitNames.isEmpty()
              ? "The list has no splits, but \"%s\" was asked for. Use the whole list or add a split"
                      .formatted(split)
                  + " to each row."
              : "There is no split \"%s\"; there are: %s."
                  .formatted(split, String.join(", ", splitNames)));
    }
    ImmutableIntArray.Builder builder = ImmutableIntArray.builder();
    for (int index = 0; index < size(); index++) {
      if (splits.name(index).equals(split)) {
        builder.add(index);
      }
    }
    ImmutableIntArray rows = builder.build();
    return new ImageList(
        list,
        splitNames.size() == 1 ? name : name + "-" + split,
        images.select(rows),
        labels.select(rows),
        groups.select(rows),
        splits.select(rows),
        ImmutableList.of(split));
  }

  /** Returns the list's name without its ending; of a part with the split behind it. */
  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public ImmutableList<String> classNames() {
    return labels.names();
  }

  @Override
  public int label(int index) {
    return labels.value(index);
  }

  @Override
  public String id(int index) {
    return images.id(index);
  }

  @Override
  public String group(int index) {
    String group = groups.name(index);
    return group.isEmpty() ? id(index) : group;
  }

  /** Returns the file of an image. */
  public Path file(int index) {
    return images.file(index);
  }

  @Override
  public byte[] bytes(int index) throws IOException {
    return Files.readAllBytes(file(index));
  }

  @Override
  public String toString() {
    return "ImageList[%s: %d images, %d classes]"
        .formatted(list.path(), size(), labels.names().size());
  }
}
