package org.fe4j.export;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.fe4j.dataset.ImageRecords;
import org.fe4j.feature.DatasetFeatures;

/** Reads a table in a process of its own, with a small heap. */
final class ReadingProcess {
  private ReadingProcess() {}

  /** Takes a folder, a number of rows and a dimension; writes the table there first. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]).resolve("counted.parquet");
    int rows = Integer.parseInt(arguments[1]);
    int dimension = Integer.parseInt(arguments[2]);
    if (!Files.exists(file)) {
      write(file, rows, dimension);
    }
    long begin = System.nanoTime();
    FeatureTable table = FeatureTable.read(file);
    long millis = (System.nanoTime() - begin) / 1_000_000;
    CountedFeatures written = new CountedFeatures(rows, dimension);
    int equal = 0;
    for (int row = 0; row < table.features().rows(); row++) {
      equal += Arrays.equals(table.features().row(row), written.row(row)) ? 1 : 0;
    }
    Runtime runtime = Runtime.getRuntime();
    runtime.gc();
    System.out.printf(
        "%d rows of %d equal, %d MiB of heap kept, read in %d ms%n",
        equal, rows, (runtime.totalMemory() - runtime.freeMemory()) >> 20, millis);
  }

  private static void write(Path file, int rows, int dimension) throws IOException {
    ImageRecords.Builder images = ImageRecords.builder();
    for (int row = 0; row < rows; row++) {
      images.add("image" + row, "class" + row % 10, "");
    }
    ImmutableIntArray all = ImmutableIntArray.copyOf(IntStream.range(0, rows));
    ExportFormat.PARQUET.write(
        FeatureTable.of(
            DatasetFeatures.of(new CountedFeatures(rows, dimension), all, ImmutableList.of(), 0),
            images.sorted().build("counted", all, ImmutableList.of())),
        file);
  }
}
