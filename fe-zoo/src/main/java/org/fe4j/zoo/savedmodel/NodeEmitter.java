package org.fe4j.zoo.savedmodel;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import org.fe4j.zoo.compiler.GraphCompiler;
import org.fe4j.zoo.compiler.PreciseValues;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.OpVisitor;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;

/**
 * Writes a graph as nodes of TensorFlow. Maps (C, H, W) lie as (N, H, W, C); other values as their
 * operations leave them, with the order of their axes noted down, so that an exchange of axes costs
 * nothing until an operation needs another order.
 *
 * <p>Not safe for concurrent use; an instance emits one graph.
 */
final class NodeEmitter implements OpVisitor<Tensor> {
  /** The node that takes the images. */
  static final String PIXELS = "pixels";

  /** The node that takes the images of a classifier as floats, for those who have no bytes. */
  static final String PIXELS_AS_FLOATS = "pixels_as_floats";

  /** The node that returns the features. */
  static final String FEATURES = "features";

  private final NodeWriter nodes = new NodeWriter();
  private final Layouts layouts = new Layouts(nodes);
  private final MapOperations maps = new MapOperations(nodes, layouts);
  private final FloatType element;

  /** Whether pixels may come as floats too: what DJL resizes on TensorFlow it leaves in floats. */
  private final boolean takesFloats;

  private final PreciseValues precise;
  private final IdentityHashMap<Node, Tensor> tensors = new IdentityHashMap<>();
  private final IdentityHashMap<Node, FloatType> types = new IdentityHashMap<>();
  private ImmutableList<Tensor> inputs = ImmutableList.of();
  private ImmutableList<Shape> shapes = ImmutableList.of();
  private Shape shape = Shape.of();

  /**
   * The nodes of a graph.
   *
   * @param pixels sizes of the input, the batch as -1
   * @param features sizes of the output, the batch as -1
   * @param takesFloats whether {@link #PIXELS_AS_FLOATS} is there
   */
  record Module(
      NodeWriter nodes,
      ImmutableList<Integer> pixels,
      ImmutableList<Integer> features,
      boolean takesFloats) {}

  private NodeEmitter(Graph graph, FloatType element, boolean takesFloats) {
    this.takesFloats = takesFloats;
    this.element = element;
    this.precise = PreciseValues.of(graph);
  }

