package org.fe4j.image;

/**
 * Pillow's first pass over one row of a picture, not clipped yet.
 *
 * <p>One method a window size up to eight, each of one shape: on JDK 17 a loop over the taps inside
 * the loop over the columns costs a third more, since the sums leave their registers.
 */
final class RowFilter {
  private static final int BITS = ResampledAxis.PRECISION_BITS;
  private static final int HALF = ResampledAxis.HALF;

  private RowFilter() {}

  /**
   * Writes three levels for each surviving column.
   *
   * @param row offset of the row's first byte
   */
  static void apply(byte[] pixels, int row, ResampledAxis columns, int[] target) {
    switch (columns.taps) {
      case 1 -> filterOne(pixels, row, columns, target);
      case 2 -> filterTwo(pixels, row, columns, target);
      case 3 -> filterThree(pixels, row, columns, target);
      case 4 -> filterFour(pixels, row, columns, target);
      case 5 -> filterFive(pixels, row, columns, target);
      case 6 -> filterSix(pixels, row, columns, target);
      case 7 -> filterSeven(pixels, row, columns, target);
      case 8 -> filterEight(pixels, row, columns, target);
      default -> filterMany(pixels, row, columns, target);
    }
  }

  private static void filterOne(byte[] pixels, int row, ResampledAxis columns, int[] target) {
    int[] begins = columns.begins;
    int[] weights = columns.weights;
    for (int x = 0, t = 0, w = 0; x < begins.length; x++, t += 3, w += 1) {
      int p = row + begins[x] * 3;
      int a = weights[w];
      target[t] = (HALF + (pixels[p] & 0xFF) * a) >> BITS;
      target[t + 1] = (HALF + (pixels[p + 1] & 0xFF) * a) >> BITS;
      target[t + 2] = (HALF + (pixels[p + 2] & 0xFF) * a) >> BITS;
    }
  }

  private static void filterTwo(byte[] pixels, int row, ResampledAxis columns, int[] target) {
    int[] begins = columns.begins;
    int[] weights = columns.weights;
    for (int x = 0, t = 0, w = 0; x < begins.length; x++, t += 3, w += 2) {
      int p = row + begins[x] * 3;
      int a = weights[w];
      int b = weights[w + 1];
      target[t] = (HALF + (pixels[p] & 0xFF) * a + (pixels[p + 3] & 0xFF) * b) >> BITS;
      target[t + 1] = (HALF + (pixels[p + 1] & 0xFF) * a + (pixels[p + 4] & 0xFF) * b) >> BITS;
      target[t + 2] = (HALF + (pixels[p + 2] & 0xFF) * a + (pixels[p + 5] & 0xFF) * b) >> BITS;
    }
  }

  private static void filterThree(byte[] pixels, int row, ResampledAxis columns, int[] target) {
    int[] begins = columns.begins;
    int[] weights = columns.weights;
    for (int x = 0, t = 0, w = 0; x < begins.length; x++, t += 3, w += 3) {
      int p = row + begins[x] * 3;
      int a = weights[w];
      int b = weights[w + 1];
      int c = weights[w + 2];
      target[t] =
          (HALF + (pixels[p] & 0xFF) * a + (pixels[p + 3] & 0xFF) * b + (pixels[p + 6] & 0xFF) * c)
              >> BITS;
      target[t + 1] =
          (HALF
                  + (pixels[p + 1] & 0xFF) * a
                  + (pixels[p + 4] & 0xFF) * b
                  + (pixels[p + 7] & 0xFF) * c)
              >> BITS;
      target[t + 2] =
          (HALF
                  + (pixels[p + 2] & 0xFF) * a
                  + (pixels[p + 5] & 0xFF) * b
                  + (pixels[p + 8] & 0xFF) * c)
              >> BITS;
    }
  }

