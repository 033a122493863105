package org.fe4j.dataset.published;

import java.io.IOException;
import java.nio.file.Path;

/** A data set's files are not as its publisher describes them: which file, what was found. */
public final class MalformedDatasetException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedDatasetException(Path file, String problem) {
    super("[%s] %s".formatted(file, problem));
  }

  MalformedDatasetException(Path file, String problem, Throwable cause) {
    this(file, problem);
    initCause(cause);
  }
}
