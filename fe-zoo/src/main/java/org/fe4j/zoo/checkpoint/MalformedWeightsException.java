package org.fe4j.zoo.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** A weight file that cannot be read: which file, where in it, what is wrong, what to do. */
public final class MalformedWeightsException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with the message {@code [file] problem}. */
  public MalformedWeightsException(Path file, String problem) {
    super("[" + file.getFileName() + "] " + problem);
  }

  /** Creates the exception with the message {@code [file] byte 1234, field: problem}. */
  public MalformedWeightsException(Path file, long byteOffset, String field, String problem) {
    this(file, "byte " + byteOffset + ", " + field + ": " + problem);
  }
}
