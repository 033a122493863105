package org.fe4j.zoo.graph;

/**
 * How a convolution or a pooling moves over a map, in pixels; equal in both directions unless made
 * by {@link #of(int, int)}. The output size is {@code (size + 2 * padding - dilation * (kernel - 1)
 * - 1) / stride + 1}, rounded down, or up where {@code ceilMode} says so (then a window that would
 * start in the padding behind the map is left out, as in PyTorch).
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param kernelHeight at least 1
 * @param kernelWidth at least 1
 * @param stride at least 1
 * @param paddingHeight zeros (or, for maxima, nothing) added above and below
 * @param paddingWidth the same, left and right
 * @param dilation distance between the kernel's taps
 * @param ceilMode whether the output size is rounded up
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int stride,
    int paddingHeight,
    int paddingWidth,
    int dilation,
    boolean ceilMode) {

  /** Refuses kernels, strides and dilations under 1, and negative padding. */
  public Window {
    if (kernelHeight < 1 || kernelWidth < 1 || stride < 1 || dilation < 1) {
      throw new IllegalArgumentException("Kernel, stride and dilation must be at least 1");
    }
    if (paddingHeight < 0 || paddingWidth < 0) {
      throw new IllegalArgumentException("Padding must not be negative");
    }
  }

  /** Returns a square window that moves by one pixel, without padding. */
  public static Window of(int kernel) {
    return of(kernel, kernel);
  }

  /** Returns a window that moves by one pixel, without padding. */
  public static Window of(int kernelHeight, int kernelWidth) {
    return new Window(kernelHeight, kernelWidth, 1, 0, 0, 1, false);
  }

  /** Returns this window with another stride. */
  public Window stride(int pixels) {
    return new Window(
        kernelHeight, kernelWidth, pixels, paddingHeight, paddingWidth, dilation, ceilMode);
  }

  /** Returns this window with another padding on all sides. */
  public Window padding(int pixels) {
    return padding(pixels, pixels);
  }

  /** Returns this window with another padding. */
  public Window padding(int height, int width) {
    return new Window(kernelHeight, kernelWidth, stride, height, width, dilation, ceilMode);
  }

  /** Returns this window with another dilation. */
  public Window dilation(int pixels) {
    return new Window(
        kernelHeight, kernelWidth, stride, paddingHeight, paddingWidth, pixels, ceilMode);
  }

  /** Returns this window with the output size rounded up. */
  public Window roundedUp() {
    return new Window(
        kernelHeight, kernelWidth, stride, paddingHeight, paddingWidth, dilation, true);
  }

  /**
   * Returns whether a whole window fits into the padding on one side. No backbone has such; oneDNN
   * writes outside of its memory there.
   */
  public boolean fitsIntoPadding() {
    return paddingHeight > dilation * (kernelHeight - 1)
        || paddingWidth > dilation * (kernelWidth - 1);
  }

  /** Returns the height of the output for a map of this height. */
  int outputHeight(int height) {
    return output(height, kernelHeight, paddingHeight);
  }

  /** Returns the width of the output for a map of this width. */
  int outputWidth(int width) {
    return output(width, kernelWidth, paddingWidth);
  }

  private int output(int size, int kernel, int padding) {
    int span = size + 2 * padding - dilation * (kernel - 1) - 1;
    // Rounded up, a window may hang over the edge, so that a map smaller than it still counts.
    int steps = ceilMode ? span + stride - 1 : span;
    if (steps < 0) {
      throw new IllegalArgumentException(
          "A map of " + size + " pixels is too small for a kernel of " + kernel + " pixels");
    }
    int output = steps / stride + 1;
    return ceilMode && (output - 1) * stride >= size + padding ? output - 1 : output;
  }
}
