package org.fe4j.zoo;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import org.fe4j.download.CacheDirectory;
import org.fe4j.download.CheckedCopy;
import org.fe4j.download.Fetcher;
import org.fe4j.download.FileUnavailableException;
import org.fe4j.download.OfflineMode;
import org.fe4j.download.RemoteFile;
import org.fe4j.file.ProcessLock;
import org.fe4j.progress.ProgressListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The published weights on this machine: downloaded at the first use, or carried here from another
 * machine. What there is stands in a {@link WeightsLock} beside the files.
 *
 * <p>Immutable and safe for use by multiple threads and processes.
 */
public final class WeightCache {
  private static final Logger LOG = LoggerFactory.getLogger(WeightCache.class);

  private final Path directory;
  private final OfflineMode offline;
  private final Function<String, Optional<ZooEntry>> catalogue;

  WeightCache(Path directory, OfflineMode offline, Function<String, Optional<ZooEntry>> catalogue) {
    this.directory = directory.toAbsolutePath();
    this.offline = offline;
    this.catalogue = catalogue;
  }

  /**
   * Returns the weights below {@link CacheDirectory#root}; it is offline where {@link
   * OfflineMode#current} is on.
   */
  public static WeightCache ofDefaults() {
    return new WeightCache(
        CacheDirectory.root().resolve("weights"), OfflineMode.current(), Zoo::find);
  }

  /** Returns the same weights without a network: what is not here is an error. */
  public WeightCache offline() {
    return offline.isOn() ? this : new WeightCache(directory, OfflineMode.REQUESTED, catalogue);
  }

  /** Returns where the lock file of the cache is; it is there once weights are. */
  public Path lockFile() {
    return directory.resolve(WeightsLock.FILE_NAME);
  }

  /**
   * Returns the weight file of an entry, from the cache or downloaded, after its checksum was found
   * right, and writes it down in the lock file of the cache.
   *
   * @param listener is told the bytes received and the bytes checked
   * @throws FileUnavailableException if it cannot be had: the message says why and what to do
   * @throws IOException if the cache cannot be read or written
   */
  public Path fetch(ZooEntry entry, ProgressListener listener) throws IOException {
    Optional<RemoteFile> location = entry.location();
    if (location.isEmpty()) {
      return EmbeddedWeights.unpack(entry, listener);
    }
    Path file = fetcher(entry.name()).fetch(location.get(), listener);
    writeDown(locked(entry, file, listener));
    return file;
  }

  /**
   * Puts the weight file of an entry into a folder that is to be carried to another machine, and
   * writes it down in a lock file there. It is fetched into the cache first where it is not there.
   * What is in the folder and right is left as it is.
   *
   * @param folder is made where it is missing
   * @return the file in the folder
   * @throws IllegalArgumentException if the weights travel in the jar, or the folder is the cache's
   * @throws FileUnavailableException if the file cannot be had
   * @throws IOException if the folder cannot be read or written
   */
  public Path copyTo(Path folder, ZooEntry entry, ProgressListener listener) throws IOException {
    Path file = fetch(entry, listener);
    LockedWeights locked = locked(entry, file, listener);
    Files.createDirectories(folder);
    requireOther(folder);
    Path lockFile = folder.resolve(WeightsLock.FILE_NAME);
    ProcessLock lock = ProcessLock.beside(lockFile);
    try {
      WeightsLock before = Files.exists(lockFile) ? WeightsLock.read(lockFile) : WeightsLock.EMPTY;
      Path target = folder.resolve(locked.file());
      CheckedCopy.copy(locked.location(), file, target, listener);
      before.with(locked).write(lockFile);
      return target;
    } finally {
      lock.close();
    }
  }

  /**
   * Puts the weight files of a folder, which {@link #copyTo} filled, into the cache. All that the
   * lock file says is compared with the catalogue before the first file is copied; size and
   * checksum of each file are compared with the lock file before it appears in the cache.
   *
   * @param names of backbones, with or without weights; empty for all that the folder has
   * @return the files in the cache, sorted by name of the backbone
   * @throws IllegalArgumentException if the folder is the cache's
   * @throws MalformedLockException if the lock file is none
   * @throws FileUnavailableException if a file is missing or not the one of the lock file
   * @throws IOException if the lock file disagrees with the catalogue, or the folder or the cache
   *     cannot be read or written
   */
  public ImmutableList<Path> copyFrom(
      Path folder, Collection<String> names, ProgressListener listener) throws IOException {
    requireOther(folder);
    Path lockFile = folder.resolve(WeightsLock.FILE_NAME);
    if (!Files.isRegularFile(lockFile)) {
      throw new FileNotFoundException(
          "%s holds no %s: it is no folder that fe pull NAME --to DIR filled"
              .formatted(folder, WeightsLock.FILE_NAME));
    }
    ImmutableMap<LockedWeights, ZooEntry> chosen = chosen(WeightsLock.read(lockFile), names);
    for (LockedWeights each : chosen.keySet()) {
      CheckedCopy.requireThere(each.location(), folder.resolve(each.file()));
    }
    ImmutableList.Builder<Path> files = ImmutableList.builder();
    for (LockedWeights each : chosen.keySet()) {
      Path source = folder.resolve(each.file());
      Path file = fetcher(each.name()).adopt(each.location(), source, listener);
      writeDown(locked(chosen.get(each), file, listener));
      files.add(file);
    }
    return files.build();
  }

