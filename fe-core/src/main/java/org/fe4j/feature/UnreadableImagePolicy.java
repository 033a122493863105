package org.fe4j.feature;

/** What happens when an image of a data set cannot be read. Nothing is ever put in its place. */
public enum UnreadableImagePolicy {
  /** The run stops with the image's name and the cause. */
  FAIL,
  /** The image is left out and named in the result. */
  SKIP
}
