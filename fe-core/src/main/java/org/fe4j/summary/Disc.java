package org.fe4j.summary;

import org.fe4j.image.RgbImage;

/**
 * The largest circle around the middle of a picture, small: what stays in sight when the picture is
 * turned by any angle, whatever fills the corners.
 *
 * <p>The square that holds the circle is reduced to 32 x 32 pixels of luma, and of colour half as
 * many a side.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class Disc {
  /** Side of the square in pixels. */
  static final int SIDE = Fingerprint.REDUCED_SIDE;

  /** From the middle to the outer pixels. */
  static final double RADIUS = (SIDE - 1) / 2.0;

  /** Half the side of the largest square in the circle, but for a pixel that corners bleed into. */
  private static final double HALF_SQUARE = (RADIUS - 1) * Math.sqrt(0.5);

  private static final int COLOUR_SIDE = SIDE / 2;

  /** Luma, then half of blue less luma, then half of red less luma. */
  private final byte[] values;

  private final long hash;

  private Disc(byte[] values) {
    this.values = values;
    this.hash = Harmonics.Functions.STANDARD.of(this).hash();
  }

  static Disc of(RgbImage image) {
    return of(Fingerprint.reduced(middle(image)));
  }

  /** Returns the disc of a square that was reduced already. */
  static Disc of(byte[] pixels) {
    byte[] values = new byte[SIDE * SIDE + 2 * COLOUR_SIDE * COLOUR_SIDE];
    float[] blueness = new float[COLOUR_SIDE * COLOUR_SIDE];
    float[] redness = new float[COLOUR_SIDE * COLOUR_SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      float luma = Fingerprint.luma(pixels, i);
      int colour = i / SIDE / 2 * COLOUR_SIDE + i % SIDE / 2;
      values[i] = (byte) Math.round(luma);
      redness[colour] += ((pixels[3 * i] & 0xFF) - luma) / 4;
      blueness[colour] += ((pixels[3 * i + 2] & 0xFF) - luma) / 4;
    }
    for (int i = 0; i < blueness.length; i++) {
      values[SIDE * SIDE + i] = (byte) Math.round(blueness[i] / 2);
      values[SIDE * SIDE + blueness.length + i] = (byte) Math.round(redness[i] / 2);
    }
    return new Disc(values);
  }

  /**
   * Returns the largest square around the middle, from the pixels themselves: a crop of what is
   * already small is up to half of its pixels off, to another side once the picture is turned.
   */
  private static RgbImage middle(RgbImage image) {
    int width = image.width();
    int side = Math.min(width, image.height());
    int left = (width - side) / 2;
    int top = (image.height() - side) / 2;
    byte[] square = new byte[3 * side * side];
    for (int y = 0; y < side; y++) {
      System.arraycopy(
          image.pixels(), 3 * ((top + y) * width + left), square, 3 * y * side, 3 * side);
    }
    return RgbImage.wrap(side, side, square);
  }

  /** Returns the hash of its harmonics. */
  long hash() {
    return hash;
  }

  int luma(int pixel) {
    return values[pixel] & 0xFF;
  }

  /**
   * Returns the square in the circle after the picture was mirrored top to bottom, where asked for,
   * and then turned.
   *
   * @param angle in radians, from the right downwards
   */
  Thumbnail square(double angle, boolean mirrored) {
    int side = Fingerprint.SIDE;
    float[] luma = new float[side * side];
    float[] blueness = new float[side * side];
    float[] redness = new float[side * side];
    double cosine = Math.cos(angle);
    double sine = Math.sin(angle);
    double step = 2 * HALF_SQUARE / (side - 1);
    for (int i = 0; i < side * side; i++) {
      int row = i / side;
      int column = i % side;
      double x = step * column - HALF_SQUARE;
      double y = step * row - HALF_SQUARE;
      double fromX = cosine * x + sine * y;
      double fromY = cosine * y - sine * x;
      fromY = mirrored ? -fromY : fromY;
      luma[i] = lumaAt(fromX + RADIUS, fromY + RADIUS);
      double colourX = (fromX + RADIUS) / 2 - 0.25;
      double colourY = (fromY + RADIUS) / 2 - 0.25;
      blueness[i] = colourAt(SIDE * SIDE, colourX, colourY);
      redness[i] = colourAt(SIDE * SIDE + COLOUR_SIDE * COLOUR_SIDE, colourX, colourY);
    }
    return new Thumbnail(luma, blueness, redness);
  }

  /** Interpolates between pixels. */
  private float lumaAt(double x, double y) {
    int column = (int) x;
    int row = (int) y;
    double u = x - column;
    double v = y - row;
    int at = row * SIDE + column;
    double above = luma(at) * (1 - u) + luma(at + 1) * u;
    double below = luma(at + SIDE) * (1 - u) + luma(at + SIDE + 1) * u;
    return (float) (above * (1 - v) + below * v);
  }

  private float colourAt(int plane, double x, double y) {
    int column = (int) x;
    int row = (int) y;
    double u = x - column;
    double v = y - row;
    int at = plane + row * COLOUR_SIDE + column;
    double above = values[at] * (1 - u) + values[at + 1] * u;
    double below = values[at + COLOUR_SIDE] * (1 - u) + values[at + COLOUR_SIDE + 1] * u;
    return (float) (2 * (above * (1 - v) + below * v));
  }
}
