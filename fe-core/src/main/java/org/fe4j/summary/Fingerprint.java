package org.fe4j.summary;

import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.Preprocessor;
import org.fe4j.image.ResizeMode;
import org.fe4j.image.RgbImage;

/**
 * A small stand-in for a picture: a hash that finds pictures that may be alike, and a thumbnail
 * that tells whether they are.
 *
 * <p>The picture is stretched to 32 x 32 pixels. The hash is the signs of the 8 x 8 lowest
 * coefficients of the discrete cosine transform of its luma, but for the mean: bit {@code 8 u + v}
 * is set where the coefficient of vertical frequency u and horizontal frequency v is positive.
 * Signs rather than a comparison with the median, since a mirror image changes the sign of all
 * coefficients of odd frequency and a transposition swaps u and v: the hashes of all eight turns of
 * a picture follow from one. The thumbnail is 16 x 16 pixels.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class Fingerprint {
  /** Side of the thumbnail in pixels. */
  static final int SIDE = 16;

  /** The picture as it is, mirrored, turned by quarters, and both: see {@link #turned}. */
  static final int TURNS = 8;

  /** Side of what pictures are reduced to, in pixels. */
  static final int REDUCED_SIDE = 2 * SIDE;

  private static final int FREQUENCIES = 8;

  /** Bits of odd horizontal frequency. */
  private static final long ODD_COLUMNS = 0xAAAA_AAAA_AAAA_AAAAL;

  /** Bits of odd vertical frequency. */
  private static final long ODD_ROWS = 0xFF00_FF00_FF00_FF00L;

  private static final Preprocessing REDUCTION =
      new Preprocessing(
          ResizeMode.STRETCH,
          REDUCED_SIDE,
          Interpolation.BILINEAR,
          REDUCED_SIDE,
          // Not used by the resize.
          Preprocessing.IMAGENET_MEAN,
          Preprocessing.IMAGENET_DEVIATION);

  private static final double[][] COSINES = cosines();

  private final long hash;
  private final byte[] thumbnail;

  private Fingerprint(long hash, byte[] thumbnail) {
    this.hash = hash;
    this.thumbnail = thumbnail;
  }

  static Fingerprint of(RgbImage image) {
    return of(reduced(image));
  }

  /** Returns the fingerprint of a picture that was reduced already. */
  static Fingerprint of(byte[] pixels) {
    return new Fingerprint(hash(pixels), halved(pixels));
  }

  /** Returns the picture stretched to a square of {@value #REDUCED_SIDE} pixels a side. */
  static byte[] reduced(RgbImage image) {
    return Preprocessor.of(REDUCTION).apply(image);
  }

  /** Returns the hash of the picture in one of its turns. */
  long hash(int turn) {
    long turned = (turn & 4) == 0 ? hash : transposed(hash);
    if ((turn & 1) != 0) {
      turned ^= ODD_COLUMNS;
    }
    if ((turn & 2) != 0) {
      turned ^= ODD_ROWS;
    }
    return turned & ~1L;
  }

  /**
   * Returns the thumbnail in one of its turns: transposed where bit 2 is set, then mirrored top to
   * bottom where bit 1 is set and left to right where bit 0 is set.
   */
  Thumbnail turned(int turn) {
    float[] luma = new float[SIDE * SIDE];
    float[] blueness = new float[SIDE * SIDE];
    float[] redness = new float[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int fromX = (turn & 1) == 0 ? x : SIDE - 1 - x;
        int fromY = (turn & 2) == 0 ? y : SIDE - 1 - y;
        int from = (turn & 4) == 0 ? fromY * SIDE + fromX : fromX * SIDE + fromY;
        int to = y * SIDE + x;
        float grey = luma(thumbnail, from);
        luma[to] = grey;
        blueness[to] = (thumbnail[3 * from + 2] & 0xFF) - grey;
        redness[to] = (thumbnail[3 * from] & 0xFF) - grey;
      }
    }
    return new Thumbnail(luma, blueness, redness);
  }

  private static long hash(byte[] pixels) {
    int n = REDUCED_SIDE;
    double[][] rows = new double[n][FREQUENCIES];
    for (int y = 0; y < n; y++) {
      for (int v = 0; v < FREQUENCIES; v++) {
        for (int x = 0; x < n; x++) {
          rows[y][v] += COSINES[v][x] * luma(pixels, y * n + x);
        }
      }
    }
    long hash = 0;
    for (int u = 0; u < FREQUENCIES; u++) {
      for (int v = 0; v < FREQUENCIES; v++) {
        double coefficient = 0;
        for (int y = 0; y < n; y++) {
          coefficient += COSINES[u][y] * rows[y][v];
        }
        if (coefficient > 0) {
          hash |= 1L << (FREQUENCIES * u + v);
        }
      }
    }
    // The mean is always positive.
    return hash & ~1L;
  }

  /** Returns the transposed matrix of 8 x 8 bits, by swapping ever larger blocks. */
  private static long transposed(long bits) {
    long swap = (bits ^ (bits >>> 7)) & 0x00AA_00AA_00AA_00AAL;
    long pairs = bits ^ swap ^ (swap << 7);
    swap = (pairs ^ (pairs >>> 14)) & 0x0000_CCCC_0000_CCCCL;
    long quads = pairs ^ swap ^ (swap << 14);
    swap = (quads ^ (quads >>> 28)) & 0x0000_0000_F0F0_F0F0L;
    return quads ^ swap ^ (swap << 28);
  }

  private static byte[] halved(byte[] pixels) {
    byte[] half = new byte[3 * SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int i = 0; i < 3 * SIDE; i++) {
        int at = 3 * (2 * y * REDUCED_SIDE + 2 * (i / 3)) + i % 3;
        int below = at + 3 * REDUCED_SIDE;
        int sum =
            (pixels[at] & 0xFF)
                + (pixels[at + 3] & 0xFF)
                + (pixels[below] & 0xFF)
                + (pixels[below + 3] & 0xFF);
        half[3 * SIDE * y + i] = (byte) ((sum + 2) / 4);
      }
    }
    return half;
  }

  /** ITU-R BT.601, as JPEG. */
  static float luma(byte[] pixels, int pixel) {
    return 0.299f * (pixels[3 * pixel] & 0xFF)
        + 0.587f * (pixels[3 * pixel + 1] & 0xFF)
        + 0.114f * (pixels[3 * pixel + 2] & 0xFF);
  }

  private static double[][] cosines() {
    double[][] cosines = new double[FREQUENCIES][REDUCED_SIDE];
    for (int u = 0; u < FREQUENCIES; u++) {
      for (int x = 0; x < REDUCED_SIDE; x++) {
        cosines[u][x] = StrictMath.cos(Math.PI * u * (2 * x + 1) / (2 * REDUCED_SIDE));
      }
    }
    return cosines;
  }
}