  /**
   * Returns the nodes of a graph with one output of rank 1.
   *
   * @param element type of weights and activations
   * @throws IllegalArgumentException if it has more outputs or another rank
   */
  static Module emit(Graph graph, FloatType element) {
    Node output = GraphCompiler.output(graph);
    NodeEmitter emitter = new NodeEmitter(graph, element, output.op() instanceof Op.Softmax);
    graph.nodes().forEach(emitter::emit);
    emitter.nodes.computeIn(FloatType.FLOAT32);
    ImmutableList<Integer> features = Tensor.batched(output.shape().sizes());
    String value = emitter.layouts.as(emitter.input(output, FloatType.FLOAT32), features).name();
    emitter.nodes.add(FEATURES, "Identity", List.of(value), emitter.nodes.typed());
    Shape pixels =
        graph.nodes().stream()
            .filter(node -> node.op() instanceof Op.Pixels)
            .map(Node::shape)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("The graph reads no image"));
    return new Module(emitter.nodes, Tensor.batched(pixels.sizes()), features, emitter.takesFloats);
  }

  private void emit(Node node) {
    FloatType type = computedIn(node);
    inputs =
        node.inputs().stream()
            .map(input -> input(input, type))
            .collect(ImmutableList.toImmutableList());
    shapes = node.inputs().stream().map(Node::shape).collect(ImmutableList.toImmutableList());
    shape = node.shape();
    nodes.computeIn(type);
    Tensor value = node.op().accept(this);
    boolean keeps = precise.keeps(node) || readsPixels(node);
    FloatType kept = keeps ? FloatType.FLOAT32 : element;
    tensors.put(node, cast(value, type, kept));
    types.put(node, kept);
  }

  private FloatType computedIn(Node node) {
    // The first convolution and its activation are one: what is between them is not rounded.
    boolean fused = node.op() instanceof Op.Activation && readsPixels(node.input());
    return precise.computes(node) || fused ? FloatType.FLOAT32 : element;
  }

  private static boolean readsPixels(Node node) {
    return node.op() instanceof Op.Convolution && node.input().op() instanceof Op.NormalizePixels;
  }

  private Tensor input(Node node, FloatType type) {
    return cast(requireNonNull(tensors.get(node)), requireNonNull(types.get(node)), type);
  }

  private Tensor cast(Tensor value, FloatType from, FloatType to) {
    return new Tensor(nodes.cast(value.name(), from, to), value.order(), value.sizes());
  }

  private Tensor input() {
    return inputs.get(0);
  }

  private Shape inputShape() {
    return shapes.get(0);
  }

  /** Returns a value of the present shape whose sizes are those of its axes in this order. */
  private Tensor plain(String name, AxisOrder order) {
    return Tensor.plain(name, order, shape);
  }

  /** Returns a value that lies as the input does, after an operation on each element. */
  private Tensor like(Tensor x, String name) {
    return new Tensor(name, x.order(), x.sizes());
  }

  private String scalar(double value) {
    return nodes.scalar(value);
  }

  @Override
  public Tensor pixels(Op.Pixels op) {
    ImmutableList<Integer> sizes = Tensor.batched(shape.sizes());
    Attributes attributes = new Attributes().type("dtype", DataType.UINT8).shape("shape", sizes);
    if (takesFloats) {
      Attributes floats = new Attributes().type("dtype", DataType.FLOAT).shape("shape", sizes);
      nodes.add(PIXELS_AS_FLOATS, "Placeholder", List.of(), floats);
      String levels =
          nodes.add("Round", List.of(PIXELS_AS_FLOATS), new Attributes().type("T", DataType.FLOAT));
      String bytes = nodes.cast(levels, DataType.FLOAT, DataType.UINT8);
      // Where bytes are given, nothing before them is run.
      nodes.add(PIXELS, "PlaceholderWithDefault", List.of(bytes), attributes);
    } else {
      nodes.add(PIXELS, "Placeholder", List.of(), attributes);
    }
    return plain(PIXELS, AxisOrder.rowMajor(3));
  }

  @Override
  public Tensor normalizePixels(Op.NormalizePixels op) {
    String value = nodes.cast(input().name(), DataType.UINT8, DataType.FLOAT);
    value =
        nodes.add(
            "EnsureShape",
            List.of(value),
            nodes.typed().shape("shape", Tensor.batched(inputShape().sizes())));
    value = nodes.add("RealDiv", value, scalar(255));
    value = nodes.add("Sub", value, nodes.floats(List.of(3), op.mean()));
    value = nodes.add("RealDiv", value, nodes.floats(List.of(3), op.deviation()));
    return plain(value, AxisOrder.CHANNELS_LAST);
  }

  @Override
  public Tensor convolution(Op.Convolution op) {
    return maps.convolution(op, input(), inputShape(), shape);
  }

  @Override
  public Tensor batchNormalization(Op.BatchNormalization op) {
    Tensor x = layouts.plain(input(), shape, AxisOrder.CHANNELS_LAST);
    List<String> arguments = Lists.newArrayList(x.name());
    Attributes attributes =
        nodes
            .typed()
            .type("U", DataType.FLOAT)
            .number("epsilon", (float) op.epsilon())
            .text("data_format", "NHWC")
            .truth("is_training", false);
    nodes.computeIn(FloatType.FLOAT32); // statistics are, whatever x is
    for (Parameter parameter : op.parameters()) {
      arguments.add(nodes.vector(parameter));
    }
    return like(x, nodes.add("FusedBatchNormV3", arguments, attributes));
  }

  @Override
  public Tensor layerNormalization(Op.LayerNormalization op) {
    // Over the last axis in memory; the order of the others does not matter.
    Tensor x = layouts.rows(input(), shape);
    List<Integer> last = List.of(-1);
    String mean = nodes.reduce("Mean", x.name(), last, true);
    String centred = nodes.add("Sub", x.name(), mean);
    String variance = nodes.reduce("Mean", nodes.add("Square", centred), last, true);
    String inverse = nodes.add("Rsqrt", nodes.add("AddV2", variance, scalar(op.epsilon())));
    String value = nodes.add("Mul", centred, inverse);
    value = nodes.add("Mul", value, nodes.vector(op.scale()));
    return like(x, nodes.add("AddV2", value, nodes.vector(op.shift())));
  }

  @Override
  public Tensor globalResponseNormalization(Op.GlobalResponseNormalization op) {
    Tensor x = layouts.plain(input(), shape, AxisOrder.CHANNELS_LAST);
    String squares = nodes.add("Square", x.name());
    String norm = nodes.add("Sqrt", nodes.reduce("Sum", squares, List.of(1, 2), true));
    String mean = nodes.reduce("Mean", norm, List.of(-1), true);
    String ratio = nodes.add("RealDiv", norm, nodes.add("AddV2", mean, scalar(op.epsilon())));
    // What the map is multiplied with, its residual sum included.
    String factor =
        nodes.add("AddV2", nodes.add("Mul", ratio, nodes.vector(op.scale())), scalar(1));
    return like(
        x, nodes.add("AddV2", nodes.add("Mul", x.name(), factor), nodes.vector(op.shift())));
  }

  @Override
  public Tensor linear(Op.Linear op) {
    Tensor x = layouts.rows(input(), inputShape());
    String weight =
        nodes.parameter(op.weight(), op.weight().shape(), new AxisOrder(ImmutableList.of(1, 0)));
    Attributes attributes = nodes.typed().truth("transpose_a", false).truth("transpose_b", false);
    String value = nodes.add("MatMul", List.of(x.name(), weight), attributes);
    if (op.bias() instanceof Bias.Of of) {
      value = nodes.add("BiasAdd", value, nodes.vector(of.parameter()));
    }
    return new Tensor(value, x.order(), ImmutableList.of(-1, shape.size(-1)));
  }

  @Override
  public Tensor l2Normalization(Op.L2Normalization op) {
    // Over the last axis in memory; the order of the others does not matter.
    Tensor x = layouts.rows(input(), shape);
    String squares = nodes.reduce("Sum", nodes.add("Square", x.name()), List.of(-1), true);
    String smallest = scalar(Op.L2Normalization.SMALLEST_NORM);
    String norm = nodes.add("Maximum", nodes.add("Sqrt", squares), smallest);
    return like(x, nodes.add("RealDiv", x.name(), norm));
  }

  @Override
  public Tensor softmax(Op.Softmax op) {
    Tensor x = layouts.rows(input(), shape);
    return like(x, nodes.add("Softmax", x.name()));
  }

  @Override
  public Tensor activation(Op.Activation op) {
    String x = input().name();
    return like(
        input(),
        switch (op.function()) {
          case RELU -> nodes.add("Relu", x);
          case RELU6 -> nodes.add("Relu6", x);
          case SIGMOID -> nodes.add("Sigmoid", x);
          case TANH -> nodes.add("Tanh", x);
          case SILU -> nodes.add("Mul", x, nodes.add("Sigmoid", x));
          case QUICK_GELU ->
              nodes.add("Mul", x, nodes.add("Sigmoid", nodes.add("Mul", x, scalar(1.702))));
          case HARD_SIGMOID -> hardSigmoid(x);
          case HARD_SWISH -> nodes.add("Mul", hardSigmoid(x), x);
          case GELU -> {
            String erf = nodes.add("Erf", nodes.add("Mul", x, scalar(Math.sqrt(0.5))));
            yield gelu(x, erf);
          }
          case GELU_TANH -> {
            String scaled = nodes.add("Mul", scalar(0.044715), x);
            String cube = nodes.add("Mul", scaled, nodes.add("Square", x));
            String inner = nodes.add("AddV2", x, cube);
            String tanh =
                nodes.add("Tanh", nodes.add("Mul", inner, scalar(Math.sqrt(2 / Math.PI))));
            yield gelu(x, tanh);
          }
        });
  }

  private String hardSigmoid(String x) {
    return nodes.add("Mul", nodes.add("Relu6", nodes.add("AddV2", x, scalar(3))), scalar(1.0 / 6));
  }

  /** Returns {@code x (1 + sigmoid) / 2}. */
  private String gelu(String x, String sigmoid) {
    String half = nodes.add("Mul", x, scalar(0.5));
    return nodes.add("Mul", nodes.add("AddV2", sigmoid, scalar(1)), half);
  }

  @Override
  public Tensor maxPooling(Op.MaxPooling op) {
    return maps.maxPooling(op, input(), inputShape(), shape);
  }

  @Override
  public Tensor averagePooling(Op.AveragePooling op) {
    return maps.averagePooling(op, input(), inputShape(), shape);
  }

  @Override
  public Tensor adaptiveAveragePooling(Op.AdaptiveAveragePooling op) {
    return maps.adaptiveAveragePooling(input(), inputShape(), shape);
  }

  @Override
  public Tensor mean(Op.Mean op) {
    Tensor x = layouts.plain(input(), inputShape());
    List<Integer> positions = op.axes().stream().map(axis -> x.order().position(axis) + 1).toList();
    String mean = nodes.reduce("Mean", x.name(), positions, false);
    return plain(mean, x.order().without(op.axes()));
  }

  @Override
  public Tensor add(Op.Add op) {
    // A product is fused with the sum behind it, but not with a change of its sizes in between: of
    // a matrix and tokens, it is the tokens that become a matrix.
    boolean exchanged = inputs.get(1).sizes().size() < input().sizes().size();
    Tensor a = inputs.get(exchanged ? 1 : 0);
    Tensor b = layouts.like(inputs.get(exchanged ? 0 : 1), a, shape);
    return like(a, nodes.add("AddV2", summand(a), summand(b)));
  }

  /**
   * Grappler makes a node without an operation of a sum that follows a depthwise convolution with
   * bias, and then gives up on the whole graph; another node between them keeps it from that.
   */
  private String summand(Tensor x) {
    return maps.isDepthwise(x) ? nodes.reshape(x.name(), x.sizes()) : x.name();
  }

  @Override
  public Tensor multiply(Op.Multiply op) {
    if (shapes.get(1).equals(shape)) {
      Tensor a = input();
      return like(a, nodes.add("Mul", a.name(), layouts.like(inputs.get(1), a, shape).name()));
    }
    Tensor a = layouts.plain(input(), shape);
    Tensor b = layouts.plain(inputs.get(1), shapes.get(1), a.order());
    return like(a, nodes.add("Mul", a.name(), b.name()));
  }

  @Override
  public Tensor scale(Op.Scale op) {
    Tensor x = layouts.plain(input(), shape);
    int axis = Math.floorMod(op.axis(), shape.rank());
    String factors = nodes.vector(op.factors());
    int behind = shape.rank() - 1 - x.order().position(axis);
    if (behind > 0) {
      List<Integer> sizes = new ArrayList<>(Collections.nCopies(behind + 1, 1));
      sizes.set(0, shape.size(axis));
      factors = nodes.reshape(factors, sizes);
    }
    return like(x, nodes.add("Mul", x.name(), factors));
  }

  @Override
  public Tensor addParameter(Op.AddParameter op) {
    Tensor x = layouts.plain(input(), shape);
    String parameter = nodes.parameter(op.parameter(), shape, x.order());
    return like(x, nodes.add("AddV2", x.name(), parameter));
  }

  @Override
  public Tensor concatenate(Op.Concatenate op) {
    Tensor first = layouts.plain(input(), inputShape());
    if (inputs.size() == 1) {
      return first; // TensorFlow joins two at least
    }
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      arguments.add(layouts.plain(inputs.get(i), shapes.get(i), first.order()).name());
    }
    arguments.add(nodes.integers(List.of(), List.of(first.order().position(op.axis()) + 1)));
    Attributes attributes = nodes.typed().integer("N", inputs.size()).type("Tidx", DataType.INT32);
    return plain(nodes.add("ConcatV2", arguments, attributes), first.order());
  }

  @Override
  public Tensor learned(Op.Learned op) {
    AxisOrder order = AxisOrder.rowMajor(shape.rank());
    String value = nodes.parameter(op.parameter(), shape, order);
    String batch = layouts.batch(PIXELS);
    String sizes = nodes.integers(shape.sizes());
    Attributes joining = new Attributes().type("T", DataType.INT32).integer("N", 2);
    joining.type("Tidx", DataType.INT32);
    String zero = nodes.integers(List.of(), List.of(0));
    String all = nodes.add("ConcatV2", List.of(batch, sizes, zero), joining);
    Attributes attributes = nodes.typed().type("Tidx", DataType.INT32);
    return plain(nodes.add("BroadcastTo", List.of(value, all), attributes), order);
  }

  @Override
  public Tensor slice(Op.Slice op) {
    Tensor x = layouts.plain(input(), inputShape());
    int position = x.order().position(op.axis()) + 1;
    List<Integer> begin = new ArrayList<>(Collections.nCopies(shape.rank() + 1, 0));
    List<Integer> size = new ArrayList<>(Collections.nCopies(shape.rank() + 1, -1));
    begin.set(position, op.begin());
    size.set(position, op.end() - op.begin());
    Attributes attributes = nodes.typed().type("Index", DataType.INT32);
    List<String> arguments = List.of(x.name(), nodes.integers(begin), nodes.integers(size));
    return plain(nodes.add("Slice", arguments, attributes), x.order());
  }

  @Override
  public Tensor reshape(Op.Reshape op) {
    return layouts.reshape(input(), inputShape(), shape);
  }

  @Override
  public Tensor permute(Op.Permute op) {
    return new Tensor(input().name(), input().order().permuted(op.axes()), input().sizes());
  }

  @Override
  public Tensor pad(Op.Pad op) {
    Tensor x = layouts.plain(input(), inputShape());
    List<Integer> behind = x.order().axes().stream().map(op.counts()::get).toList();
    List<Integer> before = Collections.nCopies(behind.size(), 0);
    return plain(layouts.pad(x.name(), before, behind), x.order());
  }

  @Override
  public Tensor roll(Op.Roll op) {
    Tensor x = layouts.plain(input(), shape);
    List<Integer> positions = op.axes().stream().map(axis -> x.order().position(axis) + 1).toList();
    List<Integer> shifts = Collections.nCopies(positions.size(), op.shift());
    Attributes attributes =
        nodes.typed().type("Tshift", DataType.INT32).type("Taxis", DataType.INT32);
    List<String> arguments = List.of(x.name(), nodes.integers(shifts), nodes.integers(positions));
    return like(x, nodes.add("Roll", arguments, attributes));
  }

  @Override
  public Tensor attention(Op.Attention op) {
    return new AttentionOperation(nodes, layouts, op).emit(inputs, shapes);
  }
}
