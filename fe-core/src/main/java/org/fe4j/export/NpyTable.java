package org.fe4j.export;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.feature.NpyFile;
import org.fe4j.file.WholeFile;

/** Features for numpy, and beside them a table of what the rows mean. */
final class NpyTable {
  private NpyTable() {}

  static void write(FeatureTable table, Path file) throws IOException {
    WholeFile.write(
        idsBeside(file),
        part -> {
          CsvTable.writeText(table, part);
          // Both are complete before either is replaced.
          NpyFile.write(table.features(), file);
        });
  }

  static Path idsBeside(Path file) {
    String name = String.valueOf(file.getFileName());
    int point = name.lastIndexOf('.');
    return file.resolveSibling((point < 0 ? name : name.substring(0, point)) + ".csv");
  }
}
