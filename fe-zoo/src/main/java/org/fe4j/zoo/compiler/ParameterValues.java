package org.fe4j.zoo.compiler;

import static com.google.common.base.Preconditions.checkPositionIndexes;

import java.util.Arrays;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ParameterSource;

/**
 * The values of a graph's parameters, read from a checkpoint in pieces: stored ones as they are,
 * derived ones by the formula of their {@link ParameterSource}, in float64 and rounded once. Memory
 * grows with the piece that is asked for, never with the parameter.
 *
 * <p>Safe for use by multiple threads while the checkpoint is open.
 */
public final class ParameterValues {
  private final Checkpoint checkpoint;

  private ParameterValues(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  /** Returns the values that follow from this checkpoint, which the caller keeps open. */
  public static ParameterValues of(Checkpoint checkpoint) {
    return new ParameterValues(checkpoint);
  }

  /**
   * Reads elements in row-major order.
   *
   * @param begin index of the first element
   * @param target receives {@code count} values from {@code offset}
   * @throws IndexOutOfBoundsException if the parameter or the target has no such elements
   */
  public void read(Parameter parameter, long begin, float[] target, int offset, int count) {
    checkElements(parameter, begin, count);
    checkPositionIndexes(offset, offset + count, target.length);
    if (parameter.source() instanceof ParameterSource.Stored) {
      checkpoint.read(parameter.name(), begin, target, offset, count);
      return;
    }
    double[] exact = exact(parameter, begin, count);
    for (int i = 0; i < count; i++) {
      target[offset + i] = (float) exact[i];
    }
  }

  private static void checkElements(Parameter parameter, long begin, int count) {
    if (begin < 0 || count < 0 || begin + count > parameter.shape().elements()) {
      throw new IndexOutOfBoundsException(
          parameter + " has no elements " + begin + " to " + (begin + count));
    }
  }

  private double[] exact(Parameter parameter, long begin, int count) {
    return parameter.source().accept(new Piece(parameter, begin, count));
  }

  /** For small parameters only: tables of positions. */
  private double[] whole(Parameter parameter) {
    return exact(parameter, 0, Math.toIntExact(parameter.shape().elements()));
  }

  private double[] factors(Op.BatchNormalization normalization, long begin, int count) {
    double[] factors = exact(normalization.scale(), begin, count);
    double[] variances = exact(normalization.variance(), begin, count);
    for (int i = 0; i < count; i++) {
      factors[i] /= Math.sqrt(variances[i] + normalization.epsilon());
    }
    return factors;
  }

  private static long rowElements(Parameter parameter) {
    return parameter.shape().elements() / parameter.shape().size(0);
  }

  /** Elements {@code begin} to {@code begin + count} of a parameter, by its source. */
  private final class Piece implements ParameterSource.Visitor<double[]> {
    private final Parameter parameter;
    private final long begin;
    private final int count;

    Piece(Parameter parameter, long begin, int count) {
      this.parameter = parameter;
      this.begin = begin;
      this.count = count;
    }

    @Override
    public double[] stored(ParameterSource.Stored source) {
      float[] values = new float[count];
      checkpoint.read(parameter.name(), begin, values, 0, count);
      double[] exact = new double[count];
      for (int i = 0; i < count; i++) {
        exact[i] = values[i];
      }
      return exact;
    }

    @Override
    public double[] foldedWeight(ParameterSource.FoldedWeight source) {
      if (count == 0) {
        return new double[0];
      }
      long row = rowElements(source.weight());
      int first = Math.toIntExact(begin / row);
      int channels = Math.toIntExact((begin + count - 1) / row) - first + 1;
      double[] factors = factors(source.normalization(), first, channels);
      return multiplyRows(exact(source.weight(), begin, count), factors, row, first);
    }

    @Override
    public double[] foldedBias(ParameterSource.FoldedBias source) {
      Op.BatchNormalization normalization = source.normalization();
      double[] factors = factors(normalization, begin, count);
      double[] means = exact(normalization.mean(), begin, count);
      double[] values = exact(normalization.shift(), begin, count);
      double[] biases =
          source.bias() instanceof Bias.Of of
              ? exact(of.parameter(), begin, count)
              : new double[count];
      for (int i = 0; i < count; i++) {
        values[i] += (biases[i] - means[i]) * factors[i];
      }
      return values;
    }

    @Override
    public double[] normalizationFactors(ParameterSource.NormalizationFactors source) {
      return factors(source.normalization(), begin, count);
    }

    @Override
    public double[] movedBias(ParameterSource.MovedBias source) {
      double[] values =
          source.bias() instanceof Bias.Of of
              ? exact(of.parameter(), begin, count)
              : new double[count];
      double[] moved = whole(source.moved());
      for (int i = 0; i < count; i++) {
        double[] row = exact(source.weight(), (begin + i) * moved.length, moved.length);
        for (int c = 0; c < moved.length; c++) {
          values[i] += row[c] * moved[c];
        }
      }
      return values;
    }

    @Override
    public double[] rows(ParameterSource.Rows source) {
      return exact(source.whole(), begin + source.begin() * rowElements(parameter), count);
    }

    @Override
    public double[] concatenated(ParameterSource.Concatenated source) {
      double[] values = new double[count];
      int done = 0;
      long partBegin = 0;
      for (Parameter part : source.parts()) {
        long partEnd = partBegin + part.shape().elements();
        if (begin + done < partEnd && done < count) {
          int piece = (int) Math.min(count - done, partEnd - begin - done);
          System.arraycopy(exact(part, begin + done - partBegin, piece), 0, values, done, piece);
          done += piece;
        }
        partBegin = partEnd;
      }
      return values;
    }

    @Override
    public double[] transposed(ParameterSource.Transposed source) {
      double[] values = new double[count];
      if (count == 0) {
        return values;
      }
      // Element (c, r) of the result is element (r, c) of the matrix: each of its rows gives the
      // columns that this piece touches.
      Parameter matrix = source.matrix();
      int rows = matrix.shape().size(0);
      long columns = matrix.shape().size(1);
      long firstColumn = begin / rows;
      int width = Math.toIntExact((begin + count - 1) / rows - firstColumn + 1);
      for (int r = 0; r < rows; r++) {
        double[] slice = exact(matrix, r * columns + firstColumn, width);
        for (int c = 0; c < width; c++) {
          long index = (firstColumn + c) * rows + r - begin;
          if (index >= 0 && index < count) {
            values[(int) index] = slice[c];
          }
        }
      }
      return values;
    }

    @Override
    public double[] zeros(ParameterSource.Zeros source) {
      return new double[count];
    }

    @Override
    public double[] scaledRows(ParameterSource.ScaledRows source) {
      if (count == 0) {
        return new double[0];
      }
      long row = rowElements(parameter);
      int first = Math.toIntExact(begin / row);
      int rows = Math.toIntExact((begin + count - 1) / row) - first + 1;
      return multiplyRows(
          exact(source.whole(), begin, count), exact(source.factors(), first, rows), row, first);
    }

    private double[] multiplyRows(double[] values, double[] factors, long row, int first) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= factors[(int) ((begin + i) / row) - first];
      }
      return values;
    }

    @Override
    public double[] exponential(ParameterSource.Exponential source) {
      double[] values = exact(source.exponents(), begin, count);
      for (int i = 0; i < count; i++) {
        values[i] = Math.exp(Math.min(values[i], source.maximum()));
      }
      return values;
    }

    @Override
    public double[] resizedGrid(ParameterSource.ResizedGrid source) {
      return PositionValues.resizedGrid(
          ParameterValues.this::exact, parameter, source, begin, count);
    }

    @Override
    public double[] relativePositionBias(ParameterSource.RelativePositionBias source) {
      double[] table = whole(source.table());
      return PositionValues.relativePositionBias(table, source.window(), begin, count);
    }

    @Override
    public double[] continuousPositions(ParameterSource.ContinuousPositions source) {
      double[] table =
          PositionValues.continuousPositions(
              whole(source.coordinates()),
              whole(source.hiddenWeight()),
              whole(source.hiddenBias()),
              whole(source.outputWeight()));
      return Arrays.copyOfRange(table, Math.toIntExact(begin), Math.toIntExact(begin + count));
    }

    @Override
    public double[] shiftedWindows(ParameterSource.ShiftedWindows source) {
      return PositionValues.shiftedWindows(whole(source.bias()), source, begin, count);
    }
  }
}
