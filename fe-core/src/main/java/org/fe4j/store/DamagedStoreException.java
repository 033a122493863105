package org.fe4j.store;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file of the store is not what was written. Its features are not used; {@link
 * FeatureStore#prune} removes it, so that they are extracted again.
 */
public final class DamagedStoreException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  DamagedStoreException(Path file, String problem) {
    super(
        "[%s] is damaged: %s. Nothing of it is used. Remove it with 'fe store prune', or FeatureStore.prune, and its features are extracted again."
            .formatted(file, problem));
    this.problem = problem;
  }

  /** Returns what was found. */
  String problem() {
    return problem;
  }
}
