package org.fe4j.backbone;

/**
 * A named value of a backbone that can serve as the feature.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name lower case with underscores
 */
public record FeatureTap(String name) {
  /** The input of the classifier's last linear layer: what remains when that layer is replaced. */
  public static final FeatureTap PENULTIMATE = new FeatureTap("penultimate");

  /**
   * The mean over positions of the trunk's last map; for token models the class token, where there
   * is one.
   */
  public static final FeatureTap POOLED = new FeatureTap("pooled");

  /** The outputs of the pre-trained classifier, before softmax. */
  public static final FeatureTap LOGITS = new FeatureTap("logits");

  /** CLIP's image embedding before its projection; the projected one is {@link #PENULTIMATE}. */
  public static final FeatureTap PRE_PROJECTION = new FeatureTap("pre_projection");

  /** The mean of DINOv2's patch tokens after its last normalisation. */
  public static final FeatureTap PATCH_MEAN = new FeatureTap("patch_mean");

  /** DINOv2's class token and then {@link #PATCH_MEAN}: twice as long as either. */
  public static final FeatureTap CLASS_AND_PATCH_MEAN = new FeatureTap("class_and_patch_mean");

  /** Refuses names that are not lower case with underscores. */
  public FeatureTap {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException(
          "A tap's name is lower case with underscores, but found \"" + name + "\"");
    }
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
