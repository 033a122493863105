package org.fe4j.zoo.torchscript;

import static java.util.Objects.requireNonNull;
import static org.fe4j.zoo.torchscript.Arguments.FALSE;
import static org.fe4j.zoo.torchscript.Arguments.NONE;
import static org.fe4j.zoo.torchscript.Arguments.TRUE;
import static org.fe4j.zoo.torchscript.Arguments.kernel;
import static org.fe4j.zoo.torchscript.Arguments.padding;
import static org.fe4j.zoo.torchscript.Arguments.pair;
import static org.fe4j.zoo.torchscript.Arguments.sizes;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
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
import org.fe4j.zoo.graph.Window;

/**
 * Writes a graph as TorchScript, one operation of libtorch a line, and lists the tensors that the
 * lines read. A value (C, H, W) of the graph is a tensor (N, C, H, W); axes move by one.
 *
 * <p>Not safe for concurrent use; an instance emits one graph.
 */
final class CodeEmitter implements OpVisitor<String> {
  /** What {@code forward} calls its argument. */
  static final String INPUT = "x";

  private final PreciseValues precise;
  private final Emission emission;
  private final CodeWriter code;
  private final FusionPlan plan;
  private final IdentityHashMap<Node, String> names = new IdentityHashMap<>();
  private final IdentityHashMap<Node, TorchElement> types = new IdentityHashMap<>();
  private TorchElement element = TorchElement.FLOAT32;

  /** Whether the present operation takes inputs of its own type only. */
  private boolean widens;

  private ImmutableList<String> inputs = ImmutableList.of();
  private Node current;

  private CodeEmitter(Graph graph, Emission emission, CodeWriter.ParameterReader reader) {
    this.precise = PreciseValues.of(graph);
    this.emission = emission;
    this.code = new CodeWriter(reader);
    this.current = graph.nodes().get(0);
    this.plan = FusionPlan.of(graph, emission.fusions(), this::roundsAlike);
  }

  /**
   * Returns the module of a graph with one output of rank 1.
   *
   * @throws IllegalArgumentException if it has more outputs or another rank
   */
  static CodeModule emit(Graph graph, Emission emission, CodeWriter.ParameterReader reader) {
    Node output = GraphCompiler.output(graph);
    CodeEmitter emitter = new CodeEmitter(graph, emission, reader);
    graph.nodes().forEach(emitter::emit);
    String value = requireNonNull(emitter.names.get(output));
    TorchElement type = requireNonNull(emitter.types.get(output));
    return emitter.code.finish(emitter.code.cast(value, type, TorchElement.FLOAT32));
  }

  private boolean roundsAlike(List<Node> fused) {
    TorchElement computed = computedIn(fused.get(fused.size() - 1));
    return fused.stream().allMatch(node -> computedIn(node) == computed)
        && fused.subList(0, fused.size() - 1).stream().allMatch(node -> keptIn(node) == computed);
  }

  private void emit(Node node) {
    if (plan.isInside(node)) {
      return;
    }
    element = computedIn(node);
    widens = precise.inHead(node);
    String value =
        plan.endingAt(node).map(fused -> fused.lines().write(scope())).orElseGet(() -> alone(node));
    TorchElement kept = keptIn(node);
    names.put(node, code.cast(value, element, kept));
    types.put(node, kept);
  }

  private String alone(Node node) {
    inputs = node.inputs().stream().map(this::input).collect(ImmutableList.toImmutableList());
    current = node;
    return node.op().accept(this);
  }

  private FusedOperation.Scope scope() {
    return new FusedOperation.Scope() {
      @Override
      public CodeWriter code() {
        return code;
      }

      @Override
      public TorchElement element() {
        return element;
      }

      @Override
      public String value(Node node) {
        return input(node);
      }

      @Override
      public String parameter(Parameter parameter) {
        return code.parameter(parameter, element, emission.layout());
      }

      @Override
      public String rowMajor(Parameter parameter) {
        return code.parameter(parameter, element, MemoryLayout.CHANNELS_FIRST);
      }
    };
  }