  /**
   * Finds out whether the cache still holds what a lock file says. Every file is read.
   *
   * @param listener is told the bytes checked
   * @return a line for each file that is missing or another one; none if all agree
   * @throws IOException if a file cannot be read
   */
  public ImmutableList<String> differences(WeightsLock lock, ProgressListener listener)
      throws IOException {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    for (LockedWeights each : lock.weights()) {
      Path file = directory.resolve(each.file());
      if (!Files.isRegularFile(file)) {
        lines.add("%s: %s is not in the cache".formatted(each.name(), each.file()));
        continue;
      }
      String sha256 = Fetcher.sha256(file, listener);
      if (!sha256.equals(each.sha256())) {
        lines.add(
            "%s: %s has %d bytes and the SHA-256 %s, but the lock file says %d and %s"
                .formatted(
                    each.name(),
                    each.file(),
                    Files.size(file),
                    sha256,
                    each.bytes(),
                    each.sha256()));
      }
    }
    return lines.build();
  }

  /** Returns the weights of a lock file that are meant, with their entries of the catalogue. */
  private ImmutableMap<LockedWeights, ZooEntry> chosen(WeightsLock lock, Collection<String> names)
      throws IOException {
    ImmutableMap.Builder<LockedWeights, ZooEntry> chosen = ImmutableMap.builder();
    for (LockedWeights each : names.isEmpty() ? lock.weights() : named(lock, names)) {
      ZooEntry entry =
          catalogue
              .apply(each.name())
              .orElseThrow(
                  () ->
                      new IOException(
                          "[%s] the catalogue of this fe4j has no %s: use the version that wrote the file, %s"
                              .formatted(WeightsLock.FILE_NAME, each.name(), lock.fe4j())));
      each.requireAgreement(entry, WeightsLock.FILE_NAME);
      chosen.put(each, entry);
    }
    return chosen.buildOrThrow();
  }

  private ImmutableList<LockedWeights> named(WeightsLock lock, Collection<String> names)
      throws IOException {
    ImmutableList.Builder<LockedWeights> found = ImmutableList.builder();
    for (String name : names) {
      String fullName = catalogue.apply(name).map(ZooEntry::name).orElse(name);
      found.add(
          lock.find(fullName)
              .orElseThrow(
                  () ->
                      new FileNotFoundException(
                          "[%s] there is no %s; there are: %s"
                              .formatted(
                                  WeightsLock.FILE_NAME,
                                  fullName,
                                  String.join(
                                      ", ",
                                      lock.weights().stream()
                                          .map(LockedWeights::name)
                                          .toList())))));
    }
    return ImmutableList.sortedCopyOf(Comparator.comparing(LockedWeights::name), found.build());
  }

  private Fetcher fetcher(String name) {
    return Fetcher.builder(directory)
        .offline(offline)
        .offlineAdvice(
            """
            With a network: fe pull %s --to DIR
            Then here: fe pull --from DIR"""
                .formatted(name))
        .build();
  }

  private void requireOther(Path folder) throws IOException {
    if (Files.exists(directory) && Files.exists(folder) && Files.isSameFile(directory, folder)) {
      throw new IllegalArgumentException(
          "%s is the cache itself; name another folder".formatted(folder));
    }
  }

  private static LockedWeights locked(ZooEntry entry, Path file, ProgressListener listener)
      throws IOException {
    return LockedWeights.of(entry, Fetcher.cachedSha256(file, listener), Files.size(file));
  }

  /**
   * Adds a file to the lock file of the cache; a cache that cannot be written to does without. What
   * was deleted from the cache leaves the lock file too.
   */
  private void writeDown(LockedWeights weights) {
    try {
      if (lock().find(weights.name()).equals(Optional.of(weights))) {
        return;
      }
      ProcessLock lock = ProcessLock.beside(lockFile());
      try {
        WeightsLock now = lock().with(weights);
        WeightsLock.of(
                now.weights().stream()
                    .filter(each -> Files.exists(directory.resolve(each.file())))
                    .toList())
            .write(lockFile());
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      LOG.debug("Cannot write {}", lockFile(), e);
    }
  }

  /** Returns what the lock file of the cache says; one that is damaged is written anew. */
  private WeightsLock lock() throws IOException {
    if (!Files.exists(lockFile())) {
      return WeightsLock.EMPTY;
    }
    try {
      return WeightsLock.read(lockFile());
    } catch (MalformedLockException e) {
      LOG.warn("{} is damaged and is written anew: {}", lockFile(), e.getMessage());
      return WeightsLock.EMPTY;
    }
  }
}
