package org.fe4j.dataset.published;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.fe4j.dataset.ImageDataset;

/** What data sets share whose pictures are records of raw pixels. */
abstract sealed class RecordDataset implements ImageDataset permits Cifar10, Cifar100, Stl10 {
  private final String name;
  private final ImmutableList<String> classNames;
  private final PlanarPixels pixels;
  private final ImmutableList<LabelledRecords> files;
  private final int size;

  /**
   * @param files of all parts, those to train on first
   * @param part which of them are taken
   */
  RecordDataset(
      String name,
      ImmutableList<String> classNames,
      PlanarPixels pixels,
      List<LabelledRecords> files,
      DatasetPart part) {
    this.name = part.nameOf(name);
    this.classNames = classNames;
    this.pixels = pixels;
    this.files =
        files.stream()
            .filter(file -> part.halves().contains(file.part()))
            .collect(ImmutableList.toImmutableList());
    this.size = this.files.stream().mapToInt(LabelledRecords::count).sum();
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int size() {
    return size;
  }

  @Override
  public final ImmutableList<String> classNames() {
    return classNames;
  }

  /** Finds the record of an index. */
  private interface Found<T, X extends Exception> {
    T in(LabelledRecords file, int record) throws X;
  }

  private <T, X extends Exception> T find(int index, Found<T, X> found) throws X {
    int record = Objects.checkIndex(index, size);
    for (LabelledRecords file : files) {
      if (record < file.count()) {
        return found.in(file, record);
      }
      record -= file.count();
    }
    throw new AssertionError("checked above");
  }

  @Override
  public final int label(int index) {
    return find(index, (file, record) -> file.labels().get(record));
  }

  /** Returns the part and the number within it, from 0 on, as in {@code train/00042}. */
  @Override
  public final String id(int index) {
    return find(
        index,
        (file, record) ->
            file.part().title()
                + "/"
                + Strings.padStart(Integer.toString(file.firstNumber() + record), 5, '0'));
  }

  /** Returns the picture as a portable pixmap (P6): a header and the pixels. */
  @Override
  public final byte[] bytes(int index) throws IOException {
    byte[] planes =
        find(
            index,
            (file, record) -> file.records().read(record, file.pixelsBegin(), pixels.byteCount()));
    return pixels.image(planes).toPpm();
  }

  @Override
  public final String toString() {
    return "%s: %d images, %d classes".formatted(name, size, classNames.size());
  }
}
