package org.fe4j.zoo;

import java.io.IOException;
import java.net.URI;
import org.fe4j.Version;
import org.fe4j.download.Checksum;
import org.fe4j.download.FileSize;
import org.fe4j.download.RemoteFile;

/**
 * A weight file as it was found: one object of a {@link WeightsLock}.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name full name of the backbone, {@code architecture.weights}
 * @param file name of the file in the cache, without a folder
 * @param url where it was published
 * @param sha256 of the whole file as it was found: 64 hexadecimal digits in lower case
 * @param publishedSha256 what its publisher says: the first digits, or nothing where none is known
 * @param bytes size of the file as it was found
 * @param license of the weights, as far as it is stated
 */
public record LockedWeights(
    String name,
    String file,
    URI url,
    String sha256,
    String publishedSha256,
    long bytes,
    String license) {

  /** Refuses what no file of a catalogue has: paths as names, checksums that contradict. */
  public LockedWeights {
    if (!name.matches("[a-z0-9_]+\\.[a-z0-9_]+")) {
      throw new IllegalArgumentException("Not a full name of a backbone: \"" + name + "\"");
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("Not a whole SHA-256 in lower case: \"" + sha256 + "\"");
    }
    if (!publishedSha256.isEmpty() && !publishedSha256.matches("[0-9a-f]{8,64}")) {
      throw new IllegalArgumentException(
          "Not the first 8 to 64 digits of a SHA-256: \"" + publishedSha256 + "\"");
    }
    if (!sha256.startsWith(publishedSha256)) {
      throw new IllegalArgumentException(
          "The SHA-256 %s does not begin with the published %s".formatted(sha256, publishedSha256));
    }
    remoteFile(url, sha256, file, bytes); // Refuses addresses, names and sizes that are none.
  }

  /**
   * Returns what an entry of the catalogue and a file on this machine say.
   *
   * @param sha256 of the whole file
   * @throws IllegalArgumentException if the entry's weights travel in the jar
   */
  static LockedWeights of(ZooEntry entry, String sha256, long bytes) {
    RemoteFile location = location(entry);
    return new LockedWeights(
        entry.name(),
        location.fileName(),
        location.uri(),
        sha256,
        entry.sha256(),
        bytes,
        entry.license());
  }

  private static RemoteFile location(ZooEntry entry) {
    return entry
        .location()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    entry.name() + " travels with fe4j and has no file to move"));
  }

  /** Returns the location of the file with all that is known of it. */
  RemoteFile location() {
    return remoteFile(url, sha256, file, bytes);
  }

  private static RemoteFile remoteFile(URI url, String sha256, String file, long bytes) {
    return new RemoteFile(url, Checksum.sha256(sha256), file, FileSize.ofBytes(bytes));
  }

  /**
   * Compares this with what the catalogue says of the same name.
   *
   * @param lockFile for the message
   * @throws IOException if they disagree
   */
  void requireAgreement(ZooEntry entry, String lockFile) throws IOException {
    RemoteFile catalogued = location(entry);
    require(lockFile, "file", file, catalogued.fileName());
    require(lockFile, "url", url.toString(), catalogued.uri().toString());
    require(lockFile, "publishedSha256", publishedSha256, entry.sha256());
  }

  private void require(String lockFile, String field, String found, String expected)
      throws IOException {
    if (!found.equals(expected)) {
      throw new IOException(
          "[%s] %s: %s is \"%s\", but the catalogue of this fe4j has \"%s\". Bring the file again with fe4j %s: fe pull %s --to DIR"
              .formatted(lockFile, name, field, found, expected, Version.NAME, name));
    }
  }
}
