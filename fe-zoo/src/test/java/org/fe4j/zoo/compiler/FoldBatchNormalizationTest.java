package org.fe4j.zoo.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.Test;

class FoldBatchNormalizationTest {
  private final GraphBuilder graph = new GraphBuilder();
  private final Node image = graph.image(4, 4, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

  @Test
  void aNormalisationBehindAConvolutionBecomesPartOfIt() {
    Node x = graph.convolutionWithoutBias(image, "conv", 2, Window.of(1));
    Graph folded = fold(graph.batchNormalization(x, "bn", 0.5));
    assertThat(folded.toText())
        .isEqualTo(
            """
            v0(4, 4, 3) = Pixels[height=4, width=4]()
            v1(3, 4, 4) = NormalizePixels[mean=[0.0, 0.0, 0.0], deviation=[1.0, 1.0, 1.0]](v0)
            v2(2, 4, 4) = Convolution[weight=conv.weight+bn.weight(2, 3, 1, 1) = \
            FoldedWeight[weight=conv.weight(2, 3, 1, 1), normalization=%1$s], \
            bias=Of[parameter=conv.weight+bn.bias(2,) = \
            FoldedBias[bias=None[], normalization=%1$s]], \
            window=Window[kernelHeight=1, kernelWidth=1, stride=1, paddingHeight=0, \
            paddingWidth=0, dilation=1, ceilMode=false], groups=1](v1)
            out: v2
            """
                .formatted(
                    "BatchNormalization[scale=bn.weight(2,), shift=bn.bias(2,),"
                        + " mean=bn.running_mean(2,), variance=bn.running_var(2,), epsilon=0.5]"));
  }

  @Test
  void valuesFollowTheFormulaWithAndWithoutBias() {
    MemoryCheckpoint weights =
        new MemoryCheckpoint()
            .put("conv.weight", Shape.of(2, 3, 1, 1), 1, 2, 3, 4, 5, 6)
            .put("conv.bias", Shape.of(2), 10, 20)
            .put("bn.weight", Shape.of(2), 2, 3)
            .put("bn.bias", Shape.of(2), 0.25f, 0.5f)
            .put("bn.running_mean", Shape.of(2), 1, 2)
            .put("bn.running_var", Shape.of(2), 3.5f, 8.5f);
    Node x = graph.convolution(image, "conv", 2, Window.of(1));
    Graph folded = fold(graph.batchNormalization(x, "bn", 0.5));
    // 2 / sqrt(3.5 + 0.5) = 1 and 3 / sqrt(8.5 + 0.5) = 1.
    assertThat(values(folded.parameters().get(0), weights)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(values(folded.parameters().get(1), weights)).containsExactly(9.25f, 18.5f);

    GraphBuilder second = new GraphBuilder();
    Node plain = second.convolutionWithoutBias(image, "conv", 2, Window.of(1));
    Graph withoutBias = fold(second.batchNormalization(plain, "bn", 0.5));
    assertThat(values(withoutBias.parameters().get(1), weights)).containsExactly(-0.75f, -1.5f);
  }

  @Test
  void twoNormalisationsFoldOneIntoTheOther() {
    Node x = graph.convolutionWithoutBias(image, "conv", 2, Window.of(1));
    x = graph.batchNormalization(x, "bn1", 0);
    Graph before = graph(graph.batchNormalization(x, "bn2", 0));
    Graph folded = new FoldBatchNormalization().apply(before);
    MemoryCheckpoint weights = MemoryCheckpoint.random(before, 5);
    assertThat(folded.nodes()).hasSize(3);
    assertThat(folded.storedParameters().keySet()).isEqualTo(before.storedParameters().keySet());
    double weight = value(weights, "conv.weight", 0);
    for (String bn : List.of("bn1", "bn2")) {
      weight *=
          value(weights, bn + ".weight", 0) / Math.sqrt(value(weights, bn + ".running_var", 0));
    }
    assertThat(values(folded.parameters().get(0), weights)[0])
        .isCloseTo((float) weight, within(Math.ulp((float) weight)));
  }

  @Test
  void aConvolutionThatSomethingElseReadsStays() {
    Node x = graph.convolutionWithoutBias(image, "conv", 2, Window.of(1));
    Graph before = graph(graph.add(x, graph.batchNormalization(x, "bn", 0.5)));
    assertThat(new FoldBatchNormalization().apply(before)).isSameAs(before);
  }

  @Test
  void aConvolutionThatIsAnOutputStays() {
    Node x = graph.convolutionWithoutBias(image, "conv", 2, Window.of(1));
    graph.tap("map", x);
    graph.tap("out", graph.batchNormalization(x, "bn", 0.5));
    Graph before = graph.build();
    assertThat(new FoldBatchNormalization().apply(before)).isSameAs(before);
  }

  @Test
  void aNormalisationBehindAnythingElseStays() {
    Node x = graph.relu(graph.convolutionWithoutBias(image, "conv", 2, Window.of(1)));
    Graph before = graph(graph.batchNormalization(x, "bn", 0.5));
    assertThat(new FoldBatchNormalization().apply(before)).isSameAs(before);
  }

  @Test
  void oneConvolutionsWeightMayFoldWithTwoNormalisations() {
    Node a = graph.convolutionWithoutBias(image, "conv", 2, Window.of(1));
    Node b = graph.convolutionWithoutBias(image, "conv", 2, Window.of(1));
    Graph folded =
        fold(
            graph.add(
                graph.batchNormalization(a, "bn1", 0), graph.batchNormalization(b, "bn2", 0)));
    assertThat(folded.nodes().stream().map(Node::op))
        .noneMatch(Op.BatchNormalization.class::isInstance);
    assertThat(folded.parameters()).hasSize(4);
  }

  private Graph fold(Node output) {
    return Passes.standard().run(graph(output));
  }

  private static Graph graph(Node output) {
    GraphBuilder builder = new GraphBuilder();
    builder.tap("out", output);
    return builder.build();
  }

  private static float value(MemoryCheckpoint weights, String name, int index) {
    float[] target = new float[1];
    weights.read(name, index, target, 0, 1);
    return target[0];
  }

  private static float[] values(Parameter parameter, MemoryCheckpoint weights) {
    float[] target = new float[(int) parameter.shape().elements()];
    ParameterValues.of(weights).read(parameter, 0, target, 0, target.length);
    return target;
  }
}
