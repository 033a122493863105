package org.fe4j.zoo.weights;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A weight file could not be had: which one, from where, what happened, what to do. Trying again
 * without a change does not help.
 */
public final class WeightsUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  WeightsUnavailableException(String message) {
    this(message, null);
  }

  WeightsUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
