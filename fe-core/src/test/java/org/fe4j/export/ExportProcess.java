package org.fe4j.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a table in a process of its own: with a small heap, or without the libraries of a format.
 */
final class ExportProcess {
  private ExportProcess() {}

  /** Takes a folder, a number of rows, a dimension, and formats. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    int dimension = Integer.parseInt(arguments[2]);
    FeatureTable table =
        FeatureTable.unlabelled(
            "counted", new CountedFeatures(rows, dimension), row -> "row" + row);
    for (int i = 3; i < arguments.length; i++) {
      ExportFormat format = ExportFormat.valueOf(arguments[i]);
      Path file = folder.resolve("counted" + format.extension());
      long begin = System.nanoTime();
      try {
        format.write(table, file);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        System.out.printf("%s %d bytes %d ms%n", format, Files.size(file), millis);
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
