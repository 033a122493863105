package org.fe4j.zoo.savedmodel;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;

/** The operations on maps, which lie as (N, H, W, C). */
final class MapOperations {
  private static final String NHWC = "NHWC";

  /** (O, I, height, width) as TensorFlow keeps it: (height, width, I, O). */
  private static final AxisOrder FILTER = new AxisOrder(ImmutableList.of(2, 3, 1, 0));

  private final NodeWriter nodes;
  private final Layouts layouts;
  private final Set<String> depthwise = new HashSet<>();

  MapOperations(NodeWriter nodes, Layouts layouts) {
    this.nodes = nodes;
    this.layouts = layouts;
  }

  private Tensor map(Tensor x, Shape shape) {
    return layouts.plain(x, shape, AxisOrder.CHANNELS_LAST);
  }

  private static Tensor result(String name, Shape shape) {
    return Tensor.plain(name, AxisOrder.CHANNELS_LAST, shape);
  }

  Tensor convolution(Op.Convolution op, Tensor input, Shape from, Shape to) {
    Window window = op.window();
    String x = map(input, from).name();
    Shape weight = op.weight().shape();
    int channels = from.size(0);
    // Only oneDNN dilates the operation for separate channels; without it that is one for groups.
    boolean separate = op.groups() > 1 && op.groups() == channels && window.dilation() == 1;
    Padding padding = Padding.of(window, from, to);
    if (padding.isExplicit() && (separate || padding.holdsWindows(window))) {
      // With a bias behind the operation for separate channels, explicit padding ends the process:
      // TensorFlow 2.16 checks it. So it does where windows meet nothing else: oneDNN 3.3 then
      // uses memory that it does not own.
      x = layouts.pad(x, padding.before(), padding.behind());
      padding = Padding.VALID;
    }
    Attributes attributes =
        windowed(window)
            .text("padding", padding.name())
            .integers("explicit_paddings", padding.explicit());
    String value;
    if (separate) {
      // (C * m, 1, height, width) is (C, m, height, width), and there (height, width, C, m).
      Shape view = Shape.of(channels, weight.size(0) / channels, weight.size(2), weight.size(3));
      AxisOrder order = new AxisOrder(ImmutableList.of(2, 3, 0, 1));
      String filter = nodes.parameter(op.weight(), view, order);
      value = nodes.add("DepthwiseConv2dNative", List.of(x, filter), attributes);
    } else {
      String filter = nodes.parameter(op.weight(), weight, FILTER);
      value = nodes.add("Conv2D", List.of(x, filter), attributes);
    }
    if (op.bias() instanceof Bias.Of of) {
      String bias = nodes.vector(of.parameter());
      // The bias of a convolution in groups is an addition: it is fused all the same, but where
      // oneDNN is off it stays apart, since no other fused convolution knows groups.
      value =
          op.groups() > 1 && !separate
              ? nodes.add("AddV2", value, bias)
              : nodes.add("BiasAdd", List.of(value, bias), nodes.typed().text("data_format", NHWC));
    }
    if (separate) {
      depthwise.add(value);
    }
    return result(value, to);
  }

  /** Returns whether a value is that of a convolution of each channel by itself. */
  boolean isDepthwise(Tensor x) {
    return depthwise.contains(x.name());
  }

  private Attributes windowed(Window window) {
    int stride = window.stride();
    int dilation = window.dilation();
    return nodes
        .typed()
        .integers("strides", 1, stride, stride, 1)
        .integers("dilations", 1, dilation, dilation, 1)
        .text("data_format", NHWC);
  }

  private Attributes pooled(Window window) {
    int stride = window.stride();
    return nodes
        .typed()
        .integers("ksize", 1, window.kernelHeight(), window.kernelWidth(), 1)
        .integers("strides", 1, stride, stride, 1)
        .text("data_format", NHWC);
  }

  Tensor maxPooling(Op.MaxPooling op, Tensor input, Shape from, Shape to) {
    refuseDilation(op, op.window());
    Padding padding = Padding.of(op.window(), from, to);
    Attributes attributes =
        pooled(op.window())
            .text("padding", padding.name())
            .integers("explicit_paddings", padding.explicit());
    return result(nodes.add("MaxPool", List.of(map(input, from).name()), attributes), to);
  }

  /** Sums whole windows, in which zeros count, and corrects those that hang over the padding. */
  Tensor averagePooling(Op.AveragePooling op, Tensor input, Shape from, Shape to) {
    Window window = op.window();
    refuseDilation(op, window);
    Padding padding = Padding.of(window, from, to);
    String x = map(input, from).name();
    if (padding.isAny()) {
      x = layouts.pad(x, padding.before(), padding.behind());
    }
    Attributes attributes = pooled(window).text("padding", Padding.VALID.name());
    String value = nodes.add("AvgPool", List.of(x), attributes);
    if (window.ceilMode()) {
      value = corrected(value, window, from, to);
    }
    return result(value, to);
  }

  private String corrected(String value, Window window, Shape from, Shape to) {
    List<Double> rows = factors(window.kernelHeight(), window.paddingHeight(), window, from, to, 1);
    List<Double> columns =
        factors(window.kernelWidth(), window.paddingWidth(), window, from, to, 2);
    List<Double> factors = new ArrayList<>();
    rows.forEach(row -> columns.forEach(column -> factors.add(row * column)));
    if (factors.stream().allMatch(factor -> factor == 1)) {
      return value;
    }
    return nodes.add("Mul", value, nodes.floats(List.of(to.size(1), to.size(2), 1), factors));
  }

  /** Returns, along an axis, the kernel's size by how much of it covers map and padding. */
  private static List<Double> factors(
      int kernel, int padding, Window window, Shape from, Shape to, int axis) {
    List<Double> factors = new ArrayList<>();
    int end = from.size(axis) + 2 * padding;
    for (int i = 0; i < to.size(axis); i++) {
      int begin = i * window.stride();
      factors.add((double) kernel / (Math.min(begin + kernel, end) - begin));
    }
    return factors;
  }

  private static void refuseDilation(Op op, Window window) {
    if (window.dilation() != 1) {
      throw new IllegalArgumentException("TensorFlow has no dilated pooling: " + op);
    }
  }

  /** Means over windows of different sizes are products with two matrices. */
  Tensor adaptiveAveragePooling(Tensor input, Shape from, Shape to) {
    Tensor x = map(input, from);
    if (from.equals(to)) {
      return x;
    }
    if (to.size(1) == 1 && to.size(2) == 1) {
      return result(nodes.reduce("Mean", x.name(), List.of(1, 2), true), to);
    }
    int channels = from.size(0);
    // (W', W) times (N, H, W, C), then (H', H) times (N, H, W' * C).
    String value = nodes.product(windows(from.size(2), to.size(2)), x.name(), false);
    int row = to.size(2) * channels;
    value = nodes.reshape(value, List.of(-1, from.size(1), row));
    value = nodes.product(windows(from.size(1), to.size(1)), value, false);
    return new Tensor(value, AxisOrder.CHANNELS_LAST, ImmutableList.of(-1, to.size(1), row));
  }

  /** Returns the matrix (windows, size) whose product with a column is the means over windows. */
  private String windows(int size, int windows) {
    List<Double> matrix = new ArrayList<>(Collections.nCopies(windows * size, 0.0));
    for (int i = 0; i < windows; i++) {
      int begin = i * size / windows;
      int end = ((i + 1) * size + windows - 1) / windows;
      for (int j = begin; j < end; j++) {
        matrix.set(i * size + j, 1.0 / (end - begin));
      }
    }
    return nodes.floats(List.of(windows, size), matrix);
  }
}
