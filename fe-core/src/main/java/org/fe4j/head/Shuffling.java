package org.fe4j.head;

/** In which order an epoch takes the rows of the train part. */
public enum Shuffling {
  /** Each epoch has an order of its own, by the seed. */
  EACH_EPOCH,

  /**
   * All epochs have one order, by the seed, so that batches stay the same: what a loader without
   * shuffling makes of a training part that was drawn at random.
   */
  ONCE,

  /** The order in which the train part names them: often class by class. */
  NEVER;

  String description(long seed) {
    return switch (this) {
      case EACH_EPOCH -> ", reshuffled each epoch by seed " + seed;
      case ONCE -> ", the same in each epoch, in an order by seed " + seed;
      case NEVER -> " without shuffling";
    };
  }
}
