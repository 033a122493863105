package org.fe4j.backbone;

import com.google.common.hash.Funnels;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A model that somebody else made: a TorchScript file or a SavedModel directory.
 *
 * @param path of either
 * @param savedModel whether it is the directory
 */
record ModelFile(Path path, boolean savedModel) {
  private static final String GRAPH = "saved_model.pb";

  /**
   * Finds out which of the two it is.
   *
   * @param name of the backbone, for messages
   * @throws FileNotFoundException if it is neither, or not there
   */
  static ModelFile at(Path path, String name) throws FileNotFoundException {
    if (Files.isDirectory(path)) {
      if (!Files.isRegularFile(path.resolve(GRAPH))) {
        throw new FileNotFoundException(
            "%s: the directory %s is no SavedModel, since it holds no %s"
                .formatted(name, path, GRAPH));
      }
      return new ModelFile(path, true);
    }
    if (!Files.isRegularFile(path)) {
      throw new FileNotFoundException(
          "%s: there is no TorchScript file or SavedModel directory %s".formatted(name, path));
    }
    if (path.endsWith(GRAPH)) {
      throw new FileNotFoundException(
          "%s: %s is a part of a SavedModel; name the directory that holds it"
              .formatted(name, path));
    }
    return new ModelFile(path, false);
  }

  /** Returns what it is, for messages. */
  String kind() {
    return savedModel ? "SavedModel directory" : "TorchScript file";
  }

  /** Returns DJL's name of the engine that runs it. */
  String engine() {
    return savedModel ? "TensorFlow" : "PyTorch";
  }

  /** Returns what it takes where nobody said. */
  InputFormat usualInput() {
    return savedModel ? InputFormat.NORMALIZED_FLOATS_CHANNELS_LAST : InputFormat.NORMALIZED_FLOATS;
  }

  /**
   * Returns the sha-256 of the file, or of the names, sizes and contents of all files in the
   * directory; in hex.
   */
  String sha256() throws IOException {
    if (!savedModel) {
      return MoreFiles.asByteSource(path).hash(Hashing.sha256()).toString();
    }
    Hasher hasher = Hashing.sha256().newHasher();
    for (Map.Entry<String, Path> file : files().entrySet()) {
      byte[] name = file.getKey().getBytes(StandardCharsets.UTF_8);
      hasher.putInt(name.length).putBytes(name).putLong(Files.size(file.getValue()));
      MoreFiles.asByteSource(file.getValue()).copyTo(Funnels.asOutputStream(hasher));
    }
    return hasher.hash().toString();
  }

  /** Returns the files of the directory by their names in it, sorted, the same on all systems. */
  private TreeMap<String, Path> files() throws IOException {
    TreeMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
      found
          .filter(Files::isRegularFile)
          .forEach(
              file ->
                  files.put(
                      path.relativize(file).toString().replace(File.separatorChar, '/'), file));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return files;
  }
}
