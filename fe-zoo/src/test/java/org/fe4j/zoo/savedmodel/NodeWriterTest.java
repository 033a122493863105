package org.fe4j.zoo.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

class NodeWriterTest {
  /** What TensorFlow takes for the name of a node. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.][A-Za-z0-9_.\\-/]*");

  private final NodeWriter nodes = new NodeWriter();

  private String read(String name, Integer... sizes) {
    Shape shape = Shape.of(sizes);
    return nodes.parameter(Parameter.stored(name, shape), shape, AxisOrder.rowMajor(shape.rank()));
  }

  private GraphDef graph() throws Exception {
    return GraphDef.parseFrom(nodes.graph().toBytes());
  }

  @Test
  void namesAreUniqueAndTensorFlowsWhateverParametersAreCalled() throws Exception {
    List<String> names =
        List.of("x", "x_1", "x_1_1", "x 1", "x:1", "^x", "", "größe", "x/read", "x_read", "_");
    names.forEach(name -> read(name, 2));
    read("x", 3); // The same name of another parameter.
    Parameter matrix = Parameter.stored("x_2", Shape.of(2, 3));
    nodes.parameter(matrix, matrix.shape(), AxisOrder.rowMajor(2));
    nodes.parameter(matrix, matrix.shape(), new AxisOrder(AxisOrder.rowMajor(2).axes().reverse()));
    nodes.parameter(matrix, Shape.of(6), AxisOrder.rowMajor(1));
    nodes.addRestore("save/file", "save/restore_all");

    assertThat(nodes.variables()).hasSize(names.size() + 4);
    assertThat(nodes.variables()).extracting(Variable::name).doesNotHaveDuplicates();
    assertThat(graph().getNodeList())
        .extracting(NodeDef::getName)
        .doesNotHaveDuplicates()
        .allMatch(NAME.asMatchPredicate());
    assertThat(nodes.variables().get(0).name()).isEqualTo("variables/x");
    assertThat(nodes.variables())
        .filteredOn(variable -> variable.parameter().equals(matrix))
        .hasSize(3);
  }

  @Test
  void operationsAreNumbered() throws Exception {
    assertThat(nodes.add("Relu", "x")).isEqualTo("Relu");
    assertThat(nodes.add("Relu", "Relu")).isEqualTo("Relu_1");
    assertThat(nodes.add("Relu_1", "Relu")).isEqualTo("Relu_1_1");
    assertThat(nodes.add("Relu", "Relu")).isEqualTo("Relu_2");
    assertThat(graph().getNodeList())
        .extracting(NodeDef::getOp)
        .containsExactly("Relu", "Relu", "Relu_1", "Relu");
  }

  @Test
  void whatIsAskedForTwiceIsWrittenOnce() throws Exception {
    assertThat(nodes.scalar(0.5)).isEqualTo(nodes.scalar(0.5)).isNotEqualTo(nodes.scalar(-0.5));
    assertThat(nodes.floats(List.of(1), List.of(0.5))).isNotEqualTo(nodes.scalar(0.5));
    assertThat(nodes.integers(List.of(1, 2)))
        .isEqualTo(nodes.integers(List.of(1, 2)))
        .isNotEqualTo(nodes.integers(List.of(1, 2), List.of(1, 2)));
    assertThat(read("x", 2)).isEqualTo(read("x", 2));
    String reshaped = nodes.reshape("Relu", List.of(-1, 2));
    assertThat(nodes.reshape("Relu", List.of(-1, 2))).isEqualTo(reshaped);
    assertThat(nodes.reshape("Relu", List.of(-1, 4))).isNotEqualTo(reshaped);
    assertThat(graph().getNodeList()).filteredOn(node -> node.getOp().equals("Const")).hasSize(7);
  }

  @Test
  void aGraphWithoutVariablesRestoresNothing() throws Exception {
    nodes.addRestore("save/file", "save/restore_all");
    assertThat(graph().getNodeList()).extracting(NodeDef::getOp).containsExactly("Const", "NoOp");
  }
}
