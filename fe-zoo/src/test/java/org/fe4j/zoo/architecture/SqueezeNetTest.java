package org.fe4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Shape;
import org.junit.jupiter.api.Test;

class SqueezeNetTest {
  private static ImageInput input(int size) {
    return new ImageInput(
        size, ImmutableList.of(0.485, 0.456, 0.406), ImmutableList.of(0.229, 0.224, 0.225));
  }

  @Test
  void meansTheTrunkToFiveHundredTwelveFeatures() {
    Graph graph = Architectures.named("squeezenet1_1").build(input(224), 1000);

    assertThat(graph.outputs().keySet()).containsExactly("penultimate", "pooled", "logits");
    assertThat(graph.output("penultimate").shape()).isEqualTo(Shape.of(512));
    assertThat(graph.output("logits").shape()).isEqualTo(Shape.of(1000));
    assertThat(graph.parameters().stream().mapToLong(p -> p.shape().elements()).sum())
        .isEqualTo(1_235_496);
  }

  @Test
  void readsNoClassifierWhereOnlyFeaturesAreWanted() {
    Graph graph = Architectures.named("squeezenet1_1").build(input(224), 1000).only("penultimate");

    assertThat(graph.parameters()).noneMatch(p -> p.name().startsWith("classifier"));
  }

  @Test
  void namesTheSizeThatIsTooSmall() {
    assertThatThrownBy(() -> Architectures.named("squeezenet1_0").build(input(16), 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("squeezenet1_0 does not work at 16 x 16 pixels: A map of");
  }

  @Test
  void refusesAClassifierWithoutClasses() {
    assertThatThrownBy(() -> Architectures.named("squeezenet1_0").build(input(224), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("squeezenet1_0 needs at least one class, but found 0");
  }
}
