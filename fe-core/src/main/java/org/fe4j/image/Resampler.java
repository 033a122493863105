package org.fe4j.image;

/**
 * Pillow's two passes on 8-bit samples, fused: each input row that is needed is filtered along its
 * length once, into a ring of rows, from which output rows are summed.
 *
 * <p>Rows of the ring are {@code int}, so that the JIT vectorises the vertical pass; it does so on
 * JDK 17 only for short loop bodies, hence at most four rows a loop, three in the loop that clips.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class Resampler {
  private int[][] ring = new int[0][];
  private int[] sums = new int[0];

  /**
   * Writes the surviving part of the resized picture.
   *
   * @param target receives {@code rows.begins.length} rows
   * @param origin of the first byte in the target
   * @param pitch bytes from one row of the target to the next
   */
  void resample(
      RgbImage image,
      ResampledAxis columns,
      ResampledAxis rows,
      byte[] target,
      int origin,
      int pitch) {
    int samples = columns.begins.length * 3;
    reserve(rows.stride, samples);
    byte[] pixels = image.pixels();
    int next = 0;
    for (int y = 0; y < rows.begins.length; y++) {
      int begin = rows.begins[y];
      int end = begin + rows.counts[y];
      for (next = Math.max(next, begin); next < end; next++) {
        filterRow(pixels, next * image.width() * 3, columns, ring[next % ring.length]);
      }
      sumRows(rows, y, samples);
      store(samples, rows.clips, target, origin + y * pitch);
    }
  }

  private void reserve(int rows, int samples) {
    if (ring.length < rows || sums.length < samples) {
      ring = new int[Math.max(ring.length, rows)][Math.max(sums.length, samples)];
      sums = new int[Math.max(sums.length, samples)];
    }
  }

  /** Filters one input row along its length: the surviving columns, rounded to 8 bits. */
  private static void filterRow(byte[] pixels, int row, ResampledAxis columns, int[] target) {
    int[] weights = columns.weights;
    for (int x = 0; x < columns.begins.length; x++) {
      int p = row + columns.begins[x] * 3;
      int w = x * columns.stride;
      int end = w + columns.counts[x];
      int red = ResampledAxis.HALF;
      int green = ResampledAxis.HALF;
      int blue = ResampledAxis.HALF;
      for (; w < end; w++, p += 3) {
        int weight = weights[w];
        red += (pixels[p] & 0xFF) * weight;
        green += (pixels[p + 1] & 0xFF) * weight;
        blue += (pixels[p + 2] & 0xFF) * weight;
      }
      target[3 * x] = clip(red >> ResampledAxis.PRECISION_BITS);
      target[3 * x + 1] = clip(green >> ResampledAxis.PRECISION_BITS);
      target[3 * x + 2] = clip(blue >> ResampledAxis.PRECISION_BITS);
    }
  }

  private void sumRows(ResampledAxis rows, int y, int samples) {
    java.util.Arrays.fill(sums, 0, samples, ResampledAxis.HALF);
    for (int j = 0; j < rows.counts[y]; j++) {
      int[] row = ring[(rows.begins[y] + j) % ring.length];
      int weight = rows.weights[y * rows.stride + j];
      for (int i = 0; i < samples; i++) {
        sums[i] += row[i] * weight;
      }
    }
  }

  private void store(int samples, boolean clips, byte[] target, int offset) {
    for (int i = 0; i < samples; i++) {
      int level = sums[i] >> ResampledAxis.PRECISION_BITS;
      target[offset + i] = (byte) (clips ? clip(level) : level);
    }
  }

  private static int clip(int level) {
    return Math.max(0, Math.min(255, level));
  }
}