  /**
   * Returns the type in which an operation computes: of its weights, and of its result at first.
   */
  private TorchElement computedIn(Node node) {
    if (precise.inHead(node)) {
      return TorchElement.FLOAT32;
    }
    return precise.computes(node) ? emission.precise() : emission.element();
  }

  private TorchElement keptIn(Node node) {
    if (precise.inHead(node)) {
      return TorchElement.FLOAT32;
    }
    return precise.keeps(node) ? emission.precise() : emission.element();
  }

  /** Returns the name of a value in the type that the present operation computes in. */
  private String input(Node node) {
    String name = requireNonNull(names.get(node));
    // Widening a map by itself would cost a pass over memory; libtorch's product, of the wider type
    // of the two, does it on the way.
    TorchElement type = requireNonNull(types.get(node));
    return type == emission.element() && element == emission.precise() && !widens
        ? name
        : code.cast(name, type, element);
  }

  @Override
  public String pixels(Op.Pixels op) {
    return INPUT;
  }

  @Override
  public String normalizePixels(Op.NormalizePixels op) {
    Shape channels = Shape.of(1, 3, 1, 1);
    String mean = code.constant("mean", channels, op.mean());
    String deviation = code.constant("deviation", channels, op.deviation());
    // Bytes (N, H, W, 3) seen as (N, 3, H, W) are channels-last already.
    String value = call("permute", inputs.get(0), "[0, 3, 1, 2]");
    value = code.cast(value, TorchElement.FLOAT32);
    if (emission.layout() == MemoryLayout.CHANNELS_FIRST) {
      value = call("contiguous", value);
    }
    value = call("div", value, "255.");
    value = call("sub", value, mean);
    value = call("div", value, deviation);
    return code.cast(value, TorchElement.FLOAT32, emission.precise());
  }

  @Override
  public String convolution(Op.Convolution op) {
    return code.convolution(op, inputs.get(0), parameter(op.weight()), bias(op.bias()));
  }

  @Override
  public String batchNormalization(Op.BatchNormalization op) {
    return call(
        "batch_norm",
        inputs.get(0),
        parameter(op.scale()),
        parameter(op.shift()),
        parameter(op.mean()),
        parameter(op.variance()),
        FALSE,
        "0.",
        op.epsilon(),
        FALSE);
  }

  @Override
  public String layerNormalization(Op.LayerNormalization op) {
    return call(
        "layer_norm",
        inputs.get(0),
        ImmutableList.of(current.shape().size(-1)),
        parameter(op.scale()),
        parameter(op.shift()),
        op.epsilon(),
        FALSE);
  }

  @Override
  public String globalResponseNormalization(Op.GlobalResponseNormalization op) {
    String x = inputs.get(0);
    String norm = call("linalg_vector_norm", x, 2, "[2, 3]", TRUE);
    String mean = call("add", call("mean", norm, "[1]", TRUE), op.epsilon());
    String factor = call("mul", call("div", norm, mean), perChannel(op.scale()));
    // One pass over the map for both products and both sums.
    return call("addcmul", perChannel(op.shift()), x, call("add", factor, 1));
  }

  private String perChannel(Parameter parameter) {
    return call("reshape", parameter(parameter), "[-1, 1, 1]");
  }

  @Override
  public String linear(Op.Linear op) {
    return call("linear", inputs.get(0), parameter(op.weight()), bias(op.bias()));
  }

  @Override
  public String l2Normalization(Op.L2Normalization op) {
    String norm = call("linalg_vector_norm", inputs.get(0), 2, "[-1]", TRUE);
    return call("div", inputs.get(0), call("clamp_min", norm, Op.L2Normalization.SMALLEST_NORM));
  }

  @Override
  public String softmax(Op.Softmax op) {
    return call("softmax", inputs.get(0), -1);
  }

  @Override
  public String activation(Op.Activation op) {
    return code.activation(op.function(), inputs.get(0));
  }

