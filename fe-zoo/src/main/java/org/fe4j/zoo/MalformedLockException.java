package org.fe4j.zoo;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file is not a lock file that fe4j wrote; the message names the field. */
public final class MalformedLockException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedLockException(String file, String field, String problem, @Nullable Throwable cause) {
    super("[%s] %s %s".formatted(file, field, problem), cause);
  }
}
