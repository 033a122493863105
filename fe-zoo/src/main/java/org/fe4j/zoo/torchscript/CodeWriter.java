package org.fe4j.zoo.torchscript;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;

/**
 * The lines of a module and the tensors that they read, in the order in which they are written. A
 * value is the name that its line gave it.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class CodeWriter {
  private final ParameterReader reader;
  private final NameAllocator attributes = new NameAllocator();
  private final Map<Stored, ArchiveTensor> parameters = new LinkedHashMap<>();
  private final List<ArchiveTensor> tensors = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private int values;

  /** A parameter in one of the types that it is read in. */
  private record Stored(Parameter parameter, TorchElement element) {}

  /** Reads elements of a parameter in row-major order into the start of a target. */
  @FunctionalInterface
  interface ParameterReader {
    /** Puts {@code count} elements from {@code begin} into the target. */
    void read(Parameter parameter, long begin, float[] target, int count);
  }

  CodeWriter(ParameterReader reader) {
    this.reader = reader;
  }

  /** Appends a line and returns the name of its value. Lists are written as Python's are. */
  String call(String operation, Object... arguments) {
    return callIn("torch", operation, arguments);
  }

  /** Appends a line with an operation of another namespace, such as {@code ops.mkldnn}. */
  String callIn(String namespace, String operation, Object... arguments) {
    String name = "v" + values++;
    lines.add(
        "%s = %s.%s(%s)".formatted(name, namespace, operation, Joiner.on(", ").join(arguments)));
    return name;
  }

  /** Appends lines that give one of two expressions a name, and returns it. */
  String either(String condition, String first, String otherwise) {
    String name = "v" + values++;
    lines.add("if " + condition + ":");
    lines.add("  " + name + " = " + first);
    lines.add("else:");
    lines.add("  " + name + " = " + otherwise);
    return name;
  }

  /** Returns the value in another type. */
  String cast(String value, TorchElement target) {
    return call("to", value, target.code());
  }

  /** Returns the value in another type, itself where that is the one it has. */
  String cast(String value, TorchElement from, TorchElement to) {
    return from == to ? value : cast(value, to);
  }

  /** Returns a convolution as libtorch and its host decide. */
  String convolution(Op.Convolution op, String x, String weight, String bias) {
    Window window = op.window();
    String padded = x;
    if (window.fitsIntoPadding()) {
      int height = window.paddingHeight();
      int width = window.paddingWidth();
      padded = call("constant_pad_nd", x, List.of(width, width, height, height), "0.");
      window = window.padding(0);
    }
    return call(
        "conv2d",
        padded,
        weight,
        bias,
        Arguments.pair(window.stride()),
        Arguments.padding(window),
        Arguments.pair(window.dilation()),
        op.groups());
  }

  /** Returns the function of each element. */
  String activation(ActivationFunction function, String x) {
    return switch (function) {
      case RELU -> call("relu", x);
      case RELU6 -> call("hardtanh", x, "0.", "6.");
      case GELU -> call("gelu", x);
      case GELU_TANH -> call("gelu", x, "approximate=\"tanh\"");
      case QUICK_GELU -> call("mul", x, call("sigmoid", call("mul", x, "1.702")));
      case SILU -> call("silu", x);
      case SIGMOID -> call("sigmoid", x);
      case TANH -> call("tanh", x);
      case HARD_SWISH -> call("hardswish", x);
      case HARD_SIGMOID -> call("hardsigmoid", x);
    };
  }

  /** Returns a row-major float32 tensor of these values. */
  String constant(String name, Shape shape, ImmutableList<Double> elements) {
    ArchiveTensor tensor = ArchiveTensor.constant(attributes.allocate(name), shape, elements);
    tensors.add(tensor);
    return "self." + tensor.name();
  }

  /** Returns a parameter in a type; its layout is that of the first time. */
  String parameter(Parameter parameter, TorchElement element, MemoryLayout layout) {
    Stored key = new Stored(parameter, element);
    ArchiveTensor tensor = parameters.get(key);
    if (tensor == null) {
      tensor =
          new ArchiveTensor(
              attributes.allocate(parameter.name()),
              element,
              parameter.shape(),
              layout,
              (begin, target, count) -> reader.read(parameter, begin, target, count));
      parameters.put(key, tensor);
      tensors.add(tensor);
    }
    return "self." + tensor.name();
  }

  /** Ends with the value that {@code forward} returns. */
  CodeModule finish(String result) {
    lines.add("return " + call("contiguous", result));
    return new CodeModule(ImmutableList.copyOf(lines), ImmutableList.copyOf(tensors));
  }
}
