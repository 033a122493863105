package org.fe4j.dataset.published;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fe4j.download.CacheDirectory;
import org.fe4j.download.Fetcher;
import org.fe4j.download.OfflineMode;
import org.fe4j.progress.ProgressListener;

/**
 * Where archives of data sets are downloaded and unpacked.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param directory where unpacked archives are
 * @param fetcher downloads, into the same directory or another
 */
record DatasetCache(Path directory, Fetcher fetcher) {
  private static final String FOLDER = "datasets";

  static DatasetCache ofDefaults() {
    return ofDefaults(OfflineMode.current());
  }

  static DatasetCache ofDefaults(OfflineMode offline) {
    Path directory = CacheDirectory.root().resolve(FOLDER);
    return new DatasetCache(directory, Fetcher.builder(directory).offline(offline).build());
  }

  /** Returns the folder with the archive's members; once it is there, the archive may go. */
  Path download(PublishedArchive archive, ProgressListener listener) throws IOException {
    String digits = archive.location().checksum().digits().substring(0, 8);
    Path folder = directory.resolve(archive.name() + "-" + digits);
    if (!Files.isDirectory(folder)) {
      Path file = fetcher.fetch(archive.location(), listener);
      archive.unpacker().unpack(file, folder, listener);
    }
    return archive.locate(folder, folder);
  }

  /**
   * Returns the folder with the members of an archive that the user has. It is unpacked into the
   * cache, whose folder is named after the file's path, size and time: where the file was may not
   * be a place to write to.
   *
   * @param source the archive, or a folder that it was unpacked into
   */
  Path open(PublishedArchive archive, Path source, ProgressListener listener) throws IOException {
    if (Files.isDirectory(source)) {
      return archive.locate(source, source);
    }
    if (!Files.exists(source)) {
      throw new IllegalArgumentException(
          "[%s] does not exist (looked in %s). Give %s, or the folder that it was unpacked into."
              .formatted(source, source.toAbsolutePath().normalize(), archive.fileName()));
    }
    Path folder = directory.resolve(archive.name() + "-" + fingerprint(source));
    archive.unpacker().unpack(source, folder, listener);
    return archive.locate(folder, source);
  }

  private static String fingerprint(Path file) throws IOException {
    String facts =
        "%s\n%d\n%s"
            .formatted(file.toRealPath(), Files.size(file), Files.getLastModifiedTime(file));
    return Hashing.sha256().hashString(facts, StandardCharsets.UTF_8).toString().substring(0, 16);
  }
}
