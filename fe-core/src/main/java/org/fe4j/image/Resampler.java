package org.fe4j.image;

import java.nio.ByteBuffer;
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

  /** An output row: a loop over the target itself would be slow where that is direct. */
  private byte[] levels = new byte[0];

  /**
   * Writes the surviving part of the resized picture; neither position nor limit of the target
   * changes.
   *
   * @param target receives {@code rows.begins.length} rows
   * @param origin index of the first byte in the target
   * @param pitch bytes from one row of the target to the next
   */
  void resample(
      RgbImage image,
      ResampledAxis columns,
      ResampledAxis rows,
      ByteBuffer target,
      int origin,
      int pitch) {
    int samples = columns.begins.length * 3;
    reserve(rows.taps, samples);
    int next = 0;
    for (int y = 0; y < rows.begins.length; y++) {
      int begin = rows.begins[y];
      for (next = Math.max(next, begin); next < begin + rows.taps; next++) {
        int[] row = ring[next % ring.length];
        RowFilter.apply(image.pixels(), next * image.width() * 3, columns, row);
        if (columns.clips) {
          clip(row, samples);
        }
      }
      sumRows(rows, y, samples);
      if (rows.clips) {
        clip(sums, samples);
      }
      for (int i = 0; i < samples; i++) {
        levels[i] = (byte) sums[i];
      }
      target.put(origin + y * pitch, levels, 0, samples);
    }
  }

  private void reserve(int rows, int samples) {
    if (ring.length < rows || sums.length < samples) {
      int length = Math.max(sums.length, samples);
      ring = new int[Math.max(ring.length, rows)][length];
      sums = new int[length];
      levels = new byte[length];
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
