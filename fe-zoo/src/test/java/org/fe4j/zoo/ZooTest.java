package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.image.Preprocessing;
import org.fe4j.zoo.architecture.Architecture;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.MultiplyAdds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ZooTest {
  static Stream<ZooEntry> entries() {
    return Zoo.entries().stream();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void holdsWhatTheGraphSays(ZooEntry entry) {
    Preprocessing preprocessing = entry.preprocessing();
    Graph graph =
        Architectures.named(entry.architecture())
            .build(
                new ImageInput(
                    preprocessing.cropPixels(), preprocessing.mean(), preprocessing.deviation()),
                entry.classCount());

    long statistics =
        graph.parameters().stream()
            .filter(parameter -> parameter.name().contains(".running_"))
            .mapToLong(parameter -> parameter.shape().elements())
            .sum();
    long all = graph.parameters().stream().mapToLong(p -> p.shape().elements()).sum();
    assertThat(all - statistics).isEqualTo(entry.parameters());
    assertThat(MultiplyAdds.giga(graph)).isCloseTo(entry.gigaMultiplyAdds(), within(0.001));
    assertThat(graph.outputs().keySet().stream().map(FeatureTap::new))
        .startsWith(FeatureTap.PENULTIMATE, FeatureTap.POOLED);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void isComplete(ZooEntry entry) {
    boolean ours = entry.weights().startsWith("fe4j_");
    assertThat(entry.source().getScheme()).isEqualTo(ours ? "classpath" : "https");
    assertThat(entry.source().toString())
        .contains(ours ? entry.sha256().substring(0, 8) : entry.sha256());
    assertThat(entry.fileSizeMebibytes()).isGreaterThan(1);
    assertThat(entry.license()).isNotBlank();
    assertThat(entry.trainingData()).isNotBlank();
    assertThat(entry.accuracy().isEmpty()).as("no published figure").isEqualTo(ours);
    assertThat(entry.accuracy().values()).allSatisfy(a -> assertThat(a).isBetween(30.0, 100.0));
  }

  @Test
  void givesEachArchitectureOneDefault() {
    assertThat(entries().filter(ZooEntry::isDefault).map(ZooEntry::architecture))
        .containsExactlyInAnyOrderElementsOf(
            Architectures.all().stream().map(Architecture::name).collect(Collectors.toList()));
  }

  @Test
  void neverAnswersABareNameWithWeightsOfTheProject() {
    assertThat(entries().filter(entry -> entry.weights().startsWith("fe4j_")))
        .noneMatch(ZooEntry::isDefault);
  }

  @ParameterizedTest
  @CsvSource({
    "resnet50, resnet50.imagenet1k_v2",
    "resnet50.imagenet1k_v1, resnet50.imagenet1k_v1",
    "vit_h_14, vit_h_14.imagenet1k_swag_e2e_v1",
    "squeezenet1_1, squeezenet1_1.imagenet1k_v1",
    "clip_vit_b32, clip_vit_b32.openai",
  })
  void resolvesNames(String name, String fullName) {
    assertThat(Zoo.entry(name).name()).isEqualTo(fullName);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "resnet5O | Unknown backbone \"resnet5O\". Did you mean \"resnet50\"? Zoo.names() lists all.",
        "ViT-B/32 | Unknown backbone \"ViT-B/32\". Did you mean \"vit_b_32\"? Zoo.names() lists all.",
        "llama | Unknown backbone \"llama\". Zoo.names() lists all.",
        "resnet50.imagenet1k_v3 | resnet50 has no weights \"imagenet1k_v3\";"
            + " there are: resnet50.imagenet1k_v1, resnet50.imagenet1k_v2",
      })
  void namesWhatMayHaveBeenMeant(String name, String message) {
    assertThatThrownBy(() -> Zoo.entry(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
