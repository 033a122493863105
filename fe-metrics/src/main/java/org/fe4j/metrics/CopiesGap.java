package org.fe4j.metrics;

/**
 * What copies of an image do to the figures: the same evaluation once with copies kept together, as
 * the report has it, and once with copies divided among train and test parts, where a head is
 * tested on what it has seen.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param groups the number of groups of at least two images
 * @param images the number of images in these groups
 * @param accuracyTogether pooled accuracy with the groups kept together, in [0, 1]
 * @param macroF1Together pooled macro F1 with the groups kept together, in [0, 1]
 * @param accuracyDivided pooled accuracy with the groups divided, in [0, 1]
 * @param macroF1Divided pooled macro F1 with the groups divided, in [0, 1]
 */
public record CopiesGap(
    int groups,
    int images,
    double accuracyTogether,
    double macroF1Together,
    double accuracyDivided,
    double macroF1Divided) {

  /**
   * Refuses what is no gap.
   *
   * @throws IllegalArgumentException if there is no group, if groups have fewer than two images
   *     each, or if a figure is not in [0, 1]
   */
  public CopiesGap {
    if (groups < 1 || images < 2L * groups) {
      throw new IllegalArgumentException(
          "%d images in %d groups of copies; there must be a group, and two images in each"
              .formatted(images, groups));
    }
    checkShare("accuracy with copies together", accuracyTogether);
    checkShare("macro F1 with copies together", macroF1Together);
    checkShare("accuracy with copies divided", accuracyDivided);
    checkShare("macro F1 with copies divided", macroF1Divided);
  }

  /** Returns how much accuracy the copies pretend: divided minus together, in [-1, 1]. */
  public double accuracyGap() {
    return accuracyDivided - accuracyTogether;
  }

  /** Returns how much macro F1 the copies pretend: divided minus together, in [-1, 1]. */
  public double macroF1Gap() {
    return macroF1Divided - macroF1Together;
  }

  private static void checkShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("%s is %s; it must be in [0, 1]".formatted(name, value));
    }
  }
}
