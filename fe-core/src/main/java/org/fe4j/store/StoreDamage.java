package org.fe4j.store;

import java.nio.file.Path;

/**
 * A file of a store that is not what was written, or that nobody needs.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param file which
 * @param problem what was found, for people
 */
public record StoreDamage(Path file, String problem) {

  /** Returns it for people. */
  @Override
  public String toString() {
    return "[%s] %s".formatted(file, problem);
  }
}
