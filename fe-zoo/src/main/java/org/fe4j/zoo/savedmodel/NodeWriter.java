package org.fe4j.zoo.savedmodel;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;

/**
 * Collects the nodes of a graph: operations, constants, variables. A node's first output has the
 * node's name. What is asked for twice is written once, where that is cheap to know.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class NodeWriter {
  private final Message graph = new Message();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<List<Object>, String> constants = new HashMap<>();
  private final Map<List<Object>, Variable> variables = new LinkedHashMap<>();
  private final Map<List<Object>, String> reshaped = new HashMap<>();
  private final Map<List<Object>, String> casts = new HashMap<>();
  private FloatType element = FloatType.FLOAT32;

  /** Sets the type of what is added from here on: of operations, constants and parameters. */
  void computeIn(FloatType type) {
    element = type;
  }

  /** Returns the attributes of most operations: the type of what they compute on. */
  Attributes typed() {
    return new Attributes().type("T", element.type());
  }

  /** Adds a node under a given name. */
  void add(String name, String operation, List<String> inputs, Attributes attributes) {
    Message node = new Message().text(1, name).text(2, operation);
    inputs.forEach(input -> node.text(3, input));
    attributes.writeTo(node, 5);
    graph.message(1, node);
  }

  /** Adds a node and returns its name: the operation's, with a number. */
  String add(String operation, List<String> inputs, Attributes attributes) {
    String name = unused(operation);
    add(name, operation, inputs, attributes);
    return name;
  }

  /** Adds an operation without further attributes. */
  String add(String operation, String... inputs) {
    return add(operation, Arrays.asList(inputs), typed());
  }

  private String unused(String name) {
    String unused = name;
    while (!taken.add(unused)) {
      unused = name + "_" + counts.merge(name, 1, Integer::sum);
    }
    return unused;
  }

  /** Returns a constant without axes. */
  String scalar(double value) {
    return floats(List.of(), List.of(value));
  }

  /** Returns a constant of floats, row-major; only for small ones. */
  String floats(List<Integer> sizes, List<Double> values) {
    return constants.computeIfAbsent(
        List.of(element.type(), List.copyOf(sizes), List.copyOf(values)),
        key -> {
          byte[] content = new byte[values.size() * element.bytes()];
          ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
          values.forEach(value -> element.put(bytes, value.floatValue()));
          return constant(element.type(), sizes, content);
        });
  }

  /** Returns a constant with one axis. */
  String integers(List<Integer> values) {
    return integers(List.of(values.size()), values);
  }

  /** Returns a constant of integers, row-major. */
  String integers(List<Integer> sizes, List<Integer> values) {
    return constants.computeIfAbsent(
        List.of(DataType.INT32, List.copyOf(sizes), List.copyOf(values)),
        key -> {
          byte[] content = new byte[values.size() * Integer.BYTES];
          ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
          values.forEach(bytes::putInt);
          return constant(DataType.INT32, sizes, content);
        });
  }

  private String constant(DataType type, List<Integer> sizes, byte[] content) {
    return add(
        "Const",
        List.of(),
        new Attributes().type("dtype", type).tensor("value", type, sizes, content));
  }

  /** Returns a value in another shape of as many elements; -1 stands for one size. */
  String reshape(String value, List<Integer> sizes) {
    return reshaped.computeIfAbsent(
        List.of(value, List.copyOf(sizes)),
        key ->
            add(
                "Reshape",
                List.of(value, integers(sizes)),
                typed().type("Tshape", DataType.INT32)));
  }

  /** Returns a value in another type. */
  String cast(String value, FloatType from, FloatType to) {
    return from == to ? value : cast(value, from.type(), to.type());
  }

  /** Returns a value in another type. */
  String cast(String value, DataType from, DataType to) {
    return casts.computeIfAbsent(
        List.of(value, to),
        key -> add("Cast", List.of(value), new Attributes().type("SrcT", from).type("DstT", to)));
  }

  /** Returns the values of a parameter, seen in a shape, its axes in an order. */
  String parameter(Parameter parameter, Shape view, AxisOrder order) {
    return read(
        variables.computeIfAbsent(
            List.of(parameter, view, order, element),
            key -> {
              String name = unused("variables/" + parameter.name().replaceAll("[^\\w.]", "_"));
              Variable variable = new Variable(name, parameter, view, order, element);
              declare(variable);
              return variable;
            }));
  }

  /** Returns the elements of a parameter as a row. */
  String vector(Parameter parameter) {
    Shape row = Shape.of(Math.toIntExact(parameter.shape().elements()));
    return parameter(parameter, row, AxisOrder.rowMajor(1));
  }

  /** Adds a sum or a mean over axes, which are counted from the batch and may be negative. */
  String reduce(String operation, String x, List<Integer> axes, boolean keepsAxes) {
    Attributes attributes = typed().type("Tidx", DataType.INT32).truth("keep_dims", keepsAxes);
    return add(operation, List.of(x, integers(axes)), attributes);
  }

  /** Adds products of the matrices in the last two axes, the second exchanged on request. */
  String product(String a, String b, boolean exchanged) {
    Attributes attributes = typed().truth("adj_x", false).truth("adj_y", exchanged);
    return add("BatchMatMulV2", List.of(a, b), attributes);
  }

  private static String read(Variable variable) {
    return variable.name() + "/read";
  }

  private void declare(Variable variable) {
    add(
        variable.name(),
        "VarHandleOp",
        List.of(),
        new Attributes()
            .type("dtype", variable.type().type())
            .shape("shape", variable.sizes())
            .text("container", "")
            .text("shared_name", variable.name()));
    add(
        read(variable),
        "ReadVariableOp",
        List.of(variable.name()),
        new Attributes().type("dtype", variable.type().type()));
  }

  /** Returns the variables in the order of their first use. */
  ImmutableList<Variable> variables() {
    return ImmutableList.copyOf(variables.values());
  }

  /**
   * Adds what fills the variables from a checkpoint.
   *
   * @param fileName of the node that takes the checkpoint's path
   * @param all of the node that fills them all
   */
  void addRestore(String fileName, String all) {
    add(
        fileName,
        "Const",
        List.of(),
        new Attributes().type("dtype", DataType.STRING).textTensor("value", "variables"));
    List<String> assignments = new ArrayList<>();
    if (!variables.isEmpty()) {
      List<String> names = variables().stream().map(Variable::name).toList();
      List<DataType> types = variables().stream().map(v -> v.type().type()).toList();
      List<String> slices = names.stream().map(name -> "").toList();
      String restored =
          add(
              "RestoreV2",
              List.of(fileName, texts(names), texts(slices)),
              new Attributes().types("dtypes", types));
      for (int i = 0; i < names.size(); i++) {
        String output = i == 0 ? restored : restored + ":" + i;
        String assignment =
            add(
                "AssignVariableOp",
                List.of(names.get(i), output),
                new Attributes().type("dtype", types.get(i)));
        assignments.add("^" + assignment);
      }
    }
    add(all, "NoOp", assignments, new Attributes());
  }

  private String texts(List<String> values) {
    return add(
        "Const",
        List.of(),
        new Attributes().type("dtype", DataType.STRING).textTensor("value", values));
  }

  /** Returns TensorFlow's {@code GraphDef}. */
  Message graph() {
    return graph;
  }
}
