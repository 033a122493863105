package org.fe4j.export;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.feature.NpyFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table from comma-separated values: text and values, as {@link ExportFormat#CSV} writes
 * them, or text alone beside a .npy file, which is read as a whole.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class TextFeatures {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private static final String FIRST_VALUE = "f0";

  private final Path file;
  private final FeatureColumns columns;

  private TextFeatures(Path file, FeatureColumns columns) {
    this.file = file;
    this.columns = columns;
  }

  /** Where the features of rows come from. */
  private interface Values {
    /** Returns the features of a row, counted from 0. */
    float[] of(CSVRecord row, int number) throws IOException;
  }

  /** Reads a file whose columns from f0 on are the values. */
  static FeatureTable readCsv(Path file, FeatureColumns columns) throws IOException {
    TextFeatures reading = new TextFeatures(file, columns);
    try (TableBuilder table = new TableBuilder(columns)) {
      reading.readRows(table, FIRST_VALUE, reading::numbers);
      return table.build(
          new FeatureFile(file, FeatureReading.sha256(file), columns), FileFacts.NONE);
    }
  }

  /** Reads a file of numpy with the table of its rows beside it. */
  static FeatureTable readNpy(Path file, FeatureColumns columns) throws IOException {
    Path ids = NpyTable.idsBeside(file);
    if (!Files.exists(ids)) {
      throw new MalformedFeaturesException(
          "[%s] there is no \"%s\" beside it, with the path and label of each row. Put it there."
              .formatted(file.getFileName(), ids.getFileName()));
    }
    DenseFeatures features = npy(file);
    TextFeatures reading = new TextFeatures(ids, columns);
    try (TableBuilder table = new TableBuilder(columns)) {
      reading.readRows(
          table,
          columns.path(),
          (row, number) -> {
            if (number == features.rows()) {
              throw unequal(file, features, ids, "more");
            }
            return features.row(number);
          });
      if (table.count() < features.rows()) {
        throw unequal(file, features, ids, Integer.toString(table.count()));
      }
      return table.build(
          new FeatureFile(
              file,
              FeatureReading.sha256(
                  ImmutableMap.of(
                      String.valueOf(file.getFileName()),
                      file,
                      String.valueOf(ids.getFileName()),
                      ids)),
              columns),
          FileFacts.NONE);
    }
  }

  private static DenseFeatures npy(Path file) throws IOException {
    try {
      return NpyFile.read(file);
    } catch (IOException e) {
      throw new MalformedFeaturesException(String.valueOf(e.getMessage()), e);
    }
  }

  private static MalformedFeaturesException unequal(
      Path file, DenseFeatures features, Path ids, String found) {
    return new MalformedFeaturesException(
        "[%s] %d rows of features, but %s in [%s]. Both belong together: write them anew."
            .formatted(file.getFileName(), features.rows(), found, ids.getFileName()));
  }

  private void readRows(TableBuilder table, String needed, Values values) throws IOException {
    String name = String.valueOf(file.getFileName());
    table.begin(name);
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser rows = FORMAT.parse(reader)) {
      List<String> header = rows.getHeaderNames();
      for (String column : List.of(columns.path(), columns.label(), needed)) {
        if (!header.contains(column)) {
          throw new MalformedFeaturesException(
              "[%s] there is no column \"%s\"; the first are: %s. Add it, or name another with FeatureColumns."
                  .formatted(
                      name,
                      column,
                      String.join(", ", header.subList(0, Math.min(header.size(), 10)))));
        }
      }
      for (CSVRecord row : rows) {
        if (row.size() != header.size()) {
          throw new MalformedFeaturesException(
              "%s: %d fields, but the header has %d. Write the file anew."
                  .formatted(table.where(table.count(), ""), row.size(), header.size()));
        }
        float[] features = values.of(row, table.count());
        table.add(
            new TableBuilder.Row(
                row.get(columns.path()), row.get(columns.label()), optional(row), null),
            features,
            features.length);
      }
    } catch (UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
      throw new MalformedFeaturesException(
          "[%s] these are no comma-separated values with a header: %s. Write the file anew."
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private @Nullable String optional(CSVRecord row) {
    return row.isMapped(columns.group()) ? row.get(columns.group()) : null;
  }

  /** Returns the fields from the first value on. */
  private float[] numbers(CSVRecord row, int number) throws MalformedFeaturesException {
    int begin = row.getParser().getHeaderNames().indexOf(FIRST_VALUE);
    float[] values = new float[row.size() - begin];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = Float.parseFloat(row.get(begin + i));
      } catch (NumberFormatException e) {
        throw new MalformedFeaturesException(
            "[%s] row %d (%s): \"%s\" is no number. Correct it."
                .formatted(
                    file.getFileName(), number + 1, row.get(columns.path()), row.get(begin + i)),
            e);
      }
    }
    return values;
  }
}
