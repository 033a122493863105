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
  QUARANTINE;

  /** The share of images that may be unreadable where nobody says otherwise. */
  public static final double ALLOWED_SHARE = 0.01;

  /** 0.29 of 100 is a little less than 29. */
  private static final double ROUNDING = 1e-6;

  /**
   * Returns whether more images cannot be read than may be.
   *
   * @param unreadable how many cannot be read
   * @param images how many there are
   * @param allowedShare of them that may be unreadable, in [0, 1]
   */
  public static boolean tooMany(long unreadable, long images, double allowedShare) {
    return unreadable - allowedShare * images > ROUNDING;
  }
}
