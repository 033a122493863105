package org.fe4j;

/**
 * What folds do with images that are copies of each other. A copy in the training part of an image
 * in the test part makes every figure too good.
 */
public enum CopyPolicy {
  /** Copies may be divided, as if they were different images. */
  DIVIDED("copies may be in both parts of a fold"),

  /** Images with the same bytes stay together; they cost no time to find. */
  EXACT_TOGETHER("images with the same bytes stay together"),

  /**
   * Also images that show the same picture in other bytes stay together, see {@link
   * org.fe4j.summary.Duplicates}; finding them means to decode all images once more.
   */
  NEAR_TOGETHER("images that show the same picture stay together");

  private final String description;

  CopyPolicy(String description) {
    this.description = description;
  }

  /** Returns itself for reports. */
  public String description() {
    return description;
  }
}
