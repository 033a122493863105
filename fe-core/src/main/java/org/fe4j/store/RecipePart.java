package org.fe4j.store;

/**
 * What decides a feature besides the image. Two features of one image are the same exactly where
 * all of these are equal; names and paths are none of them.
 */
public enum RecipePart {
  /** SHA-256 of the weight file. */
  WEIGHTS("weights (sha-256)"),
  /** SHA-256 of the graph that the architecture builds. */
  GRAPH("graph (sha-256)"),
  /** The value of the graph that is the feature. */
  TAP("tap"),
  /** Resize, crop, normalisation. */
  PREPROCESSING("preprocessing"),
  /** What turns a file into pixels, with version and options. */
  DECODER("decoder"),
  /** Of weights and activations. */
  PRECISION("precision"),
  /** The kind of device, a GPU with its generation. */
  DEVICE("device"),
  /** The processor's instructions that kernels are chosen by. */
  INSTRUCTION_SET("instruction set"),
  /** (N, H, W, 3). */
  BATCH_SHAPE("batch shape"),
  /** The engine and the version of its Java side. */
  ENGINE("engine"),
  /** The version and flavour of the engine's native library. */
  NATIVE_LIBRARY("native library"),
  /** The version of what compiles a graph for the engine. */
  COMPILER("compiler"),
  /** Of the values in the store. */
  ELEMENT_TYPE("stored as"),
  /** Version of the store's files. */
  FORMAT("format"),
  /**
   * SHA-256 of the compiled program. Follows from the parts above, and is there to find out where
   * it does not.
   */
  PROGRAM("program (sha-256)");

  private final String title;

  RecipePart(String title) {
    this.title = title;
  }

  /** Returns the part's name for people and in files. */
  public String title() {
    return title;
  }
}
