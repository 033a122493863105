package org.fe4j.feature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.file.WholeFile;
import org.fe4j.store.ImageHash;

/**
 * A folder of images that could not be read: {@code HASH-NAME} with the bytes, and {@code
 * HASH-NAME.reason.txt} with the image's id and the reason. An image whose bytes cannot be had
 * leaves the reason only.
 */
final class Quarantine {
  private static final int HASH_DIGITS = 16;
  private static final int NAME_LENGTH = 100;

  private final Path folder;

  Quarantine(Path folder) {
    this.folder = folder;
  }

  /** Copies an image into the folder; what is there of it is replaced. */
  void add(ImageDataset dataset, int index, String reason) throws IOException {
    String id = dataset.id(index);
    String name = id.substring(id.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
    name = name.substring(Math.max(0, name.length() - NAME_LENGTH));
    Optional<byte[]> bytes = bytes(dataset, index);
    // Without bytes the id is all that tells two images apart.
    String hash =
        ImageHash.of(bytes.orElseGet(() -> id.getBytes(StandardCharsets.UTF_8)))
            .toString()
            .substring(0, HASH_DIGITS);
    if (bytes.isPresent()) {
      WholeFile.write(
          folder.resolve(hash + "-" + name), temporary -> Files.write(temporary, bytes.get()));
    }
    WholeFile.write(
        folder.resolve(hash + "-" + name + ".reason.txt"),
        temporary -> Files.writeString(temporary, id + "\n" + reason + "\n"));
  }

  private static Optional<byte[]> bytes(ImageDataset dataset, int index) {
    try {
      return Optional.of(dataset.bytes(index));
    } catch (IOException e) {
      return Optional.empty(); // That is the reason why it is here.
    }
  }
}
