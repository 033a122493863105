package org.fe4j.export;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Chooses by the name of a file who reads it. */
final class FeatureReading {
  private FeatureReading() {}

  static FeatureTable read(Path path, FeatureColumns columns) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    if (Files.isDirectory(path) || name.endsWith(ExportFormat.PARQUET.extension())) {
      ParquetLibrary.requireReading();
      return ParquetFeatures.read(path, columns);
    }
    if (name.endsWith(ExportFormat.CSV.extension())) {
      return TextFeatures.readCsv(path, columns);
    }
    if (name.endsWith(ExportFormat.NPY.extension())) {
      return TextFeatures.readNpy(path, columns);
    }
    throw new IllegalArgumentException(
        "Features are read from a file that ends in .parquet, .npy or .csv, or from a folder of Parquet files, but found \"%s\""
            .formatted(path));
  }

  /** Returns what a file or folder is called, without the ending of a format. */
  static String stem(Path path) {
    Path last = path.toAbsolutePath().normalize().getFileName();
    String name = last == null ? path.toString() : last.toString();
    for (ExportFormat format : ExportFormat.values()) {
      if (name.toLowerCase(Locale.ROOT).endsWith(format.extension())
          && name.length() > format.extension().length()) {
        return name.substring(0, name.length() - format.extension().length());
      }
    }
    return name;
  }

  /** Returns the SHA-256 of a file, in hex. */
  static String sha256(Path file) throws IOException {
    return hash(file).toString();
  }

  private static HashCode hash(Path file) throws IOException {
    return MoreFiles.asByteSource(file).hash(Hashing.sha256());
  }

  /** Returns the SHA-256 of the names and the SHA-256 of files, in their order, in hex. */
  static String sha256(Map<String, Path> files) throws IOException {
    Hasher hasher = Hashing.sha256().newHasher();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      byte[] name = file.getKey().getBytes(StandardCharsets.UTF_8);
      hasher.putInt(name.length).putBytes(name).putBytes(hash(file.getValue()).asBytes());
    }
    return hasher.hash().toString();
  }
}
