package org.fe4j.zoo.compiler;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.util.concurrent.Striped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled files on disk, found again by what they were compiled from.
 *
 * <pre>
 * compiled/HASH/NAME        the file or folder, under this name only when it is complete
 * compiled/HASH/NAME.seal   its size and sha-256
 * compiled/HASH/lock        held by the one process that writes here
 * compiled/HASH/*.tmp       being written, or left by a process that was killed
 * compiled/HASH/*.part      the same, of a folder
 * </pre>
 *
 * <p>A file is compared with its seal before it is handed out, since native code that reads a
 * damaged file may crash the JVM: its bytes are hashed the first time in a JVM, and again whenever
 * its size or its time of change is another. What does not agree is removed and compiled again.
 * Threads and processes that want the same file wait for the first one and share its work. Files of
 * killed compilations are removed by the next compilation of anything.
 *
 * <p>Safe for use by multiple threads and processes.
 */
public final class CompilationCache {
  private static final Logger LOGGER = LoggerFactory.getLogger(CompilationCache.class);
  private static final String LOCK = "lock";
  private static final String TEMPORARY = "*.{tmp,part}";
  private static final int RETRY_MILLISECONDS = 50;

  // A file lock is the JVM's, not the thread's: threads take turns here first.
  private static final Striped<Lock> THREADS = Striped.lock(64);

  private final Path compiled;

  private CompilationCache(Path compiled) {
    this.compiled = compiled;
  }

  /** Writes a compiled file or folder. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes under a temporary name ending in {@code .tmp} or {@code .part} in the same directory,
     * forces it to the disk and renames it.
     */
    void writeTo(Path file) throws IOException;
  }

  /** Returns the cache in this directory, which is made when it is first needed. */
  public static CompilationCache in(Path cacheRoot) {
    return new CompilationCache(cacheRoot.resolve("compiled"));
  }

  /**
   * Returns the file of this hash, checked; compiles it if it is not there or damaged.
   *
   * @param contentHash of everything that decides the file's bytes, 64 hex digits
   * @param fileName what it is called
   * @param writer compiles it; called by one thread of one process at a time
   * @throws IOException if the cache cannot be read or written, or the writer fails
   */
  public CompiledFile get(String contentHash, String fileName, Writer writer) throws IOException {
    if (!contentHash.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("Not a sha-256 in hex: \"" + contentHash + "\"");
    }
    Path directory = compiled.resolve(contentHash);
    Path file = directory.resolve(fileName);
    Optional<CompiledFile> found = find(file, contentHash);
    if (found.isPresent()) {
      return found.get();
    }
    Files.createDirectories(directory);
    Lock threads = THREADS.get(directory);
    threads.lock();
    try (FileChannel channel = openLock(directory)) {
      lock(channel);
      // Perhaps the one that was waited for has compiled it.
      found = find(file, contentHash);
      if (found.isPresent()) {
        return found.get();
      }
      if (Files.exists(file)) {
        LOGGER.warn("{} is damaged; it is compiled again", file);
        FileSeal.remove(file);
      }
      removeTemporaries(directory);
      removeAbandoned(directory);
      writer.writeTo(file);
      FileSeal seal = FileSeal.write(file);
      return new CompiledFile(file, contentHash, seal.byteSize(), seal.sha256());
    } finally {
      threads.unlock();
    }
  }

  private static Optional<CompiledFile> find(Path file, String contentHash) throws IOException {
    Optional<FileSeal> seal = FileSeal.read(file);
    if (seal.isEmpty()) {
      return Optional.empty();
    }
    return seal.get().check(file)
        ? Optional.of(
            new CompiledFile(file, contentHash, seal.get().byteSize(), seal.get().sha256()))
        : Optional.empty();
  }

  private static FileChannel openLock(Path directory) throws IOException {
    return FileChannel.open(
        directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Waits until no other process holds the lock; closing the channel gives it back. */
  private static void lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        channel.lock();
        return;
      } catch (OverlappingFileLockException e) {
        // Held by this JVM through another class loader's copy of this class.
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(RETRY_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for another compilation", e);
    }
  }

  /** Removes what killed compilations left elsewhere, except where somebody compiles just now. */
  private void removeAbandoned(Path own) throws IOException {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(compiled)) {
      for (Path directory : directories) {
        if (!directory.equals(own)
            && Files.exists(directory.resolve(LOCK))
            && hasTemporaries(directory)) {
          removeUnlessLocked(directory);
        }
      }
    }
  }

  private static void removeUnlessLocked(Path directory) throws IOException {
    // Not even opened while another thread compiles there: POSIX drops all of a process' locks on
    // a file when it closes any of its descriptors.
    Lock threads = THREADS.get(directory);
    if (!threads.tryLock()) {
      return;
    }
    try (FileChannel channel = openLock(directory)) {
      if (channel.tryLock() != null) {
        removeTemporaries(directory);
      }
    } catch (OverlappingFileLockException e) {
      LOGGER.debug("{} is being written", directory);
    } finally {
      threads.unlock();
    }
  }

  private static boolean hasTemporaries(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, TEMPORARY)) {
      return files.iterator().hasNext();
    }
  }

  private static void removeTemporaries(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, TEMPORARY)) {
      for (Path file : files) {
        MoreFiles.deleteRecursively(file, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    }
  }
}
