package org.fe4j.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A decoded picture: rows from top to bottom, three bytes a pixel, red, green, blue.
 *
 * <p>Not safe for concurrent use while somebody writes to {@link #pixels()}; otherwise immutable.
 */
public final class RgbImage {
  private final int width;
  private final int height;
  private final byte[] pixels;

  private RgbImage(int width, int height, byte[] pixels) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  /**
   * Returns the picture that wraps these bytes without copying them.
   *
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @param pixels {@code width * height * 3} bytes
   * @throws IllegalArgumentException if sizes and bytes do not fit
   */
  public static RgbImage wrap(int width, int height, byte[] pixels) {
    if (width < 1 || height < 1 || pixels.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "A picture of %d x %d pixels needs %d bytes, but found %d"
              .formatted(width, height, 3L * width * height, pixels.length));
    }
    return new RgbImage(width, height, pixels);
  }

  /** Returns the width in pixels. */
  public int width() {
    return width;
  }

  /** Returns the height in pixels. */
  public int height() {
    return height;
  }

  /**
   * Returns the picture in another size, equal to the byte to Pillow's {@code resize}: filtered in
   * two passes, antialiased where it shrinks.
   *
   * @param newWidth in pixels, at least 1
   * @param newHeight in pixels, at least 1
   * @param interpolation the filter
   * @throws IllegalArgumentException if a side is under 1 or an array cannot hold the pixels
   */
  public RgbImage resized(int newWidth, int newHeight, Interpolation interpolation) {
    if (newWidth < 1 || newHeight < 1 || 3L * newWidth * newHeight > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "A picture cannot be resized to %d x %d pixels".formatted(newWidth, newHeight));
    }
    byte[] target = new byte[3 * newWidth * newHeight];
    new Resampler()
        .resample(
            this,
            ResampledAxis.of(width, newWidth, 0, newWidth, interpolation),
            ResampledAxis.of(height, newHeight, 0, newHeight, interpolation),
            ByteBuffer.wrap(target),
            0,
            3 * newWidth);
    return wrap(newWidth, newHeight, target);
  }

  /**
   * Returns the picture as a binary portable pixmap (P6, 8 bits a sample): a header that says width
   * and height, then the pixels. So pictures that were never in a file have bytes like others, and
   * equal bytes exactly where sizes and pixels are equal.
   */
  public byte[] toPpm() {
    byte[] header = "P6\n%d %d\n255\n".formatted(width, height).getBytes(US_ASCII);
    byte[] file = Arrays.copyOf(header, header.length + pixels.length);
    System.arraycopy(pixels, 0, file, header.length, pixels.length);
    return file;
  }

  /** Returns the bytes themselves, not a copy; whoever changes them changes the picture. */
  public byte[] pixels() {
    return pixels;
  }
}
