package org.fe4j.export;

import java.nio.file.Path;

/**
 * Where a table was read from.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param path the file, or the folder of part files
 * @param sha256 of the file's bytes; of a folder, of the relative name and the SHA-256 of each part
 *     file, sorted by name; of a .npy file likewise of it and of the table beside it; in hex
 * @param columns that were read
 */
public record FeatureFile(Path path, String sha256, FeatureColumns columns) {

  /** Returns the last part of the path, for reports. */
  public String name() {
    Path last = path.toAbsolutePath().normalize().getFileName();
    return last == null ? path.toString() : last.toString();
  }
}
