package org.fe4j.zoo.graph;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * One operation on given inputs, in float64.
 *
 * @param parameters values of the operation's parameters
 * @param shapes of the inputs
 * @param inputs row-major
 * @param shape of the result
 */
record ReferenceOperations(
    ReferenceParameters parameters, ImmutableList<Shape> shapes, List<double[]> inputs, Shape shape)
    implements OpVisitor<double[]> {

  @Override
  public double[] pixels(Op.Pixels op) {
    throw new IllegalStateException("The image has no inputs to compute it from");
  }

  @Override
  public double[] normalizePixels(Op.NormalizePixels op) {
    double[] x = inputs.get(0);
    double[] result = result();
    int plane = shape.size(1) * shape.size(2);
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < plane; i++) {
        result[c * plane + i] = (x[3 * i + c] / 255 - op.mean().get(c)) / op.deviation().get(c);
      }
    }
    return result;
  }

  @Override
  public double[] convolution(Op.Convolution op) {
    double[] x = inputs.get(0);
    double[] weight = parameters.values(op.weight());
    double[] bias = bias(op.bias(), shape.size(0));
    double[] result = result();
    Window window = op.window();
    int groupInputs = op.weight().shape().size(1);
    int groupOutputs = shape.size(0) / op.groups();
    int height = shapes.get(0).size(1);
    int width = shapes.get(0).size(2);
    for (int o = 0; o < shape.size(0); o++) {
      int firstInput = o / groupOutputs * groupInputs;
      for (int row = 0; row < shape.size(1); row++) {
        for (int column = 0; column < shape.size(2); column++) {
          double sum = bias[o];
          for (int ky = 0; ky < window.kernelHeight(); ky++) {
            int y = row * window.stride() - window.paddingHeight() + ky * window.dilation();
            for (int kx = 0; kx < window.kernelWidth(); kx++) {
              int xx = column * window.stride() - window.paddingWidth() + kx * window.dilation();
              if (0 <= y && y < height && 0 <= xx && xx < width) {
                for (int c = 0; c < groupInputs; c++) {
                  double w =
                      weight[
                          ((o * groupInputs + c) * window.kernelHeight() + ky)
                                  * window.kernelWidth()
                              + kx];
                  sum += w * x[((firstInput + c) * height + y) * width + xx];
                }
              }
            }
          }
          result[(o * shape.size(1) + row) * shape.size(2) + column] = sum;
        }
      }
    }
    return result;
  }

  @Override
  public double[] batchNormalization(Op.BatchNormalization op) {
    double[] x = inputs.get(0);
    double[] scale = parameters.values(op.scale());
    double[] shift = parameters.values(op.shift());
    double[] mean = parameters.values(op.mean());
    double[] variance = parameters.values(op.variance());
    double[] result = result();
    int plane = shape.size(1) * shape.size(2);
    for (int i = 0; i < result.length; i++) {
      int c = i / plane;
      result[i] = (x[i] - mean[c]) / Math.sqrt(variance[c] + op.epsilon()) * scale[c] + shift[c];
    }
    return result;
  }

  @Override
  public double[] layerNormalization(Op.LayerNormalization op) {
    double[] x = inputs.get(0);
    double[] scale = parameters.values(op.scale());
    double[] shift = parameters.values(op.shift());
    double[] result = result();
    int channels = shape.size(-1);
    for (int begin = 0; begin < x.length; begin += channels) {
      double mean = 0;
      for (int c = 0; c < channels; c++) {
        mean += x[begin + c] / channels;
      }
      double variance = 0;
      for (int c = 0; c < channels; c++) {
        variance += (x[begin + c] - mean) * (x[begin + c] - mean) / channels;
      }
      for (int c = 0; c < channels; c++) {
        result[begin + c] =
            (x[begin + c] - mean) / Math.sqrt(variance + op.epsilon()) * scale[c] + shift[c];
      }
    }
    return result;
  }

  @Override
  public double[] globalResponseNormalization(Op.GlobalResponseNormalization op) {
    double[] x = inputs.get(0);
    double[] scale = parameters.values(op.scale());
    double[] shift = parameters.values(op.shift());
    int channels = shape.size(0);
    int plane = shape.size(1) * shape.size(2);
    double[] norms = new double[channels];
    for (int c = 0; c < channels; c++) {
      double squares = 0;
      for (int i = c * plane; i < (c + 1) * plane; i++) {
        squares += x[i] * x[i];
      }
      norms[c] = Math.sqrt(squares);
    }
    double mean = Arrays.stream(norms).sum() / channels;
    double[] result = result();
    for (int i = 0; i < result.length; i++) {
      int c = i / plane;
      double normalized = x[i] * norms[c] / (mean + op.epsilon());
      result[i] = normalized * scale[c] + shift[c] + x[i];
    }
    return result;
  }

  @Override
  public double[] linear(Op.Linear op) {
    double[] x = inputs.get(0);
    int ins = op.weight().shape().size(1);
    int outs = op.weight().shape().size(0);
    double[] weight = parameters.values(op.weight());
    double[] bias = bias(op.bias(), outs);
    double[] result = result();
    for (int row = 0; row < x.length / ins; row++) {
      for (int o = 0; o < outs; o++) {
        double sum = bias[o];
        for (int i = 0; i < ins; i++) {
          sum += x[row * ins + i] * weight[o * ins + i];
        }
        result[row * outs + o] = sum;
      }
    }
    return result;
  }

  @Override
  public double[] l2Normalization(Op.L2Normalization op) {
    double[] x = inputs.get(0);
    double[] result = result();
    int length = shape.size(-1);
    for (int begin = 0; begin < x.length; begin += length) {
      double[] row = Arrays.copyOfRange(x, begin, begin + length);
      double norm = Math.max(Math.sqrt(Arrays.stream(row).map(v -> v * v).sum()), 1e-12);
      for (int i = 0; i < length; i++) {
        result[begin + i] = row[i] / norm;
      }
    }
    return result;
  }

  @Override
  public double[] softmax(Op.Softmax op) {
    double[] x = inputs.get(0);
    double[] result = result();
    int length = shape.size(-1);
    for (int begin = 0; begin < x.length; begin += length) {
      double[] row = Arrays.copyOfRange(x, begin, begin + length);
      double largest = Arrays.stream(row).max().orElseThrow();
      double sum = Arrays.stream(row).map(v -> Math.exp(v - largest)).sum();
      for (int i = 0; i < length; i++) {
        result[begin + i] = Math.exp(row[i] - largest) / sum;
      }
    }
    return result;
  }

  @Override
  public double[] activation(Op.Activation op) {
    DoubleUnaryOperator function = function(op.function());
    return Arrays.stream(inputs.get(0)).map(function).toArray();
  }

  private static DoubleUnaryOperator function(ActivationFunction function) {
    return switch (function) {
      case RELU -> x -> Math.max(x, 0);
      case RELU6 -> x -> Math.min(Math.max(x, 0), 6);
      case GELU -> x -> x * ErrorFunction.normalDistribution(x);
      case GELU_TANH ->
          x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case QUICK_GELU -> x -> x / (1 + Math.exp(-1.702 * x));
      case SILU -> x -> x / (1 + Math.exp(-x));
      case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
      case TANH -> Math::tanh;
      case HARD_SWISH -> x -> x * Math.min(Math.max(x + 3, 0), 6) / 6;
      case HARD_SIGMOID -> x -> Math.min(Math.max(x + 3, 0), 6) / 6;
    };
  }

  @Override
  public double[] maxPooling(Op.MaxPooling op) {
    return pool(op.window(), Double.NEGATIVE_INFINITY, Math::max);
  }

  @Override
  public double[] averagePooling(Op.AveragePooling op) {
    double[] result = pool(op.window(), 0, Double::sum);
    for (int i = 0; i < result.length; i++) {
      Window window = op.window();
      int row = i / shape.size(2) % shape.size(1);
      int column = i % shape.size(2);
      result[i] /=
          covered(row, window.stride(), window.kernelHeight(), window.paddingHeight(), 1)
              * covered(column, window.stride(), window.kernelWidth(), window.paddingWidth(), 2);
    }
    return result;
  }

  /** Returns how much of a window's side lies within map and padding. */
  private int covered(int position, int stride, int kernel, int padding, int axis) {
    int begin = position * stride - padding;
    return Math.min(begin + kernel, shapes.get(0).size(axis) + padding) - begin;
  }

  private double[] pool(Window window, double start, DoubleBinaryOperator join) {
    double[] x = inputs.get(0);
    double[] result = result();
    int height = shapes.get(0).size(1);
    int width = shapes.get(0).size(2);
    for (int i = 0; i < result.length; i++) {
      int column = i % shape.size(2);
      int row = i / shape.size(2) % shape.size(1);
      int channel = i / shape.size(2) / shape.size(1);
      double value = start;
      for (int ky = 0; ky < window.kernelHeight(); ky++) {
        for (int kx = 0; kx < window.kernelWidth(); kx++) {
          int y = row * window.stride() - window.paddingHeight() + ky * window.dilation();
          int xx = column * window.stride() - window.paddingWidth() + kx * window.dilation();
          if (0 <= y && y < height && 0 <= xx && xx < width) {
            value = join.applyAsDouble(value, x[(channel * height + y) * width + xx]);
          }
        }
      }
      result[i] = value;
    }
    return result;
  }

  @Override
  public double[] adaptiveAveragePooling(Op.AdaptiveAveragePooling op) {
    double[] x = inputs.get(0);
    double[] result = result();
    int height = shapes.get(0).size(1);
    int width = shapes.get(0).size(2);
    for (int i = 0; i < result.length; i++) {
      int column = i % op.width();
      int row = i / op.width() % op.height();
      int channel = i / op.width() / op.height();
      int top = row * height / op.height();
      int bottom = ceilingDivision((row + 1) * height, op.height());
      int left = column * width / op.width();
      int right = ceilingDivision((column + 1) * width, op.width());
      double sum = 0;
      for (int y = top; y < bottom; y++) {
        for (int xx = left; xx < right; xx++) {
          sum += x[(channel * height + y) * width + xx];
        }
      }
      result[i] = sum / ((bottom - top) * (right - left));
    }
    return result;
  }

  private static int ceilingDivision(int a, int b) {
    return (a + b - 1) / b;
  }

  @Override
  public double[] mean(Op.Mean op) {
    double[] x = inputs.get(0);
    Shape in = shapes.get(0);
    double[] result = result();
    for (int i = 0; i < x.length; i++) {
      result[target(in, i, op.axes())] += x[i];
    }
    double count = (double) x.length / result.length;
    return Arrays.stream(result).map(sum -> sum / count).toArray();
  }

  /** Returns where an element of {@code in} goes when the axes disappear. */
  private static int target(Shape in, int element, List<Integer> axes) {
    int[] index = index(in, element);
    int target = 0;
    for (int axis = 0; axis < in.rank(); axis++) {
      target = axes.contains(axis) ? target : target * in.size(axis) + index[axis];
    }
    return target;
  }

  @Override
  public double[] add(Op.Add op) {
    return sum(inputs.get(0), inputs.get(1));
  }

  @Override
  public double[] multiply(Op.Multiply op) {
    double[] result = inputs.get(0).clone();
    for (int i = 0; i < result.length; i++) {
      int[] index = index(shape, i);
      for (int axis = 0; axis < index.length; axis++) {
        index[axis] = Math.min(index[axis], shapes.get(1).size(axis) - 1);
      }
      result[i] *= inputs.get(1)[element(shapes.get(1), index)];
    }
    return result;
  }

  @Override
  public double[] scale(Op.Scale op) {
    double[] factors = parameters.values(op.factors());
    double[] result = inputs.get(0).clone();
    for (int i = 0; i < result.length; i++) {
      result[i] *= factors[index(shape, i)[Math.floorMod(op.axis(), shape.rank())]];
    }
    return result;
  }

  @Override
  public double[] addParameter(Op.AddParameter op) {
    return sum(inputs.get(0), parameters.values(op.parameter()));
  }

  private static double[] sum(double[] a, double[] b) {
    double[] result = a.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] += b[i];
    }
    return result;
  }

  @Override
  public double[] concatenate(Op.Concatenate op) {
    double[] result = result();
    int axis = Math.floorMod(op.axis(), shape.rank());
    int begin = 0;
    for (int part = 0; part < inputs.size(); part++) {
      Shape in = shapes.get(part);
      for (int i = 0; i < inputs.get(part).length; i++) {
        int[] index = index(in, i);
        index[axis] += begin;
        result[element(shape, index)] = inputs.get(part)[i];
      }
      begin += in.size(axis);
    }
    return result;
  }

  @Override
  public double[] learned(Op.Learned op) {
    return parameters.values(op.parameter()).clone();
  }

  @Override
  public double[] slice(Op.Slice op) {
    double[] result = result();
    for (int i = 0; i < result.length; i++) {
      int[] index = index(shape, i);
      index[Math.floorMod(op.axis(), shape.rank())] += op.begin();
      result[i] = inputs.get(0)[element(shapes.get(0), index)];
    }
    return result;
  }

  @Override
  public double[] reshape(Op.Reshape op) {
    return inputs.get(0).clone();
  }

  @Override
  public double[] permute(Op.Permute op) {
    double[] result = result();
    for (int i = 0; i < result.length; i++) {
      int[] index = index(shape, i);
      int[] source = new int[index.length];
      for (int axis = 0; axis < index.length; axis++) {
        source[op.axes().get(axis)] = index[axis];
      }
      result[i] = inputs.get(0)[element(shapes.get(0), source)];
    }
    return result;
  }

  @Override
  public double[] pad(Op.Pad op) {
    double[] result = result();
    for (int i = 0; i < inputs.get(0).length; i++) {
      result[element(shape, index(shapes.get(0), i))] = inputs.get(0)[i];
    }
    return result;
  }

  @Override
  public double[] roll(Op.Roll op) {
    double[] result = result();
    for (int i = 0; i < result.length; i++) {
      int[] target = index(shape, i);
      for (int axis : op.axes()) {
        target[axis] = Math.floorMod(target[axis] + op.shift(), shape.size(axis));
      }
      result[element(shape, target)] = inputs.get(0)[i];
    }
    return result;
  }

  @Override
  public double[] attention(Op.Attention op) {
    double[] result = result();
    int width = shape.size(-1) / op.heads();
    int queries = shape.size(-2);
    int keys = shapes.get(1).size(-2);
    int windows = shape.rank() == 3 ? shape.size(0) : 1;
    double[] bias =
        op.bias() instanceof Bias.Of of ? parameters.values(of.parameter()) : new double[1];
    for (int window = 0; window < windows; window++) {
      for (int query = 0; query < queries; query++) {
        for (int head = 0; head < op.heads(); head++) {
          double[] weights = new double[keys];
          for (int key = 0; key < keys; key++) {
            double[] q = head(0, window * queries + query, head, width);
            double[] k = head(1, window * keys + key, head, width);
            int pair = ((window * op.heads() + head) * queries + query) * keys + key;
            // A bias without windows, or none at all, repeats.
            weights[key] = similarity(op.similarity(), q, k, head) + bias[pair % bias.length];
          }
          weights = softmax(weights);
          for (int key = 0; key < keys; key++) {
            double[] value = head(2, window * keys + key, head, width);
            int begin = (window * queries + query) * shape.size(-1) + head * width;
            for (int c = 0; c < width; c++) {
              result[begin + c] += weights[key] * value[c];
            }
          }
        }
      }
    }
    return result;
  }

  /** Returns a head's channels of a token. */
  private double[] head(int input, int token, int head, int width) {
    int begin = token * shape.size(-1) + head * width;
    return Arrays.copyOfRange(inputs.get(input), begin, begin + width);
  }

  private double similarity(Similarity similarity, double[] q, double[] k, int head) {
    if (similarity instanceof Similarity.Product product) {
      return product(q, k) * product.factor();
    } else if (similarity instanceof Similarity.Cosine cosine) {
      double lengths =
          Math.max(Math.sqrt(product(q, q)), 1e-12) * Math.max(Math.sqrt(product(k, k)), 1e-12);
      return product(q, k) / lengths * parameters.values(cosine.factors())[head];
    }
    throw new IllegalStateException("A new similarity needs its formula here: " + similarity);
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] softmax(double[] logits) {
    double maximum = Arrays.stream(logits).max().orElseThrow();
    double[] powers = Arrays.stream(logits).map(x -> Math.exp(x - maximum)).toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / sum).toArray();
  }

  private double[] result() {
    return new double[Math.toIntExact(shape.elements())];
  }

  private double[] bias(Bias bias, int outputs) {
    return bias.parameters().isEmpty()
        ? new double[outputs]
        : parameters.values(bias.parameters().get(0));
  }

  private static int[] index(Shape shape, int element) {
    int[] index = new int[shape.rank()];
    int rest = element;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return index;
  }

  private static int element(Shape shape, int[] index) {
    int element = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      element = element * shape.size(axis) + index[axis];
    }
    return element;
  }
}
