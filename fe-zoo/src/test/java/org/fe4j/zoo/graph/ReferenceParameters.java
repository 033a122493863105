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
    } else if (source instanceof ParameterSource.Concatenated concatenated) {
      return concatenated.parts().stream()
          .map(this::values)
          .flatMapToDouble(Arrays::stream)
          .toArray();
    } else if (source instanceof ParameterSource.Rows rows) {
      double[] whole = values(rows.whole());
      int row = whole.length / rows.whole().shape().size(0);
      return Arrays.copyOfRange(whole, rows.begin() * row, (rows.begin() + rows.rows()) * row);
    } else if (source instanceof ParameterSource.Transposed transposed) {
      double[] matrix = values(transposed.matrix());
      int rows = transposed.matrix().shape().size(0);
      int columns = transposed.matrix().shape().size(1);
      return IntStream.range(0, matrix.length)
          .mapToDouble(i -> matrix[i % rows * columns + i / rows])
          .toArray();
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
}
