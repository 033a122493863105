package org.fe4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Maps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ReferenceInterpreter;
import org.fe4j.zoo.graph.ReferenceParameters;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.verify.GeneratedTensor;
import org.fe4j.zoo.verify.Golden;
import org.fe4j.zoo.verify.GoldenImages;
import org.fe4j.zoo.verify.GoldenWeights;
import org.fe4j.zoo.verify.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Architectures against the state dicts and, without any compiler, the values of goldens. */
class ArchitectureGoldenTest {

  static Stream<Golden> goldens() {
    Set<String> known =
        Architectures.all().stream().map(Architecture::name).collect(Collectors.toSet());
    return Goldens.all().stream().filter(golden -> known.contains(golden.id()));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void readsExactlyTheTensorsOfTheReference(Golden golden) {
    Map<String, Shape> tensors = new LinkedHashMap<>();
    for (GeneratedTensor tensor : golden.parameters()) {
      tensors.put(tensor.name(), Shape.of(tensor.sizes()));
    }
    Architecture architecture = Architectures.named(golden.id()).fittedTo(tensors);
    Shape classifier = tensors.get(architecture.classifierWeight());
    int classes = classifier == null ? 0 : classifier.size(0);
    assertThat(architecture.sizePixels(tensors).orElse(golden.sizePixels()))
        .isEqualTo(golden.sizePixels());

    Graph graph = architecture.build(input(golden), classes);

    tensors.keySet().removeIf(architecture::ignores);
    assertThat(stored(graph)).containsExactlyInAnyOrderEntriesOf(tensors);
    assertThat(graph.output("penultimate").shape()).isEqualTo(Shape.of(golden.featureDimension()));
  }

  /**
   * The cheapest backbone stands for all: this needs no compiler, so that a failure of the parity
   * tests alone is the compiler's. The reference normalised its images in float32, hence 1e-7.
   */
  @Test
  void agreesWithTheReferenceInFloat64() {
    Golden golden = Goldens.project("shufflenet_v2_x0_5");
    Graph graph = Architectures.named(golden.id()).build(input(golden), 1000);
    ReferenceInterpreter interpreter =
        ReferenceInterpreter.of(ReferenceParameters.of(GoldenWeights.of(golden)));

    for (int image = 0; image < GoldenImages.COUNT; image++) {
      Map<String, double[]> outputs =
          interpreter.run(graph, GoldenImages.image(image, golden.sizePixels()));

      assertThat(relativeError(output(outputs, "penultimate"), golden.features().get(image)))
          .isLessThan(1e-7);
      assertThat(relativeError(output(outputs, "logits"), golden.logits().get(image)))
          .isLessThan(1e-7);
    }
  }

  private static double[] output(Map<String, double[]> outputs, String tap) {
    return Objects.requireNonNull(outputs.get(tap), tap);
  }

  private static double relativeError(double[] found, List<Double> expected) {
    double error = 0;
    double norm = 0;
    for (int i = 0; i < expected.size(); i++) {
      error += Math.pow(found[i] - expected.get(i), 2);
      norm += Math.pow(expected.get(i), 2);
    }
    return Math.sqrt(error / norm);
  }

  private static Map<String, Shape> stored(Graph graph) {
    return Maps.transformValues(graph.storedParameters(), Parameter::shape);
  }

  private static ImageInput input(Golden golden) {
    return new ImageInput(golden.sizePixels(), golden.mean(), golden.deviation());
  }
}
