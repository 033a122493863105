package org.fe4j.zoo.compiler;

import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ParameterSource;

/** The formulas of {@link ParameterSource} that are about positions in an image. */
final class PositionValues {
  /** The factor before the sigmoid's value in Swin v2 (Liu et al., arXiv 2111.09883). */
  private static final double CONTINUOUS_RANGE = 16;

  private PositionValues() {}

  /** Reads elements of a parameter in float64. */
  @FunctionalInterface
  interface Reader {
    /** Returns {@code count} elements from {@code begin}. */
    double[] read(Parameter parameter, long begin, int count);
  }

  /** Returns elements of a resampled grid (toSide², C): a weighted sum of stored rows for each. */
  static double[] resizedGrid(
      Reader reader, Parameter result, ParameterSource.ResizedGrid grid, long begin, int count) {
    int channels = result.shape().size(-1);
    double[] values = new double[count];
    int done = 0;
    while (done < count) {
      long token = (begin + done) / channels;
      int channel = (int) ((begin + done) % channels);
      int piece = Math.min(count - done, channels - channel);
      double[] rows =
          grid.resampling().weights(grid.fromSide(), grid.toSide(), (int) token / grid.toSide());
      double[] columns =
          grid.resampling().weights(grid.fromSide(), grid.toSide(), (int) token % grid.toSide());
      for (int y = 0; y < rows.length; y++) {
        for (int x = 0; x < columns.length; x++) {
          double weight = rows[y] * columns[x];
          if (weight != 0) {
            long row = grid.firstRow() + (long) y * grid.fromSide() + x;
            double[] stored = reader.read(grid.embedding(), row * channels + channel, piece);
            for (int i = 0; i < piece; i++) {
              values[done + i] += weight * stored[i];
            }
          }
        }
      }
      done += piece;
    }
    return values;
  }

  /** Returns elements of (heads, window², window²) from a table ((2 window - 1)², heads). */
  static double[] relativePositionBias(double[] table, int window, long begin, int count) {
    int span = 2 * window - 1;
    int heads = table.length / (span * span);
    int area = window * window;
    double[] values = new double[count];
    for (int n = 0; n < count; n++) {
      int j = (int) ((begin + n) % area);
      int i = (int) ((begin + n) / area % area);
      int head = (int) ((begin + n) / area / area);
      int dy = i / window - j / window + window - 1;
      int dx = i % window - j % window + window - 1;
      values[n] = table[(dy * span + dx) * heads + head];
    }
    return values;
  }

  /** Returns the whole table (rows, heads). */
  static double[] continuousPositions(
      double[] coordinates, double[] hiddenWeight, double[] hiddenBias, double[] outputWeight) {
    int hidden = hiddenBias.length;
    int heads = outputWeight.length / hidden;
    double[] table = new double[coordinates.length / 2 * heads];
    double[] activations = new double[hidden];
    for (int row = 0; row < coordinates.length / 2; row++) {
      for (int k = 0; k < hidden; k++) {
        double sum = hiddenBias[k];
        sum += coordinates[2 * row] * hiddenWeight[2 * k];
        sum += coordinates[2 * row + 1] * hiddenWeight[2 * k + 1];
        activations[k] = Math.max(sum, 0);
      }
      for (int head = 0; head < heads; head++) {
        double sum = 0;
        for (int k = 0; k < hidden; k++) {
          sum += activations[k] * outputWeight[head * hidden + k];
        }
        table[row * heads + head] = CONTINUOUS_RANGE / (1 + Math.exp(-sum));
      }
    }
    return table;
  }

  /** Returns elements of (windows, heads, window², window²) from (heads, window², window²). */
  static double[] shiftedWindows(
      double[] bias, ParameterSource.ShiftedWindows windows, long begin, int count) {
    int area = windows.window() * windows.window();
    double[] values = new double[count];
    for (int n = 0; n < count; n++) {
      int j = (int) ((begin + n) % area);
      int i = (int) ((begin + n) / area % area);
      int index = (int) ((begin + n) / bias.length);
      values[n] = bias[(int) ((begin + n) % bias.length)];
      if (part(windows, index, i) != part(windows, index, j)) {
        values[n] += ParameterSource.ShiftedWindows.SEPARATION;
      }
    }
    return values;
  }

  /** Returns which part of the map, of up to nine, a position in a window comes from. */
  private static int part(ParameterSource.ShiftedWindows windows, int index, int position) {
    int y = index / windows.side() * windows.window() + position / windows.window();
    int x = index % windows.side() * windows.window() + position % windows.window();
    return 3 * band(windows, y) + band(windows, x);
  }

  private static int band(ParameterSource.ShiftedWindows windows, int pixel) {
    int size = windows.side() * windows.window();
    if (pixel < size - windows.window()) {
      return 0;
    }
    return pixel < size - windows.shift() ? 1 : 2;
  }
}
