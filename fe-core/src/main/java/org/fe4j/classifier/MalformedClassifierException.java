package org.fe4j.classifier;

import java.io.IOException;
import java.nio.file.Path;

/** A folder that is no classifier, or a damaged one: which file, what is wrong, what to do. */
public final class MalformedClassifierException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with the message {@code [folder] problem}. */
  MalformedClassifierException(Path folder, String problem) {
    super("[%s] %s".formatted(folder, problem));
  }
}
