package org.fe4j.image;

import java.util.Arrays;

/**
 * Pillow's two passes on 8-bit samples, fused: each input row that is needed is filtered along its
 * length once, into a ring of rows, from which output rows are summed.
 *
 * <p>Rows of the ring are {@code int}, so that the JIT vectorises the loops over them; on JDK 17 it
 * does so for short bodies only, hence at most four rows at once.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class Resampler {
  private static final int BITS = ResampledAxis.PRECISION_BITS;
  private static final int HALF = ResampledAxis.HALF;

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
    reserve(rows.taps, samples);
    int next = 0;
    for (int y = 0; y < rows.begins.length; y++) {
      int begin = rows.begins[y];
      for (next = Math.max(next, begin); next < begin + rows.taps; next++) {
        int[] row = ring[next % ring.length];
        filterRow(image.pixels(), next * image.width() * 3, columns, row);
        if (columns.clips) {
          clip(row, samples);
        }
      }
      sumRows(rows, y, samples);
      if (rows.clips) {
        clip(sums, samples);
      }
      for (int i = 0, t = origin + y * pitch; i < samples; i++, t++) {
        target[t] = (byte) sums[i];
      }
    }
  }

  private void reserve(int rows, int samples) {
    if (ring.length < rows || sums.length < samples) {
      int length = Math.max(sums.length, samples);
      ring = new int[Math.max(ring.length, rows)][length];
      sums = new int[length];
    }
  }

  /** Filters the surviving columns of one input row, not clipped yet. */
  private static void filterRow(byte[] pixels, int row, ResampledAxis columns, int[] target) {
    Arrays.fill(target, 0, columns.begins.length * 3, HALF);
    int tap = 0;
    for (; tap + 4 <= columns.taps; tap += 4) {
      addFourTaps(pixels, row, columns, tap, target);
    }
    switch (columns.taps - tap) {
      case 3 -> addThreeTaps(pixels, row, columns, tap, target);
      case 2 -> addTwoTaps(pixels, row, columns, tap, target);
      case 1 -> addOneTap(pixels, row, columns, tap, target);
      default -> {}
    }
    for (int i = 0; i < columns.begins.length * 3; i++) {
      target[i] >>= BITS;
    }
  }

  private static void addFourTaps(
      byte[] pixels, int row, ResampledAxis columns, int tap, int[] target) {
    int[] begins = columns.begins;
    int[] weights = columns.weights;
    for (int x = 0, t = 0, w = tap; x < begins.length; x++, t += 3, w += columns.taps) {
      int p = row + (begins[x] + tap) * 3;
      int a = weights[w];
      int b = weights[w + 1];
      int c = weights[w + 2];
      int d = weights[w + 3];
      int red = (pixels[p] & 0xFF) * a + (pixels[p + 3] & 0xFF) * b;
      int green = (pixels[p + 1] & 0xFF) * a + (pixels[p + 4] & 0xFF) * b;
      int blue = (pixels[p + 2] & 0xFF) * a + (pixels[p + 5] & 0xFF) * b;
      target[t] += red + (pixels[p + 6] & 0xFF) * c + (pixels[p + 9] & 0xFF) * d;
      target[t + 1] += green + (pixels[p + 7] & 0xFF) * c + (pixels[p + 10] & 0xFF) * d;
      target[t + 2] += blue + (pixels[p + 8] & 0xFF) * c + (pixels[p + 11] & 0xFF) * d;
    }
  }

  private static void addThreeTaps(
      byte[] pixels, int row, ResampledAxis columns, int tap, int[] target) {
    int[] begins = columns.begins;
    int[] weights = columns.weights;
    for (int x = 0, t = 0, w = tap; x < begins.length; x++, t += 3, w += columns.taps) {
      int p = row + (begins[x] + tap) * 3;
      int a = weights[w];
      int b = weights[w + 1];
      int c = weights[w + 2];
      int red = (pixels[p] & 0xFF) * a + (pixels[p + 3] & 0xFF) * b;
      int green = (pixels[p + 1] & 0xFF) * a + (pixels[p + 4] & 0xFF) * b;
      int blue = (pixels[p + 2] & 0xFF) * a + (pixels[p + 5] & 0xFF) * b;
      target[t] += red + (pixels[p + 6] & 0xFF) * c;
      target[t + 1] += green + (pixels[p + 7] & 0xFF) * c;
      target[t + 2] += blue + (pixels[p + 8] & 0xFF) * c;
    }
  }

  private static void addTwoTaps(
      byte[] pixels, int row, ResampledAxis columns, int tap, int[] target) {
    int[] begins = columns.begins;
    int[] weights = columns.weights;
    for (int x = 0, t = 0, w = tap; x < begins.length; x++, t += 3, w += columns.taps) {
      int p = row + (begins[x] + tap) * 3;
      int a = weights[w];
      int b = weights[w + 1];
      target[t] += (pixels[p] & 0xFF) * a + (pixels[p + 3] & 0xFF) * b;
      target[t + 1] += (pixels[p + 1] & 0xFF) * a + (pixels[p + 4] & 0xFF) * b;
      target[t + 2] += (pixels[p + 2] & 0xFF) * a + (pixels[p + 5] & 0xFF) * b;
    }
  }

  private static void addOneTap(
      byte[] pixels, int row, ResampledAxis columns, int tap, int[] target) {
    int[] begins = columns.begins;
    int[] weights = columns.weights;
    for (int x = 0, t = 0, w = tap; x < begins.length; x++, t += 3, w += columns.taps) {
      int p = row + (begins[x] + tap) * 3;
      int a = weights[w];
      target[t] += (pixels[p] & 0xFF) * a;
      target[t + 1] += (pixels[p + 1] & 0xFF) * a;
      target[t + 2] += (pixels[p + 2] & 0xFF) * a;
    }
  }

  /** Sums the ring's rows of one output row, not clipped yet. */
  private void sumRows(ResampledAxis rows, int y, int samples) {
    Arrays.fill(sums, 0, samples, HALF);
    int begin = rows.begins[y];
    int w = y * rows.taps;
    int j = 0;
    for (; j + 4 <= rows.taps; j += 4) {
      addRows(
          ringRow(begin + j),
          ringRow(begin + j + 1),
          ringRow(begin + j + 2),
          ringRow(begin + j + 3),
          rows.weights,
          w + j,
          sums,
          samples);
    }
    for (; j + 2 <= rows.taps; j += 2) {
      addRows(ringRow(begin + j), ringRow(begin + j + 1), rows.weights, w + j, sums, samples);
    }
    if (j < rows.taps) {
      addRow(ringRow(begin + j), rows.weights[w + j], sums, samples);
    }
    for (int i = 0; i < samples; i++) {
      sums[i] >>= BITS;
    }
  }

  private int[] ringRow(int row) {
    return ring[row % ring.length];
  }

  private static void addRows(
      int[] a, int[] b, int[] c, int[] d, int[] weights, int w, int[] sums, int samples) {
    int wa = weights[w];
    int wb = weights[w + 1];
    int wc = weights[w + 2];
    int wd = weights[w + 3];
    for (int i = 0; i < samples; i++) {
      sums[i] += a[i] * wa + b[i] * wb + c[i] * wc + d[i] * wd;
    }
  }

  private static void addRows(int[] a, int[] b, int[] weights, int w, int[] sums, int samples) {
    int wa = weights[w];
    int wb = weights[w + 1];
    for (int i = 0; i < samples; i++) {
      sums[i] += a[i] * wa + b[i] * wb;
    }
  }

  private static void addRow(int[] a, int weight, int[] sums, int samples) {
    for (int i = 0; i < samples; i++) {
      sums[i] += a[i] * weight;
    }
  }

  private static void clip(int[] levels, int samples) {
    for (int i = 0; i < samples; i++) {
      levels[i] = Math.max(0, Math.min(255, levels[i]));
    }
  }
}
