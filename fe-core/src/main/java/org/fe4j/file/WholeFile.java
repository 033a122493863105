package org.fe4j.file;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that appear whole or not at all: written beside their final place under a temporary name,
 * forced to the disk, and renamed.
 *
 * <p>Safe for use by multiple threads and processes.
 */
public final class WholeFile {
  private static final Logger LOGGER = LoggerFactory.getLogger(WholeFile.class);
  private static final String TEMPORARY = ".fe4j-%s.tmp";
  private static final String TEMPORARIES = ".fe4j-*.tmp";

  private WholeFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes to a file that does not exist yet. */
    void writeTo(Path file) throws IOException;
  }

  /** Whether what is written survives the loss of power. */
  public enum Durability {
    /** Once it is written, it does. */
    ON_DISK,
    /** Perhaps not: for a file that is soon deleted. */
    IN_MEMORY
  }

  /**
   * Writes a file, replacing an existing one; its folder is made where it is missing. Survives the
   * loss of power once this returns.
   *
   * @throws IOException if it cannot be written; what was there before is still there then
   */
  public static void write(Path file, Content content) throws IOException {
    write(file, Durability.ON_DISK, content);
  }

  /** The same, with a choice of what it survives. */
  public static void write(Path file, Durability durability, Content content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new IOException("Not a file: " + file);
    }
    Files.createDirectories(folder);
    // Not a temporary file of the JDK: those can be read by their owner alone.
    Path temporary = folder.resolve(TEMPORARY.formatted(UUID.randomUUID()));
    try {
      content.writeTo(temporary);
      if (durability == Durability.ON_DISK) {
        force(temporary, StandardOpenOption.WRITE);
      }
      Files.move(
          temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      if (durability == Durability.ON_DISK) {
        forceFolder(folder);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Writes all bytes that remain, of which a channel may take fewer at once. */
  public static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Returns what killed writers left in a folder, and what others are writing there now: only for
   * those who know that nobody does, such as the holder of a lock that all writers take.
   */
  public static ImmutableList<Path> abandoned(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, TEMPORARIES)) {
      return ImmutableList.copyOf(files);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /**
   * Sees to it that the names in a folder survive the loss of power, as far as the system allows.
   */
  public static void forceFolder(Path folder) {
    try {
      force(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      LOGGER.debug("Cannot force {}", folder, e);
    }
  }

  private static void force(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }
}
