package org.fe4j.zoo.checkpoint;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;

/** Opens weight files, whatever their format. */
public final class Checkpoints {
  private Checkpoints() {}

  /**
   * Opens a weight file of any format that is known: the content decides, not the name.
   *
   * @throws MalformedWeightsException if it is none of them, or damaged
   * @throws IOException if the file cannot be opened
   */
  public static Checkpoint open(Path path) throws IOException {
    return open(MappedFile.open(path));
  }

  /** Takes over the file. */
  static Checkpoint open(MappedFile file) throws IOException {
    boolean opened = false;
    try {
      ImmutableMap<String, TensorLayout> layouts = SafetensorsReader.read(file);
      opened = true;
      return new MappedCheckpoint(file, layouts);
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }
}
