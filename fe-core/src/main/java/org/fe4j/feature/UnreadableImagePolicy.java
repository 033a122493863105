package org.fe4j.feature;

/**
 * What happens when an image of a data set cannot be read. Nothing is ever put in its place, and
 * whatever the policy, more of them than are allowed stop the run.
 */
public enum UnreadableImagePolicy {
  /** The run stops with the image's name and the cause. */
  FAIL,
  /** The image is left out and named in the result. */
  SKIP,
  /**
   * As {@link #SKIP}; its bytes and the reason are also copied into a folder, so that somebody can
   * look at them later. The original stays where it is.
   */
  QUARANTINE
}
