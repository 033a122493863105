package org.fe4j.zoo.graph;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.fe4j.zoo.checkpoint.Checkpoint;

/**
 * The values of whole parameters in float64: stored ones as a function gives them, derived ones by
 * the formula of their {@link ParameterSource}.
 */
public interface ReferenceParameters {

  /** Returns the values of a tensor of the checkpoint, row-major. */
  double[] stored(Parameter parameter);

  /** Returns the parameters that this checkpoint holds. */
  static ReferenceParameters of(Checkpoint checkpoint) {
    return parameter -> {
      float[] values = new float[Math.toIntExact(parameter.shape().elements())];
      checkpoint.read(parameter.name(), 0, values, 0, values.length);
      return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    };
  }

  /** Returns the values of a parameter, row-major. */
  default double[] values(Parameter parameter) {
    ParameterSource source = parameter.source();
    if (source instanceof ParameterSource.Stored) {
      return stored(parameter);
    } else if (source instanceof ParameterSource.FoldedWeight folded) {
      double[] weight = values(folded.weight());
      double[] factors = factors(folded.normalization());
      int row = weight.length / factors.length;
      return IntStream.range(0, weight.length)
          .mapToDouble(i -> weight[i] * factors[i / row])
          .toArray();
    } else if (source instanceof ParameterSource.FoldedBias folded) {
      double[] factors = factors(folded.normalization());
      double[] mean = values(folded.normalization().mean());
      double[] shift = values(folded.normalization().shift());
      double[] bias =
          folded.bias().parameters().isEmpty()
              ? new double[factors.length]
              : values(folded.bias().parameters().get(0));
      return IntStream.range(0, factors.length)
          .mapToDouble(o -> (bias[o] - mean[o]) * factors[o] + shift[o])
          .toArray();
    } else if (source instanceof ParameterSource.MovedBias bias) {
      return moved(bias);
    } else if (source instanceof ParameterSource.NormalizationFactors factors) {
      return factors(factors.normalization());
    } else if (source instanceof ParameterSource.Concatenated concatenated) {
      return concatenated.parts().stream()
          .map(this::values)
          .flatMapToDouble(Arrays::stream)
          .toArray();
    } else if (source instanceof ParameterSource.Rows rows) {
      double[] whole = values(rows.whole());
      int row = Math.toIntExact(parameter.shape().elements()) / parameter.shape().size(0);
      return Arrays.copyOfRange(whole, rows.begin() * row, (rows.begin() + rows.rows()) * row);
    } else if (source instanceof ParameterSource.Transposed transposed) {
      double[] matrix = values(transposed.matrix());
      int rows = transposed.matrix().shape().size(0);
      int columns = transposed.matrix().shape().size(1);
      return IntStream.range(0, matrix.length)
          .mapToDouble(i -> matrix[i % rows * columns + i / rows])
          .toArray();
    }
    return positions(parameter);
  }

  private double[] moved(ParameterSource.MovedBias source) {
    double[] weight = values(source.weight());
    double[] moved = values(source.moved());
    double[] bias =
        source.bias().parameters().isEmpty()
            ? new double[weight.length / moved.length]
            : values(source.bias().parameters().get(0));
    return IntStream.range(0, bias.length)
        .mapToDouble(
            o ->
                bias[o]
                    + IntStream.range(0, moved.length)
                        .mapToDouble(c -> weight[o * moved.length + c] * moved[c])
                        .sum())
        .toArray();
  }

  private double[] positions(Parameter parameter) {
    ParameterSource source = parameter.source();
    int elements = Math.toIntExact(parameter.shape().elements());
    if (source instanceof ParameterSource.Zeros) {
      return new double[elements];
    } else if (source instanceof ParameterSource.ScaledRows scaled) {
      double[] whole = values(scaled.whole());
      double[] factors = values(scaled.factors());
      int row = whole.length / factors.length;
      return IntStream.range(0, elements).mapToDouble(i -> whole[i] * factors[i / row]).toArray();
    } else if (source instanceof ParameterSource.Exponential exponential) {
      return Arrays.stream(values(exponential.exponents()))
          .map(x -> Math.min(Math.exp(x), Math.exp(exponential.maximum())))
          .toArray();
    } else if (source instanceof ParameterSource.ResizedGrid grid) {
      return resized(grid, parameter.shape().size(-1));
    } else if (source instanceof ParameterSource.RelativePositionBias bias) {
      return relative(bias);
    } else if (source instanceof ParameterSource.ContinuousPositions continuous) {
      return continuous(continuous);
    } else if (source instanceof ParameterSource.ShiftedWindows windows) {
      return shifted(windows);
    }
    throw new IllegalStateException("A new source needs its formula here: " + source);
  }

