package org.fe4j.export;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.primitives.ImmutableIntArray;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageRecords;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.SkippedImage;
import org.jspecify.annotations.Nullable;

/**
 * Collects the rows of files, whatever their format, and refuses what makes no table. Whoever makes
 * one closes it, whether a table was built or not.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class TableBuilder implements Closeable {
  /** The longest row: far beyond any backbone's, and 64 MiB. */
  static final int MOST_VALUES = 1 << 24;

  /** The most rows: the longest array that every JVM makes. */
  static final int MOST_ROWS = Integer.MAX_VALUE - 8;

  private static final int ABSENT = -1;
  private static final String NO_REASON = "it has no features, and nothing says why";

  private final FeatureColumns columns;
  private final ImageRecords.Builder images = ImageRecords.builder();
  private final ImmutableIntArray.Builder rowOf = ImmutableIntArray.builder();
  private final Map<Integer, String> reasons = new HashMap<>();
  private final List<FileRows> files = new ArrayList<>();
  private final Hasher paths = Hashing.sha256().newHasher();
  private MappedRows.@Nullable Writer writer;
  private String firstFile = "";
  private String firstPath = "";
  private int count;
  private int rows;

  TableBuilder(FeatureColumns columns) {
    this.columns = columns;
  }

  /**
   * Where rows of a file begin.
   *
   * @param file the name of it
   * @param begin of its rows among all
   */
  private record FileRows(String file, int begin) {}

  /** A row as it was read; what is null is not there. */
  record Row(
      @Nullable String path,
      @Nullable String label,
      @Nullable String group,
      @Nullable String error) {}

  /** Begins with the rows of a file. */
  void begin(String file) {
    files.add(new FileRows(file, count));
  }

  /**
   * Adds a row.
   *
   * @param values holds its features from the beginning; changed by nobody meanwhile
   * @param length of the features; -1 where there are none
   * @throws MalformedFeaturesException if the row makes no sense, or is not as long as the others
   */
  void add(Row row, float[] values, int length) throws IOException {
    String path = required(columns.path(), row.path, "", "an id that no other image has");
    String label = required(columns.label(), row.label, path, "a class");
    if (count == MOST_ROWS) {
      throw tooMany(files.get(files.size() - 1).file, count + 1L);
    }
    if (length < 0) {
      rowOf.add(ABSENT);
      reasons.put(count, row.error == null || row.error.isBlank() ? NO_REASON : row.error.strip());
    } else {
      MappedRows.Writer target = writer(path, length);
      checkValues(path, values, length);
      target.add(values);
      rowOf.add(rows++);
    }
    FileFacts.putPath(path, paths);
    images.add(path, label, row.group == null || row.group.isBlank() ? "" : row.group);
    count++;
  }

  private String required(String column, @Nullable String value, String path, String what)
      throws MalformedFeaturesException {
    if (value == null || value.isBlank()) {
      throw new MalformedFeaturesException(
          "%s: the column \"%s\" is %s, but each image needs %s. Fill it, or remove the row."
              .formatted(where(count, path), column, value == null ? "null" : "blank", what));
    }
    return value;
  }

  private void checkValues(String path, float[] values, int length)
      throws MalformedFeaturesException {
    for (int i = 0; i < length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new MalformedFeaturesException(
            "%s: value %d of the column \"%s\" is %s as a float, but heads need finite ones. Extract the image again, or make its features null, which skips it."
                .formatted(where(count, path), i, columns.features(), values[i]));
      }
    }
  }

  private MappedRows.Writer writer(String path, int length) throws IOException {
    if (writer == null) {
      if (length == 0) {
        throw new MalformedFeaturesException(
            "%s: the column \"%s\" is an empty list. Make it null where an image has no features."
                .formatted(where(count, path), columns.features()));
      }
      if (length > MOST_VALUES) {
        throw new MalformedFeaturesException(
            "%s: the column \"%s\" has more than %d values. No backbone gives so many: name another column."
                .formatted(where(count, path), columns.features(), MOST_VALUES));
      }
      writer = new MappedRows.Writer(length);
      firstFile = files.get(files.size() - 1).file;
      firstPath = path;
    } else if (writer.dimension() != length) {
      throw new MalformedFeaturesException(
          "%s: the column \"%s\" has %s values, but %s in [%s], where %s is. Rows of one table come from one backbone and one tap: read those of others apart."
              .formatted(
                  where(count, path),
                  columns.features(),
                  length > writer.dimension() ? "more than " + writer.dimension() : length,
                  writer.dimension(),
                  firstFile,
                  firstPath));
    }
    return writer;
  }

  /** Returns the most values that a row may have, as far as that is known. */
  int mostValues() {
    return writer == null ? MOST_VALUES : writer.dimension();
  }

  /** Returns the number of rows so far. */
  int count() {
    return count;
  }

  static MalformedFeaturesException tooMany(String file, long rows) {
    return new MalformedFeaturesException(
        String.format(
            Locale.ROOT,
            "[%s] %,d rows, but a table has at most %,d. Divide it.",
            file,
            rows,
            MOST_ROWS));
  }

  /** Returns where a row is, for messages; rows are counted from 1 in each file. */
  String where(int row, String path) {
    FileRows file = files.get(0);
    for (FileRows next : files) {
      file = next.begin <= row ? next : file;
    }
    String number = String.format(Locale.ROOT, "[%s] row %,d", file.file, row - file.begin + 1L);
    return path.isEmpty() ? number : number + " (" + path + ")";
  }

  /**
   * Returns the table.
   *
   * @param source where it came from
   * @param facts what the file states of itself
   * @throws MalformedFeaturesException if there is no row, no row has features, a path occurs
   *     twice, or there are fewer than two classes
   */
  FeatureTable build(FeatureFile source, FileFacts facts) throws IOException {
    if (writer == null) {
      throw new MalformedFeaturesException(
          "[%s] %s"
              .formatted(
                  source.name(),
                  count == 0
                      ? "there is no row. Were the features written?"
                      : "none of %d rows has features; of the first: %s"
                          .formatted(count, reasons.getOrDefault(0, NO_REASON))));
    }
    int written = count;
    boolean untouched = facts.orderSha256().equals(paths.hash().toString());
    if (untouched) {
      for (FileFacts.Skipped image : facts.skipped()) {
        images.add(image.path(), image.label(), image.group());
        rowOf.add(ABSENT);
        reasons.put(count++, image.reason());
      }
    }
    ImageRecords.Sorted sorted = images.sorted();
    Optional<ImageRecords.Twice> twice = sorted.twice();
    if (twice.isPresent()) {
      throw new MalformedFeaturesException(
          "%s: the path was there before, at %s. Each image has one row: remove the others."
              .formatted(
                  where(twice.get().second(), twice.get().id()), where(twice.get().first(), "")));
    }
    ImmutableIntArray order = untouched ? inDataSet(written, source, facts) : sorted.order();
    String name = facts.name().isEmpty() ? FeatureReading.stem(source.path()) : facts.name();
    ImageDataset dataset =
        sorted.build(name, order, untouched ? facts.classNames() : ImmutableList.of());
    if (dataset.classNames().size() < 2) {
      throw new MalformedFeaturesException(
          "[%s] telling classes apart takes two or more, but all %d rows have \"%s\" in the column \"%s\". Check the labels."
              .formatted(source.name(), count, dataset.classNames().get(0), columns.label()));
    }
    return FeatureTable.of(
        features(writer.finish(), order, dataset).withProvenance(facts.provenance()),
        dataset,
        Optional.of(source));
  }

  /** Returns the images in the data set's order: those without a row are where they were. */
  private ImmutableIntArray inDataSet(int written, FeatureFile source, FileFacts facts)
      throws MalformedFeaturesException {
    int[] order = new int[count];
    Arrays.fill(order, ABSENT);
    for (int i = 0; i < facts.skipped().size(); i++) {
      int index = facts.skipped().get(i).index();
      if (index < 0 || index >= count || order[index] != ABSENT) {
        throw new MalformedFeaturesException(
            "[%s] the metadata has a skipped image at %d of %d, where none can be. Write the file anew."
                .formatted(source.name(), index, count));
      }
      order[index] = written + i;
    }
    int next = 0;
    for (int i = 0; i < count; i++) {
      order[i] = order[i] == ABSENT ? next++ : order[i];
    }
    return ImmutableIntArray.copyOf(order);
  }

  private DatasetFeatures features(
      MappedRows matrix, ImmutableIntArray order, ImageDataset dataset) {
    ImmutableIntArray all = rowOf.build();
    ImmutableIntArray.Builder permutation = ImmutableIntArray.builder(rows);
    ImmutableIntArray.Builder indices = ImmutableIntArray.builder(rows);
    ImmutableList.Builder<SkippedImage> skipped = ImmutableList.builder();
    for (int index = 0; index < order.length(); index++) {
      int added = order.get(index);
      if (all.get(added) == ABSENT) {
        skipped.add(
            new SkippedImage(index, dataset.id(index), reasons.getOrDefault(added, NO_REASON)));
      } else {
        permutation.add(all.get(added));
        indices.add(index);
      }
    }
    return DatasetFeatures.of(
        new PermutedRows(matrix, permutation.build()), indices.build(), skipped.build(), 0);
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
