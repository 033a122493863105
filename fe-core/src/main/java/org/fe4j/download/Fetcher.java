package org.fe4j.download;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.Comparators;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.download.Checksum.Algorithm;
import org.fe4j.file.ProcessLock;
import org.fe4j.file.WholeFile;
import org.fe4j.progress.ProgressListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches public files into the cache. A file under its final name there is whole and its checksum,
 * where there is one, was right; one that is on its way is called {@code ….part} and is continued
 * by the next run. Threads and processes that want the same file wait for each other.
 *
 * <p>Proxies are those of the JVM ({@code https.proxyHost}, {@code java.net.useSystemProxies}, a
 * {@link java.net.ProxySelector}).
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class Fetcher {
  private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);

  /** Room for checksums and lock beside the file itself. */
  private static final long SPARE_BYTES = 1 << 20;

  private static final Duration MAXIMUM_PAUSE = Duration.ofSeconds(30);

  /** An attempt that brought this much more than any before it does not count as failed. */
  private static final long STEP_BYTES = 1 << 20;

  private final Path directory;
  private final OfflineMode offline;
  private final String offlineAdvice;
  private final int attempts;
  private final Duration connectTimeout;
  private final Duration stallTimeout;
  private final Duration pause;
  private final UsableSpace usableSpace;

  private Fetcher(Builder builder) {
    directory = builder.directory;
    offline = builder.offline;
    offlineAdvice = builder.offlineAdvice;
    attempts = builder.attempts;
    connectTimeout = builder.connectTimeout;
    stallTimeout = builder.stallTimeout;
    pause = builder.pause;
    usableSpace = builder.usableSpace;
  }

  /**
   * Returns the fetcher for a folder below {@link CacheDirectory#root}. It is offline where {@link
   * OfflineMode#current} is on.
   *
   * @param folder {@code weights} or {@code datasets}
   */
  public static Fetcher ofDefaults(String folder) {
    return builder(CacheDirectory.root().resolve(folder)).offline(OfflineMode.current()).build();
  }

  /** Returns a builder of fetchers for a directory, which is made when it is needed. */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /**
   * Returns the file, from the cache or downloaded, after its checksum was found right. Where the
   * location has none, a file of the cache is taken as it is, and a download when it is as long as
   * the server said.
   *
   * @param listener is told the bytes received and the bytes checked
   * @throws FileUnavailableException if it cannot be had: the message says why and what to do
   * @throws IOException if the cache cannot be read or written
   */
  public Path fetch(RemoteFile location, ProgressListener listener) throws IOException {
    Path target = directory.resolve(location.fileName());
    if (isRight(target, location, listener)) {
      return target;
    }
    if (offline.isOn()) {
      throw offline(location, target);
    }
    ProcessLock lock = lock(location, target);
    try {
      // Another process may have had the lock, and the file, before.
      if (!isRight(target, location, listener)) {
        download(location, target, listener);
      }
    } finally {
      lock.close();
    }
    return target;
  }

  /**
   * Puts a file into the cache that was brought from elsewhere, unless the cache has it.
   *
   * @param location says its size and checksum, with which it must agree
   * @param file is copied
   * @param listener is told the bytes copied and the bytes checked
   * @return the file in the cache
   * @throws FileUnavailableException if there is no such file or it is another one
   * @throws IOException if the cache cannot be read or written
   */
  public Path adopt(RemoteFile location, Path file, ProgressListener listener) throws IOException {
    Path target = directory.resolve(location.fileName());
    CheckedCopy.requireThere(location, file);
    if (isRight(target, location, listener)) {
      return target;
    }
    ProcessLock lock = lock(location, target);
    try {
      String digits = CheckedCopy.copy(location, file, target, listener);
      // What a download had begun is not needed any more.
      new PartFile(target).delete();
      WholeFile.forceFolder(directory);
      FileDigest.remember(location.checksum().computed(), target, digits);
    } finally {
      lock.close();
    }
    return target;
  }

  /**
   * Returns the SHA-256 of any file in 64 lower-case hexadecimal digits.
   *
   * @param listener is told the bytes read
   * @throws IOException if the file cannot be read
   */
  public static String sha256(Path file, ProgressListener listener) throws IOException {
    return FileDigest.of(Algorithm.SHA_256, file, listener);
  }

  /**
   * Returns the SHA-256 of a file of the cache. It is remembered beside the file, and not computed
   * again while the file has the size and time of then.
   *
   * @param listener is told the bytes read
   * @throws IOException if the file cannot be read
   */
  public static String cachedSha256(Path file, ProgressListener listener) throws IOException {
    return FileDigest.remembered(Algorithm.SHA_256, file, listener);
  }

  private boolean isRight(Path target, RemoteFile location, ProgressListener listener)
      throws IOException {
    if (!Files.isRegularFile(target)) {
      return false;
    }
    Algorithm algorithm = location.checksum().computed();
    String digits = FileDigest.remembered(algorithm, target, listener);
    if (location.checksum().fits(digits)) {
      return true;
    }
    LOG.info(
        "{} has the {} {}, but {} was expected; it is not used",
        target,
        algorithm,
        digits,
        location.checksum().digits());
    return false;
  }

  /** Says all that is needed to bring the file by another way. */
  private FileUnavailableException offline(RemoteFile location, Path target) {
    List<String> known = new ArrayList<>();
    if (location.size().isKnown()) {
      known.add(location.size().toString());
    }
    known.add(location.checksum().toString());
    return new FileUnavailableException(
        "[%s] (%s) is %s, and fe4j is offline: %s.%s\n  By hand: put the file of %s at %s"
            .formatted(
                location.fileName(),
                String.join(", ", known),
                Files.exists(target) ? "in the cache with other content" : "not in the cache",
                offline.reason(),
                offlineAdvice.lines().map(line -> "\n  " + line).collect(joining()),
                location.uri(),
                target));
  }

  private ProcessLock lock(RemoteFile location, Path target) throws IOException {
    try {
      Files.createDirectories(directory);
      return ProcessLock.beside(target);
    } catch (IOException e) {
      throw notWritable(location, e);
    }
  }

  private void download(RemoteFile location, Path target, ProgressListener listener)
      throws IOException {
    PartFile part = new PartFile(target);
    boolean resumed = receive(location, part, listener);
    Checksum checksum = location.checksum();
    if (!checksum.isKnown()) {
      requireWhole(location, part);
    }
    Algorithm algorithm = checksum.computed();
    String digits = FileDigest.of(algorithm, part.path(), location.fileName(), listener);
    if (!checksum.fits(digits) && resumed) {
      // The bytes of an earlier request may be at fault: once more, from the first byte.
      part.delete();
      receive(location, part, listener);
      digits = FileDigest.of(algorithm, part.path(), location.fileName(), listener);
    }
    if (!checksum.fits(digits)) {
      long bytes = part.size();
      part.delete();
      throw new FileUnavailableException(
          String.format(
              "[%s] %s: the %d bytes received have the %s %s, but %s was expected. The file was"
                  + " changed or damaged on its way, and was deleted.",
              location.fileName(), location.uri(), bytes, algorithm, digits, checksum.digits()));
    }
    Files.move(
        part.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    part.delete();
    WholeFile.forceFolder(directory);
    FileDigest.remember(algorithm, target, digits);
  }

  /** Without a checksum, only the length that the server stated shows that nothing is missing. */
  private static void requireWhole(RemoteFile location, PartFile part) throws IOException {
    if (part.isWhole(location.uri())) {
      return;
    }
    long bytes = part.size();
    part.delete();
    throw new FileUnavailableException(
        String.format(
            "[%s] %s: the server does not say how long the file is, and its publisher gives no"
                + " checksum, so that nothing shows whether the %d bytes received are all of it."
                + " They were deleted.",
            location.fileName(), location.uri(), bytes));
  }

  /** Tries until the part file is whole; returns whether that took more than one request. */
  private boolean receive(RemoteFile location, PartFile part, ProgressListener listener)
      throws IOException {
    Download download = new Download(location, part, connectTimeout, stallTimeout);
    long most = part.size();
    Duration wait = pause;
    for (int failures = 0; ; ) {
      try {
        download.run(bytes -> requireSpace(location, bytes), listener);
        return download.resumed();
      } catch (FileUnavailableException | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        if (part.size() >= most + STEP_BYTES) {
          most = part.size();
          failures = 0;
          wait = pause;
        }
        if (++failures == attempts) {
          throw new FileUnavailableException(
              String.format(
                  "[%s] %s: %s, in attempt %d. What was received is kept and continued next time.",
                  location.fileName(), location.uri(), describe(e), attempts),
              e);
        }
        LOG.debug("Trying {} again in {}", location.uri(), wait, e);
        sleep(wait);
        wait = Comparators.min(wait.multipliedBy(2), MAXIMUM_PAUSE);
      }
    }
  }

  private static String describe(IOException e) {
    String message = e.getMessage();
    boolean ours = e.getClass() == IOException.class || e instanceof EOFException;
    // Those of the JDK say nothing without their type: "java.net.UnknownHostException: host".
    return message == null || !ours ? e.toString() : message;
  }

  private void requireSpace(RemoteFile location, long bytes) throws FileUnavailableException {
    long usable;
    try {
      usable = usableSpace.bytes(directory);
    } catch (IOException e) {
      LOG.debug("Cannot tell the free space of {}", directory, e);
      return;
    }
    if (usable < bytes + SPARE_BYTES) {
      throw new FileUnavailableException(
          String.format(
              "[%s] needs %d bytes in %s, but %d are free. Make room, or name another directory in"
                  + " the system property fe4j.cache or the environment variable FE4J_CACHE.",
              location.fileName(), bytes + SPARE_BYTES, directory, usable));
    }
  }

  private FileUnavailableException notWritable(RemoteFile location, IOException e) {
    return new FileUnavailableException(
        String.format(
            "[%s] is not in the cache, and %s cannot be written to (%s). Name another directory in"
                + " the system property fe4j.cache or the environment variable FE4J_CACHE.",
            location.fileName(), directory, e),
        e);
  }

  private static void sleep(Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The download was interrupted");
    }
  }

  /** Tells how many bytes a directory has room for. */
  @FunctionalInterface
  interface UsableSpace {
    /** Returns the bytes that may be written. */
    long bytes(Path directory) throws IOException;
  }

  /** Builds a fetcher. Not safe for concurrent use; confine an instance to one thread. */
  public static final class Builder {
    private final Path directory;
    private OfflineMode offline = OfflineMode.OFF;
    private String offlineAdvice = "";
    private int attempts = 5;
    private Duration connectTimeout = Duration.ofSeconds(20);
    private Duration stallTimeout = Duration.ofSeconds(30);
    private Duration pause = Duration.ofSeconds(1);
    private UsableSpace usableSpace = path -> Files.getFileStore(path).getUsableSpace();

    private Builder(Path directory) {
      this.directory = directory.toAbsolutePath();
    }

    /** Sets whether only the cache is asked; by default the network is as well. */
    public Builder offline(boolean cacheOnly) {
      return offline(cacheOnly ? OfflineMode.REQUESTED : OfflineMode.OFF);
    }

    /** Sets whether only the cache is asked, and why, which is said where a file is missing. */
    public Builder offline(OfflineMode mode) {
      offline = mode;
      return this;
    }

    /**
     * Sets what to say where a file is missing offline: how to bring it, a line for each way; none
     * by default, so that only the place in the cache is named.
     */
    public Builder offlineAdvice(String lines) {
      offlineAdvice = lines;
      return this;
    }

    /** Sets after how many failures one after another, with nothing received, to give up; 5. */
    public Builder attempts(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("attempts must be at least 1, but found " + count);
      }
      attempts = count;
      return this;
    }

    /** Sets how long a connection may take; 20 seconds. */
    public Builder connectTimeout(Duration timeout) {
      connectTimeout = positive("connectTimeout", timeout);
      return this;
    }

    /** Sets how long a server may send nothing; 30 seconds. */
    public Builder stallTimeout(Duration timeout) {
      stallTimeout = positive("stallTimeout", timeout);
      return this;
    }

    /** Sets the pause after the first failure, which doubles with each up to 30 seconds; 1. */
    public Builder pause(Duration first) {
      pause = positive("pause", first);
      return this;
    }

    Builder usableSpace(UsableSpace space) {
      usableSpace = space;
      return this;
    }

    /** Returns the fetcher. */
    public Fetcher build() {
      return new Fetcher(this);
    }

    private static Duration positive(String name, Duration duration) {
      if (duration.toMillis() < 1 || duration.toMillis() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            name + " must lie between a millisecond and 24 days, but found " + duration);
      }
      return duration;
    }
  }
}
