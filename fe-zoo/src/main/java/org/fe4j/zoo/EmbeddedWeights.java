package org.fe4j.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fe4j.download.CacheDirectory;
import org.fe4j.download.Fetcher;
import org.fe4j.file.WholeFile;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.progress.ProgressListener;

/**
 * Weights that travel in the jar: a source {@code classpath:/folder/file}. They are unpacked into
 * the cache, since readers map files into memory.
 */
final class EmbeddedWeights {
  private EmbeddedWeights() {}

  /** Returns the unpacked file; it is written whole or not at all, and again if it was changed. */
  static Path unpack(ZooEntry entry, ProgressListener progress) throws IOException {
    String resource = entry.source().getPath();
    Path folder = Files.createDirectories(CacheDirectory.root().resolve("weights"));
    Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
    if (Files.exists(file) && Fetcher.cachedSha256(file, progress).startsWith(entry.sha256())) {
      return file;
    }
    try (InputStream in = EmbeddedWeights.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("%s: %s is not in this build".formatted(entry.name(), resource));
      }
      WholeFile.write(
          file,
          Durability.IN_MEMORY,
          temporary -> {
            Files.copy(in, temporary);
            requireChecksum(entry, resource, Fetcher.sha256(temporary, progress));
          });
      return file;
    }
  }

  private static void requireChecksum(ZooEntry entry, String resource, String found)
      throws IOException {
    if (!found.startsWith(entry.sha256())) {
      throw new IOException(
          "%s: the sha-256 of %s in this build begins with %s, but the catalogue says %s"
              .formatted(entry.name(), resource, found.substring(0, 8), entry.sha256()));
    }
  }
}
