package org.fe4j.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.fe4j.feature.FeatureMatrix;

/** Features as comma-separated values. */
final class CsvTable {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  private CsvTable() {}

  /** Writes the columns of text and a column for each value of the features. */
  static void write(FeatureTable table, Path file) throws IOException {
    write(table, file, table.features().dimension());
  }

  /** Writes the columns of text alone. */
  static void writeText(FeatureTable table, Path file) throws IOException {
    write(table, file, 0);
  }

  private static void write(FeatureTable table, Path file, int dimension) throws IOException {
    FeatureMatrix features = table.features();
    float[] values = new float[features.dimension()];
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        CSVPrinter csv = new CSVPrinter(writer, FORMAT)) {
      for (TextColumn column : table.columns()) {
        csv.print(column.name());
      }
      for (int i = 0; i < dimension; i++) {
        csv.print("f" + i);
      }
      csv.println();
      for (int row = 0; row < features.rows(); row++) {
        for (TextColumn column : table.columns()) {
          csv.print(column.value(row));
        }
        if (dimension > 0) {
          features.copyRow(row, values, 0);
        }
        for (int i = 0; i < dimension; i++) {
          csv.print(Float.toString(values[i]));
        }
        csv.println();
      }
    }
  }
}