  @Override
  public String maxPooling(Op.MaxPooling op) {
    Window window = op.window();
    return call(
        "max_pool2d",
        inputs.get(0),
        kernel(window),
        pair(window.stride()),
        padding(window),
        pair(window.dilation()),
        window.ceilMode() ? TRUE : FALSE);
  }

  @Override
  public String averagePooling(Op.AveragePooling op) {
    Window window = op.window();
    if (window.dilation() != 1) {
      throw new IllegalArgumentException("libtorch has no dilated average pooling: " + op);
    }
    return call(
        "avg_pool2d",
        inputs.get(0),
        kernel(window),
        pair(window.stride()),
        padding(window),
        window.ceilMode() ? TRUE : FALSE,
        TRUE,
        NONE);
  }

  @Override
  public String adaptiveAveragePooling(Op.AdaptiveAveragePooling op) {
    return call("adaptive_avg_pool2d", inputs.get(0), ImmutableList.of(op.height(), op.width()));
  }

  @Override
  public String mean(Op.Mean op) {
    return call("mean", inputs.get(0), op.axes().stream().map(axis -> axis + 1).toList());
  }

  @Override
  public String add(Op.Add op) {
    return call("add", inputs.get(0), inputs.get(1));
  }

  @Override
  public String multiply(Op.Multiply op) {
    return call("mul", inputs.get(0), inputs.get(1));
  }

  @Override
  public String scale(Op.Scale op) {
    String factors = parameter(op.factors());
    int behind = current.shape().rank() - 1 - Math.floorMod(op.axis(), current.shape().rank());
    if (behind > 0 || op.factors().shape().rank() > 1) {
      factors = call("reshape", factors, "[-1" + ", 1".repeat(behind) + "]");
    }
    return call("mul", inputs.get(0), factors);
  }

  @Override
  public String addParameter(Op.AddParameter op) {
    String parameter = parameter(op.parameter());
    if (!op.parameter().shape().equals(current.shape())) {
      parameter = call("reshape", parameter, sizes(1, current.shape()));
    }
    return call("add", inputs.get(0), parameter);
  }

  @Override
  public String concatenate(Op.Concatenate op) {
    return call("cat", inputs, axis(op.axis()));
  }

  @Override
  public String learned(Op.Learned op) {
    String value = call("reshape", parameter(op.parameter()), sizes(1, op.shape()));
    String batch = call("size", INPUT, 0);
    return call("expand", value, "[" + batch + ", -1".repeat(op.shape().rank()) + "]");
  }

  @Override
  public String slice(Op.Slice op) {
    return call("slice", inputs.get(0), axis(op.axis()), op.begin(), op.end());
  }

  @Override
  public String reshape(Op.Reshape op) {
    return call("reshape", inputs.get(0), sizes(-1, op.shape()));
  }

  @Override
  public String permute(Op.Permute op) {
    List<Integer> axes = new ArrayList<>(List.of(0));
    op.axes().forEach(axis -> axes.add(axis + 1));
    return call("permute", inputs.get(0), axes);
  }

  @Override
  public String pad(Op.Pad op) {
    List<Integer> pairs = new ArrayList<>();
    for (int count : op.counts().reverse()) {
      pairs.add(0);
      pairs.add(count);
    }
    return call("constant_pad_nd", inputs.get(0), pairs, "0.");
  }

  @Override
  public String roll(Op.Roll op) {
    List<Integer> shifts = op.axes().stream().map(axis -> op.shift()).toList();
    List<Integer> axes = op.axes().stream().map(axis -> axis + 1).toList();
    return call("roll", inputs.get(0), shifts, axes);
  }

  @Override
  public String attention(Op.Attention op) {
    return new AttentionCode(scope(), current, op).plain();
  }

  private String call(String operation, Object... arguments) {
    return code.call(operation, arguments);
  }

  private String parameter(Parameter parameter) {
    return code.parameter(parameter, element, emission.layout());
  }

  private String bias(Bias bias) {
    return bias instanceof Bias.Of of ? parameter(of.parameter()) : NONE;
  }

  private int axis(int axis) {
    return axis < 0 ? axis : axis + 1;
  }
}