  private static void filterFour(byte[] pixels, int row, ResampledAxis columns, int[] target) {
    int[] begins = columns.begins;
    int[] weights = columns.weights;
    for (int x = 0, t = 0, w = 0; x < begins.length; x++, t += 3, w += 4) {
      int p = row + begins[x] * 3;
      int a = weights[w];
      int b = weights[w + 1];
      int c = weights[w + 2];
      int d = weights[w + 3];
      target[t] =
          (HALF
                  + (pixels[p] & 0xFF) * a
                  + (pixels[p + 3] & 0xFF) * b
                  + (pixels[p + 6] & 0xFF) * c
                  + (pixels[p + 9] & 0xFF) * d)
              >> BITS;
      target[t + 1] =
          (HALF
                  + (pixels[p + 1] & 0xFF) * a
                  + (pixels[p + 4] & 0xFF) * b
                  + (pixels[p + 7] & 0xFF) * c
                  + (pixels[p + 10] & 0xFF) * d)
              >> BITS;
      target[t + 2] =
          (HALF
                  + (pixels[p + 2] & 0xFF) * a
                  + (pixels[p + 5] & 0xFF) * b
                  + (pixels[p + 8] & 0xFF) * c
                  + (pixels[p + 11] & 0xFF) * d)
              >> BITS;
    }
  }

  private static void filterFive(byte[] pixels, int row, ResampledAxis columns, int[] target) {
    int[] begins = columns.begins;
    int[] weights = columns.weights;
    for (int x = 0, t = 0, w = 0; x < begins.length; x++, t += 3, w += 5) {
      int p = row + begins[x] * 3;
      int a = weights[w];
      int b = weights[w + 1];
      int c = weights[w + 2];
      int d = weights[w + 3];
      int e = weights[w + 4];
      target[t] =
          (HALF
                  + (pixels[p] & 0xFF) * a
                  + (pixels[p + 3] & 0xFF) * b
                  + (pixels[p + 6] & 0xFF) * c
                  + (pixels[p + 9] & 0xFF) * d
                  + (pixels[p + 12] & 0xFF) * e)
              >> BITS;
      target[t + 1] =
          (HALF
                  + (pixels[p + 1] & 0xFF) * a
                  + (pixels[p + 4] & 0xFF) * b
                  + (pixels[p + 7] & 0xFF) * c
                  + (pixels[p + 10] & 0xFF) * d
                  + (pixels[p + 13] & 0xFF) * e)
              >> BITS;
      target[t + 2] =
          (HALF
                  + (pixels[p + 2] & 0xFF) * a
                  + (pixels[p + 5] & 0xFF) * b
                  + (pixels[p + 8] & 0xFF) * c
                  + (pixels[p + 11] & 0xFF) * d
                  + (pixels[p + 14] & 0xFF) * e)
              >> BITS;
    }
  }

  private static void filterSix(byte[] pixels, int row, ResampledAxis columns, int[] target) {
    int[] begins = columns.begins;
    int[] weights = columns.weights;
    for (int x = 0, t = 0, w = 0; x < begins.length; x++, t += 3, w += 6) {
      int p = row + begins[x] * 3;
      int a = weights[w];
      int b = weights[w + 1];
      int c = weights[w + 2];
      int d = weights[w + 3];
      int e = weights[w + 4];
      int f = weights[w + 5];
      target[t] =
          (HALF
                  + (pixels[p] & 0xFF) * a
                  + (pixels[p + 3] & 0xFF) * b
                  + (pixels[p + 6] & 0xFF) * c
                  + (pixels[p + 9] & 0xFF) * d
                  + (pixels[p + 12] & 0xFF) * e
                  + (pixels[p + 15] & 0xFF) * f)
              >> BITS;
      target[t + 1] =
          (HALF
                  + (pixels[p + 1] & 0xFF) * a
                  + (pixels[p + 4] & 0xFF) * b
                  + (pixels[p + 7] & 0xFF) * c
                  + (pixels[p + 10] & 0xFF) * d
                  + (pixels[p + 13] & 0xFF) * e
                  + (pixels[p + 16] & 0xFF) * f)
              >> BITS;
      target[t + 2] =
          (HALF
                  + (pixels[p + 2] & 0xFF) * a
                  + (pixels[p + 5] & 0xFF) * b
                  + (pixels[p + 8] & 0xFF) * c
                  + (pixels[p + 11] & 0xFF) * d
                  + (pixels[p + 14] & 0xFF) * e
                  + (pixels[p + 17] & 0xFF) * f)
              >> BITS;
    }
  }

