package org.fe4j.zoo.graph;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * An operation of the graph: the closed set of what backbones are made of. Each record's first
 * sentence is its mathematics; shapes leave out the batch dimension, axes count without it.
 *
 * <p>All operations are immutable and safe for use by multiple threads.
 */
public sealed interface Op {

  /** Returns the visitor's answer for this operation. */
  <R> R accept(OpVisitor<R> visitor);

  /**
   * Returns the shape of the result.
   *
   * @throws IllegalArgumentException if the operation does not take inputs of these shapes
   */
  Shape infer(List<Shape> inputs);

  /** Returns the parameters that it reads, in the order of the checkpoint. */
  default ImmutableList<Parameter> parameters() {
    return ImmutableList.of();
  }

  /** The input: a batch of images, unsigned bytes in the order (H, W, 3), red first. */
  record Pixels(int height, int width) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.pixels(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.arity(this, inputs, 0);
      return Shape.of(height, width, 3);
    }
  }

  /** {@code (byte / 255 - mean[c]) / deviation[c]}, bytes (H, W, 3) to floats (3, H, W). */
  record NormalizePixels(ImmutableList<Double> mean, ImmutableList<Double> deviation)
      implements Op {
    /** Refuses anything but three means and three positive deviations. */
    public NormalizePixels {
      if (mean.size() != 3 || deviation.size() != 3) {
        throw new IllegalArgumentException("Mean and deviation need three values each");
      }
      for (double d : deviation) {
        if (!(d > 0)) {
          throw new IllegalArgumentException("Deviations must be positive, found " + deviation);
        }
      }
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.normalizePixels(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shape in = Shapes.only(this, inputs, 3);
      return Shape.of(3, in.size(0), in.size(1));
    }
  }

  /**
   * Cross-correlation of (C, H, W) with {@code weight} (O, C / groups, kernel height, kernel
   * width), plus the bias: (O, H', W').
   */
  record Convolution(Parameter weight, Bias bias, Window window, int groups) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.convolution(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shape in = Shapes.only(this, inputs, 3);
      Shapes.require(
          in.size(0) == weight.shape().size(1) * groups && weight.shape().size(0) % groups == 0,
          this,
          inputs);
      return Shape.of(
          weight.shape().size(0), window.outputHeight(in.size(1)), window.outputWidth(in.size(2)));
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return Shapes.join(ImmutableList.of(weight), bias.parameters());
    }
  }

  /**
   * {@code (x - mean[c]) / sqrt(variance[c] + epsilon) * scale[c] + shift[c]} for each channel of
   * (C, H, W), with stored statistics (evaluation mode).
   */
  record BatchNormalization(
      Parameter scale, Parameter shift, Parameter mean, Parameter variance, double epsilon)
      implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.batchNormalization(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shape in = Shapes.only(this, inputs, 3);
      Shapes.require(in.size(0) == scale.shape().size(0), this, inputs);
      return in;
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of(scale, shift, mean, variance);
    }
  }

  /**
   * {@code (x - mean(x)) / sqrt(variance(x) + epsilon) * scale + shift} over the last axis, with
   * the biased variance.
   */
  record LayerNormalization(Parameter scale, Parameter shift, double epsilon) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.layerNormalization(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.arity(this, inputs, 1);
      Shapes.require(inputs.get(0).size(-1) == scale.shape().size(0), this, inputs);
      return inputs.get(0);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of(scale, shift);
    }
  }

  /**
   * {@code x * norm[c] / (mean(norm) + epsilon) * scale[c] + shift[c] + x} for each channel of (C,
   * H, W), where {@code norm[c]} is the square root of the sum of {@code x^2} over its positions
   * and the mean goes over channels (Woo et al., "ConvNeXt V2", arXiv 2301.00808). Scale and shift
   * have any shape of C elements.
   */
  record GlobalResponseNormalization(Parameter scale, Parameter shift, double epsilon)
      implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.globalResponseNormalization(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shape in = Shapes.only(this, inputs, 3);
      for (Parameter parameter : parameters()) {
        Shapes.require(in.size(0) == parameter.shape().elements(), this, inputs);
      }
      return in;
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of(scale, shift);
    }
  }

  /** {@code x * weight^T + bias} over the last axis; {@code weight} is (out, in). */
  record Linear(Parameter weight, Bias bias) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.linear(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.arity(this, inputs, 1);
      Shapes.require(inputs.get(0).size(-1) == weight.shape().size(1), this, inputs);
      return inputs.get(0).with(-1, weight.shape().size(0));
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return Shapes.join(ImmutableList.of(weight), bias.parameters());
    }
  }

  /**
   * {@code x / max(norm(x), 1e-12)} over the last axis, where {@code norm} is the square root of
   * the sum of squares. The sum is in the type of {@code x}: a norm above 1e19 is too large for
   * float32.
   */
  record L2Normalization() implements Op {
    /** Below this a norm counts as this, so that zeros stay zeros. */
    public static final double SMALLEST_NORM = 1e-12;

    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.l2Normalization(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      return Shapes.alongLastAxis(this, inputs);
    }
  }

  /** {@code exp(x - max(x)) / sum(exp(x - max(x)))} over the last axis: logits to probabilities. */
  record Softmax() implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.softmax(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      return Shapes.alongLastAxis(this, inputs);
    }
  }

  /** The function of each element. */
  record Activation(ActivationFunction function) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.activation(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      return Shapes.unchanged(this, inputs);
    }
  }

  /** The maximum over each window of (C, H, W); padding never wins. */
  record MaxPooling(Window window) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.maxPooling(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shape in = Shapes.only(this, inputs, 3);
      return Shape.of(in.size(0), window.outputHeight(in.size(1)), window.outputWidth(in.size(2)));
    }
  }

  /**
   * The mean over each window of (C, H, W); padding counts as zeros. What a window of a size
   * rounded up covers behind map and padding does not count at all.
   */
  record AveragePooling(Window window) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.averagePooling(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shape in = Shapes.only(this, inputs, 3);
      return Shape.of(in.size(0), window.outputHeight(in.size(1)), window.outputWidth(in.size(2)));
    }
  }

  /**
   * The mean over a grid of windows of (C, H, W): window {@code i} of {@code n} covers {@code
   * [floor(i * size / n), ceil((i + 1) * size / n))}, as PyTorch's AdaptiveAvgPool2d.
   */
  record AdaptiveAveragePooling(int height, int width) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.adaptiveAveragePooling(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      return Shape.of(Shapes.only(this, inputs, 3).size(0), height, width);
    }
  }

  /** The mean over the given axes, which disappear. */
  record Mean(ImmutableList<Integer> axes) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.mean(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.arity(this, inputs, 1);
      return Shapes.without(this, inputs.get(0), axes);
    }
  }

  /** {@code a + b}, of equal shapes. */
  record Add() implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.add(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.arity(this, inputs, 2);
      Shapes.require(inputs.get(0).equals(inputs.get(1)), this, inputs);
      return inputs.get(0);
    }
  }

  /**
   * {@code a * b}; the second has as many axes, each of the same size or of size 1, which then
   * holds for all elements along it: (C, H, W) times (C, 1, 1) weighs channels.
   */
  record Multiply() implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.multiply(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.arity(this, inputs, 2);
      Shape result = inputs.get(0);
      Shape factor = inputs.get(1);
      Shapes.require(result.rank() == factor.rank(), this, inputs);
      for (int axis = 0; axis < result.rank(); axis++) {
        int size = factor.size(axis);
        Shapes.require(size == 1 || size == result.size(axis), this, inputs);
      }
      return result;
    }
  }

  /**
   * {@code x * factors[i]} for each index {@code i} along an axis, the same for every image: layer
   * scale.
   */
  record Scale(Parameter factors, int axis) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.scale(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shape in = Shapes.unchanged(this, inputs);
      Shapes.require(in.size(axis) == factors.shape().elements(), this, inputs);
      return in;
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of(factors);
    }
  }

  /** {@code x + parameter} of the same elements, for every image: position embeddings. */
  record AddParameter(Parameter parameter) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.addParameter(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.arity(this, inputs, 1);
      Shapes.require(inputs.get(0).elements() == parameter.shape().elements(), this, inputs);
      return inputs.get(0);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of(parameter);
    }
  }

  /** The inputs one after another along an axis. */
  record Concatenate(int axis) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.concatenate(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.require(!inputs.isEmpty(), this, inputs);
      int size = 0;
      for (Shape in : inputs) {
        Shapes.require(in.with(axis, 0).equals(inputs.get(0).with(axis, 0)), this, inputs);
        size += in.size(axis);
      }
      return inputs.get(0).with(axis, size);
    }
  }

  /** The parameter as a value of this shape, the same for every image: class tokens, registers. */
  record Learned(Parameter parameter, Shape shape) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.learned(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.arity(this, inputs, 0);
      Shapes.require(
          parameter.shape().elements() == shape.elements(), this, ImmutableList.of(shape));
      return shape;
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of(parameter);
    }
  }

  /** The elements {@code begin} (included) to {@code end} (excluded) along an axis. */
  record Slice(int axis, int begin, int end) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.slice(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.arity(this, inputs, 1);
      Shape in = inputs.get(0);
      Shapes.require(0 <= begin && begin < end && end <= in.size(axis), this, inputs);
      return in.with(axis, end - begin);
    }
  }

  /** The same elements in the same order with other sizes. */
  record Reshape(Shape shape) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.reshape(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.arity(this, inputs, 1);
      Shapes.require(inputs.get(0).elements() == shape.elements(), this, inputs);
      return shape;
    }
  }

  /** Axis {@code i} of the result is axis {@code axes[i]} of the input. */
  record Permute(ImmutableList<Integer> axes) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.permute(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.arity(this, inputs, 1);
      return Shapes.permuted(this, inputs.get(0), axes);
    }
  }

  /** Zeros behind the last element of each axis, as many as {@code counts} says for that axis. */
  record Pad(ImmutableList<Integer> counts) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.pad(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shape result = Shapes.only(this, inputs, counts.size());
      for (int axis = 0; axis < counts.size(); axis++) {
        Shapes.require(counts.get(axis) >= 0, this, inputs);
        result = result.with(axis, result.size(axis) + counts.get(axis));
      }
      return result;
    }
  }

  /**
   * A cyclic shift by {@code shift} along each of the axes: element {@code i} of the result is
   * element {@code (i - shift) mod size} of the input.
   */
  record Roll(ImmutableList<Integer> axes, int shift) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.roll(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shape in = Shapes.unchanged(this, inputs);
      for (int axis : axes) {
        Shapes.require(0 <= axis && axis < in.rank(), this, inputs);
      }
      return in;
    }
  }

  /**
   * Attention of queries (T, C), keys (S, C) and values (S, C), each cut into {@code heads} blocks
   * of {@code d = C / heads} channels: {@code softmax(similarity(q, k) + bias) v} for each head,
   * the heads side by side again: (T, C). With windows in front, (W, T, C) and (W, S, C), each
   * window attends to itself only. The bias is (heads, T, S), or (W, heads, T, S).
   */
  record Attention(int heads, Similarity similarity, Bias bias) implements Op {
    @Override
    public <R> R accept(OpVisitor<R> visitor) {
      return visitor.attention(this);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.arity(this, inputs, 3);
      Shape query = inputs.get(0);
      Shape key = inputs.get(1);
      Shapes.require(
          (query.rank() == 2 || query.rank() == 3)
              && key.equals(inputs.get(2))
              && key.with(-2, query.size(-2)).equals(query)
              && query.size(-1) % heads == 0,
          this,
          inputs);
      Shape pairs = Shape.of(heads, query.size(-2), key.size(-2));
      for (Parameter parameter : bias.parameters()) {
        Shape shape = parameter.shape();
        Shapes.require(
            shape.equals(pairs)
                || (query.rank() == 3
                    && shape.equals(Shape.of(query.size(0), heads, query.size(-2), key.size(-2)))),
            this,
            inputs);
      }
      return query;
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return Shapes.join(similarity.parameters(), bias.parameters());
    }
  }
}
