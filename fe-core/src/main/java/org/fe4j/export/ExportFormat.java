package org.fe4j.export;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fe4j.file.WholeFile;

/**
 * The formats that features are written in. Values keep every bit in all of them: as float32 in npy
 * and Parquet; in CSV and ARFF with as many digits as it takes to read back the same float32, and
 * on Java before 19 at times one or two more. Text is UTF-8. Rows are written one by one, so that
 * memory does not grow with their number. A file appears whole or not at all, in the place of what
 * was there.
 */
public enum ExportFormat {
  /**
   * numpy's format: (rows, dimension) float32, little-endian. The other columns are in a CSV file
   * beside it, of the same name but for its ending.
   */
  NPY {
    @Override
    void writeRows(FeatureTable table, Path file) throws IOException {
      NpyTable.write(table, file);
    }

    @Override
    public ImmutableList<Path> files(Path file) {
      return ImmutableList.of(file, NpyTable.idsBeside(file));
    }
  },

  /** Comma-separated values, RFC 4180 with line feeds: a header {@code path,label,f0,f1…}. */
  CSV {
    @Override
    void writeRows(FeatureTable table, Path file) throws IOException {
      WholeFile.write(file, part -> CsvTable.write(table, part));
    }
  },

  /**
   * Apache Parquet, zstd: {@code path}, {@code label} and {@code group} as strings, {@code
   * features} as a list of float in the standard three levels; in the file's metadata what made
   * them. Needs a library that fe-core does not bring.
   */
  PARQUET {
    @Override
    void writeRows(FeatureTable table, Path file) throws IOException {
      WholeFile.write(file, part -> ParquetTable.write(table, part));
    }

    @Override
    public void requireLibraries() {
      ParquetLibrary.requireWriting();
    }
  },

  /**
   * Weka's text format: {@code path} as a string, {@code f0}, {@code f1}… as numbers, and last,
   * where Weka looks for it, the class as a nominal attribute.
   */
  ARFF {
    @Override
    void writeRows(FeatureTable table, Path file) throws IOException {
      WholeFile.write(file, part -> ArffTable.write(table, part));
    }
  };

  /**
   * Returns the format that the name of a file ends in, in any case.
   *
   * @throws IllegalArgumentException if it ends in none; the message lists them
   */
  public static ExportFormat of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Stream.of(values())
        .filter(format -> name.endsWith(format.extension()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Features are written to a file that ends in %s, but found \"%s\""
                        .formatted(extensions(), file)));
  }

  private static String extensions() {
    return Stream.of(values()).map(ExportFormat::extension).collect(Collectors.joining(", "));
  }

  /** Returns the ending of the files, with its point. */
  public String extension() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /**
   * Checks that the format can be written. {@link #write} checks it too; ask before a long
   * extraction.
   *
   * @throws IllegalStateException if a library is missing; the message has the lines to add
   */
  public void requireLibraries() {}

  /** Returns all files that {@link #write} writes for this one. */
  public ImmutableList<Path> files(Path file) {
    return ImmutableList.of(file);
  }

  /**
   * Writes a table; its folder is made where it is missing.
   *
   * @throws IOException if it cannot be written; what was there before is still there then
   * @throws IllegalStateException if a library is missing; the message has the lines to add
   */
  public void write(FeatureTable table, Path file) throws IOException {
    requireLibraries();
    writeRows(table, file);
  }

  abstract void writeRows(FeatureTable table, Path file) throws IOException;
}
