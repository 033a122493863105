package org.fe4j.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.fe4j.file.ProcessLock;
import org.fe4j.file.StagedFolder;
import org.fe4j.progress.ProgressListener;

/**
 * Unpacks archives that nobody has to trust: tar, tar in gzip, and zip, told apart by their
 * content. The folder appears whole or not at all; a run that is killed leaves {@code FOLDER.part},
 * which the next one deletes. Threads and processes that want the same folder wait for each other.
 *
 * <p>Only files and folders are made, with the rights of new ones. An archive is refused as a whole
 * where an entry, wanted or not, has an absolute path, a drive letter, a backslash, a part {@code
 * ..} or one of more than 255 bytes, control characters, or the name of another entry; where it is
 * a link, a device, a pipe, encrypted, or has holes; where there are more entries or bytes than the
 * limits, as counted and not as stated; and where the archive is damaged or cut short.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class Unpacker {
  private final Predicate<String> wanted;
  private final int maximumEntries;
  private final long maximumEntryBytes;
  private final long maximumBytes;

  private Unpacker(Builder builder) {
    wanted = builder.wanted;
    maximumEntries = builder.maximumEntries;
    maximumEntryBytes = builder.maximumEntryBytes;
    maximumBytes = builder.maximumBytes;
  }

  /** Returns a builder of unpackers that want every entry. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the folder, unpacked now or before. One that is there is taken as it is, whatever it
   * holds.
   *
   * @param folder where it will appear; the folders above are made where they are missing
   * @param listener is told how many bytes of the archive are done
   * @throws MalformedArchiveException if the archive is damaged or refused; the message names the
   *     entry
   * @throws IOException if files cannot be read or written
   */
  public Path unpack(Path archive, Path folder, ProgressListener listener) throws IOException {
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path target = folder.toAbsolutePath();
    Files.createDirectories(target.resolveSibling("."));
    ProcessLock lock = ProcessLock.beside(target);
    try {
      // Another process may have had the lock, and made the folder, before.
      if (!Files.isDirectory(target)) {
        unpackWhole(archive, target, listener);
      }
    } finally {
      lock.close();
    }
    return folder;
  }

  private void unpackWhole(Path archive, Path target, ProgressListener listener)
      throws IOException {
    try (ArchiveReader reader = ArchiveReader.open(archive);
        StagedFolder staged = StagedFolder.create(target)) {
      new Unpacking(this, archive, reader, staged.path(), listener).run();
      staged.publish();
    }
  }

  boolean wants(String path) {
    return wanted.test(path);
  }

  int maximumEntries() {
    return maximumEntries;
  }

  long maximumEntryBytes() {
    return maximumEntryBytes;
  }

  long maximumBytes() {
    return maximumBytes;
  }

  /** Builds an unpacker. Not safe for concurrent use; confine an instance to one thread. */
  public static final class Builder {
    private Predicate<String> wanted = path -> true;
    private int maximumEntries = 1_000_000;
    private long maximumEntryBytes = 16L << 30;
    private long maximumBytes = 64L << 30;

    private Builder() {}

    /**
     * Sets which files are written; all by default. Others are read and checked all the same.
     *
     * @param filter is asked for the path of each file, with {@code /} between its parts, without a
     *     leading {@code ./}
     */
    public Builder wanted(Predicate<String> filter) {
      wanted = filter;
      return this;
    }

    /** Sets how many entries an archive may have; a million. */
    public Builder maximumEntries(int count) {
      maximumEntries = (int) positive("maximumEntries", count);
      return this;
    }

    /** Sets how many bytes an entry may have, wanted or not; 16 GiB. */
    public Builder maximumEntryBytes(long bytes) {
      maximumEntryBytes = positive("maximumEntryBytes", bytes);
      return this;
    }

    /** Sets how many bytes all entries may have together, wanted or not; 64 GiB. */
    public Builder maximumBytes(long bytes) {
      maximumBytes = positive("maximumBytes", bytes);
      return this;
    }

    /** Returns the unpacker. */
    public Unpacker build() {
      return new Unpacker(this);
    }

    private static long positive(String name, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1, but found " + value);
      }
      return value;
    }
  }
}