  private static void filterSeven(byte[] pixels, int row, ResampledAxis columns, int[] target) {
    int[] begins = columns.begins;
    int[] weights = columns.weights;
    for (int x = 0, t = 0, w = 0; x < begins.length; x++, t += 3, w += 7) {
      int p = row + begins[x] * 3;
      int a = weights[w];
      int b = weights[w + 1];
      int c = weights[w + 2];
      int d = weights[w + 3];
      int e = weights[w + 4];
      int f = weights[w + 5];
      int g = weights[w + 6];
      target[t] =
          (HALF
                  + (pixels[p] & 0xFF) * a
                  + (pixels[p + 3] & 0xFF) * b
                  + (pixels[p + 6] & 0xFF) * c
                  + (pixels[p + 9] & 0xFF) * d
                  + (pixels[p + 12] & 0xFF) * e
                  + (pixels[p + 15] & 0xFF) * f
                  + (pixels[p + 18] & 0xFF) * g)
              >> BITS;
      target[t + 1] =
          (HALF
                  + (pixels[p + 1] & 0xFF) * a
                  + (pixels[p + 4] & 0xFF) * b
                  + (pixels[p + 7] & 0xFF) * c
                  + (pixels[p + 10] & 0xFF) * d
                  + (pixels[p + 13] & 0xFF) * e
                  + (pixels[p + 16] & 0xFF) * f
                  + (pixels[p + 19] & 0xFF) * g)
              >> BITS;
      target[t + 2] =
          (HALF
                  + (pixels[p + 2] & 0xFF) * a
                  + (pixels[p + 5] & 0xFF) * b
                  + (pixels[p + 8] & 0xFF) * c
                  + (pixels[p + 11] & 0xFF) * d
                  + (pixels[p + 14] & 0xFF) * e
                  + (pixels[p + 17] & 0xFF) * f
                  + (pixels[p + 20] & 0xFF) * g)
              >> BITS;
    }
  }

  private static void filterEight(byte[] pixels, int row, ResampledAxis columns, int[] target) {
    int[] begins = columns.begins;
    int[] weights = columns.weights;
    for (int x = 0, t = 0, w = 0; x < begins.length; x++, t += 3, w += 8) {
      int p = row + begins[x] * 3;
      int a = weights[w];
      int b = weights[w + 1];
      int c = weights[w + 2];
      int d = weights[w + 3];
      int e = weights[w + 4];
      int f = weights[w + 5];
      int g = weights[w + 6];
      int h = weights[w + 7];
      target[t] =
          (HALF
                  + (pixels[p] & 0xFF) * a
                  + (pixels[p + 3] & 0xFF) * b
                  + (pixels[p + 6] & 0xFF) * c
                  + (pixels[p + 9] & 0xFF) * d
                  + (pixels[p + 12] & 0xFF) * e
                  + (pixels[p + 15] & 0xFF) * f
                  + (pixels[p + 18] & 0xFF) * g
                  + (pixels[p + 21] & 0xFF) * h)
              >> BITS;
      target[t + 1] =
          (HALF
                  + (pixels[p + 1] & 0xFF) * a
                  + (pixels[p + 4] & 0xFF) * b
                  + (pixels[p + 7] & 0xFF) * c
                  + (pixels[p + 10] & 0xFF) * d
                  + (pixels[p + 13] & 0xFF) * e
                  + (pixels[p + 16] & 0xFF) * f
                  + (pixels[p + 19] & 0xFF) * g
                  + (pixels[p + 22] & 0xFF) * h)
              >> BITS;
      target[t + 2] =
          (HALF
                  + (pixels[p + 2] & 0xFF) * a
                  + (pixels[p + 5] & 0xFF) * b
                  + (pixels[p + 8] & 0xFF) * c
                  + (pixels[p + 11] & 0xFF) * d
                  + (pixels[p + 14] & 0xFF) * e
                  + (pixels[p + 17] & 0xFF) * f
                  + (pixels[p + 20] & 0xFF) * g
                  + (pixels[p + 23] & 0xFF) * h)
              >> BITS;
    }
  }

  private static void filterMany(byte[] pixels, int row, ResampledAxis columns, int[] target) {
    int[] begins = columns.begins;
    int[] weights = columns.weights;
    int taps = columns.taps;
    for (int x = 0, t = 0; x < begins.length; x++, t += 3) {
      int p = row + begins[x] * 3;
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      for (int w = x * taps; w < (x + 1) * taps; w++, p += 3) {
        int weight = weights[w];
        red += (pixels[p] & 0xFF) * weight;
        green += (pixels[p + 1] & 0xFF) * weight;
        blue += (pixels[p + 2] & 0xFF) * weight;
      }
      target[t] = red >> BITS;
      target[t + 1] = green >> BITS;
      target[t + 2] = blue >> BITS;
    }
  }
}
