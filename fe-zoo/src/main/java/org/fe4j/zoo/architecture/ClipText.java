package org.fe4j.zoo.architecture;

/** The other half of OpenAI's CLIP files, which encodes texts. */
final class ClipText {
  private ClipText() {}

  /** Returns whether a tensor of the file is not the image encoder's, or is no weight at all. */
  static boolean owns(String tensor) {
    return !tensor.startsWith("visual.") || tensor.endsWith(".num_batches_tracked");
  }
}
