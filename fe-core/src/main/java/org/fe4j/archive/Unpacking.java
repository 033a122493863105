package org.fe4j.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.fe4j.file.WholeFile;
import org.fe4j.progress.ByteProgress;
import org.fe4j.progress.ProgressListener;

/**
 * One archive on its way into a folder.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class Unpacking {
  private final Unpacker limits;
  private final ArchiveReader reader;
  private final Path folder;
  private final String archive;
  private final long archiveBytes;
  private final EntryNames names;
  private final ByteProgress progress;
  private final byte[] chunk = new byte[1 << 16];
  private long bytes;
  private long told;

  Unpacking(
      Unpacker limits, Path file, ArchiveReader reader, Path folder, ProgressListener listener)
      throws IOException {
    this.limits = limits;
    this.reader = reader;
    this.folder = folder;
    archive = String.valueOf(file.getFileName());
    archiveBytes = Files.size(file);
    names = new EntryNames(archive);
    progress = new ByteProgress("Unpacking " + archive, archiveBytes, listener);
  }

  void run() throws IOException {
    int entries = 0;
    for (Optional<ArchiveMember> next = reader.next(); next.isPresent(); next = reader.next()) {
      if (++entries > limits.maximumEntries()) {
        throw MalformedArchiveException.of(
            archive,
            "There are more than %d entries (maximumEntries)".formatted(limits.maximumEntries()));
      }
      String path = names.accept(next.get());
      boolean file = next.get().type() == ArchiveEntryType.FILE;
      if (file && limits.wants(path)) {
        write(path);
      } else {
        passOver(path);
      }
    }
    tell(archiveBytes);
  }

  private void write(String path) throws IOException {
    Path target = folder.resolve(path);
    Files.createDirectories(target.resolveSibling("."));
    try (FileChannel channel =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      copy(path, count -> WholeFile.writeAll(channel, ByteBuffer.wrap(chunk, 0, count)));
      channel.force(true);
    }
  }

  private void passOver(String path) throws IOException {
    copy(path, count -> {});
  }

  /** Takes the first bytes of the chunk. */
  @FunctionalInterface
  private interface Destination {
    void take(int count) throws IOException;
  }

  private void copy(String path, Destination destination) throws IOException {
    long entryBytes = 0;
    for (int read = reader.read(chunk); read >= 0; read = reader.read(chunk)) {
      entryBytes += read;
      bytes += read;
      requireLimits(path, entryBytes);
      destination.take(read);
      tell(Math.min(reader.position(), archiveBytes));
    }
  }

  private void requireLimits(String path, long entryBytes) throws IOException {
    if (entryBytes > limits.maximumEntryBytes()) {
      throw MalformedArchiveException.of(
          archive,
          path,
          "has more than %d bytes (maximumEntryBytes)".formatted(limits.maximumEntryBytes()));
    }
    if (bytes > limits.maximumBytes()) {
      throw MalformedArchiveException.of(
          archive,
          path,
          "makes more than %d bytes of all together (maximumBytes)"
              .formatted(limits.maximumBytes()));
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("The unpacking of " + archive + " was interrupted");
    }
  }

  private void tell(long position) {
    if (position > told || position == archiveBytes) {
      progress.add(position - told);
      told = position;
    }
  }
}
