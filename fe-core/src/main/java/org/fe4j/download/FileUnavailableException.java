package org.fe4j.download;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file could not be had: which one, from where, what happened, what to do. Trying again without a
 * change does not help.
 */
public final class FileUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with all that a user needs to know. */
  public FileUnavailableException(String message) {
    this(message, null);
  }

  FileUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
