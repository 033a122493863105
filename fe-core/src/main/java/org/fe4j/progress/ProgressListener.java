package org.fe4j.progress;

/**
 * Is told how far long work has come. Called from the threads that do the work, one call at a time
 * and possibly often: an implementation must return quickly, must not throw, and decides itself how
 * often to show anything.
 */
@FunctionalInterface
public interface ProgressListener {

  /** Shows nothing. */
  ProgressListener NONE = progress -> {};

  /** Is called after each unit or group of units; the last call of a stage has all of them done. */
  void onProgress(Progress progress);
}
