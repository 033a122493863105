package org.fe4j.store;

/**
 * What {@link FeatureStore#prune} did, or would do.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param recipes removed with all their features
 * @param damaged shards removed because they were not what was written
 * @param abandoned files removed that killed processes had left
 * @param merged small shards that became part of larger ones
 * @param bytes freed
 */
public record PruneResult(int recipes, int damaged, int abandoned, int merged, long bytes) {
  /** Nothing was done. */
  static final PruneResult NOTHING = new PruneResult(0, 0, 0, 0, 0);
}
