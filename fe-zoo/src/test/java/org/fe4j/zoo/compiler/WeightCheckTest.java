package org.fe4j.zoo.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.Test;

class WeightCheckTest {
  private final Graph graph = graph();
  private final Map<String, Shape> tensors = new LinkedHashMap<>();

  WeightCheckTest() {
    for (Parameter parameter : graph.parameters()) {
      tensors.put(parameter.name(), parameter.shape());
    }
  }

  @Test
  void whatFitsPassesWithAndWithoutPasses() {
    assertThatCode(() -> check(graph)).doesNotThrowAnyException();
    assertThatCode(() -> check(Passes.standard().run(graph))).doesNotThrowAnyException();
  }

  @Test
  void namesTheTensorOfAnotherShape() {
    tensors.put("conv.weight", Shape.of(512, 3, 1, 1));
    assertThat(refusal().getMessage())
        .isEqualTo(
            "[resnet50.pth] conv.weight: the graph expects (2, 3, 1, 1) but the file holds"
                + " (512, 3, 1, 1).");
  }

  @Test
  void namesWhatIsMissingUnexpectedAndOfAnotherShape() {
    tensors.remove("bn.running_var");
    tensors.put("fc.extra", Shape.of(3));
    tensors.put("conv.bias", Shape.of(4));
    tensors.put("bn.num_batches_tracked", Shape.of());
    WeightMismatchException refusal = refusal();
    assertThat(refusal.difference().missing()).hasSize(1);
    assertThat(refusal.difference().unexpected()).hasSize(1);
    assertThat(refusal.difference().misshapen()).hasSize(1);
    assertThat(refusal.getMessage())
        .isEqualTo(
            """
            [resnet50.pth] 3 tensors do not fit the graph: 1 of another shape, 1 missing, \
            1 unexpected.
              conv.bias: the graph expects (2,) but the file holds (4,).
              bn.running_var: the graph expects (2,) but the file has no such tensor.
              fc.extra: the file holds (3,) but the graph has no such parameter.""");
  }

  @Test
  void showsTheFirstTenOfEachKindAndTheCounts() {
    tensors.remove("bn.running_var");
    for (int i = 0; i < 13; i++) {
      tensors.put("extra" + i, Shape.of(1));
    }
    WeightMismatchException refusal = refusal();
    assertThat(refusal.getMessage())
        .startsWith(
            "[resnet50.pth] 14 tensors do not fit the graph: 0 of another shape, 1 missing,"
                + " 13 unexpected.\n  bn.running_var: the graph expects (2,) but the file has no"
                + " such tensor.\n  extra0: ")
        .endsWith(
            "\n  extra9: the file holds (1,) but the graph has no such parameter."
                + "\n  … and 3 more like this.");
    assertThat(refusal.difference().unexpected()).hasSize(13);
    assertThat(refusal.difference().count()).isEqualTo(14);
  }

  private WeightMismatchException refusal() {
    WeightMismatchException refusal =
        catchThrowableOfType(WeightMismatchException.class, () -> check(graph));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  private void check(Graph checked) throws WeightMismatchException {
    MemoryCheckpoint checkpoint = new MemoryCheckpoint();
    tensors.forEach(
        (name, shape) -> checkpoint.put(name, shape, new float[(int) shape.elements()]));

    WeightCheck.check(
        checked, checkpoint, "resnet50.pth", tensor -> tensor.endsWith(".num_batches_tracked"));
  }

  private static Graph graph() {
    GraphBuilder graph = new GraphBuilder();
    Node x = graph.image(4, 4, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
    x = graph.convolution(x, "conv", 2, Window.of(1));
    x = graph.batchNormalization(x, "bn", 0);
    graph.tap("out", graph.spatialMean(x));
    return graph.build();
  }
}
