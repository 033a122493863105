package org.fe4j.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.primitives.ImmutableIntArray;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.jspecify.annotations.Nullable;

/**
 * Features on disk, one folder a data set and way of extraction, found by a hash of what decides
 * them: the bytes of all images in their order, the compiled backbone, preprocessing, decoder,
 * engine, batch size. Names and paths do not count. An entry appears whole or not at all; a damaged
 * one is an error.
 *
 * <p>Safe for use by multiple threads and processes.
 */
final class FeatureStore {
  private static final String FORMAT = "fe4j-features-1";
  private static final String VALUES = "features.npy";
  private static final String ROWS = "rows.json";

  private final Path folder;

  private FeatureStore(Path folder) {
    this.folder = folder;
  }

  static FeatureStore at(Path folder) {
    return new FeatureStore(folder);
  }

  /** What stands beside the values. */
  private record Rows(String format, String sha256, List<Integer> indices, List<Skipped> skipped) {}

  private record Skipped(int index, String reason) {}

  /** Returns the hash of everything that decides the features; reads all images. */
  static String key(ImageDataset dataset, String what, ProgressListener progress) {
    Hasher hasher = Hashing.sha256().newHasher();
    hasher.putString(FORMAT + "\n" + what + "\n", StandardCharsets.UTF_8);
    long begin = System.nanoTime();
    for (int i = 0; i < dataset.size(); i++) {
      try {
        hasher.putBytes(Hashing.sha256().hashBytes(dataset.bytes(i)).asBytes());
      } catch (IOException e) {
        // It will be skipped, or stop the run; as long as it cannot be read the key is this.
        hasher.putString("unreadable", StandardCharsets.UTF_8);
      }
      Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
      progress.onProgress(
          new Progress("Looking for stored features", i + 1, dataset.size(), "images", elapsed));
    }
    return hasher.hash().toString();
  }

  /**
   * Returns the stored features, or nothing.
   *
   * @throws IOException if there are some, but damaged
   */
  Optional<DatasetFeatures> find(String key, ImageDataset dataset) throws IOException {
    Path entry = folder.resolve(key);
    if (!Files.isDirectory(entry)) {
      return Optional.empty();
    }
    Path values = entry.resolve(VALUES);
    Rows rows = rows(entry.resolve(ROWS));
    String found = MoreFiles.asByteSource(values).hash(Hashing.sha256()).toString();
    if (!found.equals(rows.sha256())) {
      throw new IOException(
          "[%s] the stored features are damaged: their sha-256 is %s, but was %s when they were written. Delete the folder %s to extract them again."
              .formatted(values, found, rows.sha256(), entry));
    }
    ImmutableList<SkippedImage> skipped =
        rows.skipped().stream()
            .map(s -> new SkippedImage(s.index(), dataset.id(s.index()), s.reason()))
            .collect(ImmutableList.toImmutableList());
    return Optional.of(
        DatasetFeatures.of(
            NpyFile.read(values), ImmutableIntArray.copyOf(rows.indices()), skipped));
  }

  /** Keeps features; if another process was faster, its equal entry stays. */
  void save(String key, DatasetFeatures features) throws IOException {
    Files.createDirectories(folder);
    Path part = Files.createTempDirectory(folder, ".part");
    try {
      Path values = part.resolve(VALUES);
      NpyFile.write(features, values);
      ImmutableList.Builder<Integer> indices = ImmutableList.builder();
      for (int row = 0; row < features.rows(); row++) {
        indices.add(features.index(row));
      }
      List<Skipped> skipped =
          features.skipped().stream().map(s -> new Skipped(s.index(), s.reason())).toList();
      String sha256 = MoreFiles.asByteSource(values).hash(Hashing.sha256()).toString();
      Files.writeString(
          part.resolve(ROWS),
          new Gson().toJson(new Rows(FORMAT, sha256, indices.build(), skipped)));
      publish(part, folder.resolve(key));
    } finally {
      if (Files.exists(part)) {
        MoreFiles.deleteRecursively(part, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    }
  }

  private static void publish(Path part, Path entry) throws IOException {
    try {
      Files.move(part, entry, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      // Another process published the same features.
    } catch (FileSystemException e) {
      if (!Files.isDirectory(entry)) {
        throw e;
      }
    }
  }

  private static Rows rows(Path file) throws IOException {
    @Nullable Rows rows;
    try {
      rows = new Gson().fromJson(Files.readString(file), Rows.class);
    } catch (JsonParseException e) {
      throw new IOException("[%s] is damaged: %s".formatted(file, e.getMessage()), e);
    }
    if (rows == null || !FORMAT.equals(rows.format())) {
      throw new IOException("[%s] is damaged: it does not say %s".formatted(file, FORMAT));
    }
    return rows;
  }
}
