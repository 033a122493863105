package org.fe4j.export;

import java.io.IOException;

/** A file of features that is damaged, or does not hold what its reader was told. */
public final class MalformedFeaturesException extends IOException {
  private static final long serialVersionUID = 1;

  /** Creates one whose message says where, what was found and what to do. */
  MalformedFeaturesException(String message) {
    super(message);
  }

  /** The same, with what the library that reads the format said. */
  MalformedFeaturesException(String message, Throwable cause) {
    super(message, cause);
  }
}
