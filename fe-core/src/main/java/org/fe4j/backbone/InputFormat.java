package org.fe4j.backbone;

/** What a compiled backbone takes. */
public enum InputFormat {
  /** Unsigned bytes (N, S, S, 3), red first; it normalises itself. What fe4j compiles. */
  PIXEL_BYTES,
  /**
   * The same, in the host's memory even where the model is on a GPU, to which it copies them
   * itself. What fe4j compiles for a GPU.
   */
  HOST_PIXEL_BYTES,
  /** Normalised float32 (N, 3, S, S), red first. What an exported PyTorch model usually takes. */
  NORMALIZED_FLOATS,
  /**
   * Normalised float32 (N, S, S, 3), red first. What an exported TensorFlow model usually takes.
   */
  NORMALIZED_FLOATS_CHANNELS_LAST
}