  private double[] factors(Op.BatchNormalization normalization) {
    double[] scale = values(normalization.scale());
    double[] variance = values(normalization.variance());
    return IntStream.range(0, scale.length)
        .mapToDouble(o -> scale[o] / Math.sqrt(variance[o] + normalization.epsilon()))
        .toArray();
  }

  /** First along rows, then along columns; the filter itself is tested against PyTorch's values. */
  private double[] resized(ParameterSource.ResizedGrid grid, int channels) {
    double[] stored = values(grid.embedding());
    int from = grid.fromSide();
    int to = grid.toSide();
    double[] result = new double[to * to * channels];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < to; y++) {
        double[] line = new double[from];
        double[] rows = grid.resampling().weights(from, to, y);
        for (int x = 0; x < from; x++) {
          for (int row = 0; row < from; row++) {
            line[x] += rows[row] * stored[(grid.firstRow() + row * from + x) * channels + c];
          }
        }
        for (int x = 0; x < to; x++) {
          double[] columns = grid.resampling().weights(from, to, x);
          for (int column = 0; column < from; column++) {
            result[(y * to + x) * channels + c] += columns[column] * line[column];
          }
        }
      }
    }
    return result;
  }

  private double[] relative(ParameterSource.RelativePositionBias bias) {
    double[] table = values(bias.table());
    int w = bias.window();
    int heads = table.length / ((2 * w - 1) * (2 * w - 1));
    double[] result = new double[heads * w * w * w * w];
    int element = 0;
    for (int head = 0; head < heads; head++) {
      for (int yi = 0; yi < w; yi++) {
        for (int xi = 0; xi < w; xi++) {
          for (int yj = 0; yj < w; yj++) {
            for (int xj = 0; xj < w; xj++) {
              int row = (yi - yj + w - 1) * (2 * w - 1) + xi - xj + w - 1;
              result[element++] = table[row * heads + head];
            }
          }
        }
      }
    }
    return result;
  }

  private double[] continuous(ParameterSource.ContinuousPositions source) {
    double[] c = values(source.coordinates());
    double[] w = values(source.hiddenWeight());
    double[] b = values(source.hiddenBias());
    double[] v = values(source.outputWeight());
    int heads = v.length / b.length;
    double[] result = new double[c.length / 2 * heads];
    for (int i = 0; i < result.length; i++) {
      double sum = 0;
      for (int k = 0; k < b.length; k++) {
        double hidden = c[i / heads * 2] * w[2 * k] + c[i / heads * 2 + 1] * w[2 * k + 1] + b[k];
        sum += Math.max(hidden, 0) * v[i % heads * b.length + k];
      }
      result[i] = 16 / (1 + Math.exp(-sum));
    }
    return result;
  }

  /** Numbers the parts of the whole map as torchvision does, then cuts it into windows. */
  private double[] shifted(ParameterSource.ShiftedWindows windows) {
    double[] bias = values(windows.bias());
    int w = windows.window();
    int size = windows.side() * w;
    int[][] parts = new int[size][size];
    int part = 0;
    int[] ends = {0, size - w, size - windows.shift(), size};
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        for (int y = ends[row]; y < ends[row + 1]; y++) {
          Arrays.fill(parts[y], ends[column], ends[column + 1], part);
        }
        part++;
      }
    }
    double[] result = new double[windows.side() * windows.side() * bias.length];
    for (int i = 0; i < result.length; i++) {
      int window = i / bias.length;
      int top = window / windows.side() * w;
      int left = window % windows.side() * w;
      int query = i / (w * w) % (w * w);
      int key = i % (w * w);
      boolean neighbours =
          parts[top + query / w][left + query % w] == parts[top + key / w][left + key % w];
      result[i] = bias[i % bias.length] + (neighbours ? 0 : -100);
    }
    return result;
  }
}
