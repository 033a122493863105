package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.download.RemoteFile;
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
  /** What a publisher counts although the graph does not hold it, or the other way round. */
  private record CountedOtherwise(double difference, String reason) {}

  private static final CountedOtherwise ALIKE = new CountedOtherwise(0, "counted alike");

  /** By architecture; one that is not here must have the parameters of its graph. */
  private static final ImmutableMap<String, CountedOtherwise> PARAMETERS =
      ImmutableMap.of(
          "inception_v3",
          new CountedOtherwise(
              3_326_696, "torchvision counts the auxiliary classifier, which only training needs"));

  /** By architecture, in billions; one that is not here must need what its graph needs. */
  private static final ImmutableMap<String, CountedOtherwise> MULTIPLY_ADDS =
      ImmutableMap.of(
          "swin_v2_t", positionBias(0.018662),
          "swin_v2_s", positionBias(0.038016),
          "swin_v2_b", positionBias(0.048845));

  private static CountedOtherwise positionBias(double difference) {
    return new CountedOtherwise(
        difference, "torchvision runs the network of the position bias for each image, we once");
  }

  /** One whose classifier was never published, and one whose figure could not be confirmed. */
  private static final Set<String> WITHOUT_ACCURACY =
      Set.of("vgg16.imagenet1k_features", "siglip_b16.webli");

  static Stream<ZooEntry> entries() {
    return Zoo.entries().stream();
  }

  /** What comparisons group by: how a backbone was trained plays no part in it. */
  @ParameterizedTest
  @MethodSource("entries")
  void saysWhatABackboneIsMadeOf(ZooEntry entry) {
    BackboneKind expected =
        entry.architecture().startsWith("maxvit")
            ? BackboneKind.HYBRID
            : entry.architecture().matches("(clip_)?vit_.*|clip_vit.*|swin_.*|dinov2_.*|siglip_.*")
                ? BackboneKind.TRANSFORMER
                : BackboneKind.CONVOLUTIONAL;
    assertThat(entry.kind()).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void holdsWhatTheGraphSays(ZooEntry entry) {
    Graph graph = graph(entry);
    long parameters =
        graph.storedParameters().values().stream()
            .filter(parameter -> !isBuffer(parameter.name()))
            .mapToLong(parameter -> parameter.shape().elements())
            .sum();
    CountedOtherwise more = PARAMETERS.getOrDefault(entry.architecture(), ALIKE);
    assertThat(entry.parameters() - parameters)
        .as(more.reason())
        .isEqualTo((long) more.difference());
    CountedOtherwise work = MULTIPLY_ADDS.getOrDefault(entry.architecture(), ALIKE);
    assertThat(entry.gigaMultiplyAdds() - MultiplyAdds.giga(graph))
        .as(work.reason())
        .isCloseTo(work.difference(), within(0.001));
  }

  /** Tensors of a checkpoint that are not trained. */
  private static boolean isBuffer(String parameter) {
    return parameter.contains(".running_") || parameter.endsWith("relative_coords_table");
  }

  @ParameterizedTest
  @MethodSource("entries")
  void namesTheTapsOfTheGraphWithTheirDimensions(ZooEntry entry) {
    Map<String, Integer> dimensions = new LinkedHashMap<>();
    graph(entry).outputs().forEach((tap, node) -> dimensions.put(tap, node.shape().size(0)));
    if (entry.name().equals("vgg16.imagenet1k_features")) {
      // The file's classifier holds no numbers.
      dimensions.keySet().retainAll(Set.of("pooled"));
    }
    Map<String, Integer> stated = new LinkedHashMap<>();
    entry.featureDimensions().forEach((tap, dimension) -> stated.put(tap.name(), dimension));
    // As lists: the default tap comes first.
    assertThat(List.copyOf(stated.entrySet())).isEqualTo(List.copyOf(dimensions.entrySet()));
  }

  private static Graph graph(ZooEntry entry) {
    Preprocessing preprocessing = entry.preprocessing();
    return Architectures.named(entry.architecture())
        .build(
            new ImageInput(
                preprocessing.cropPixels(), preprocessing.mean(), preprocessing.deviation()),
            entry.classCount());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void isComplete(ZooEntry entry) {
    boolean ours = entry.weights().startsWith("fe4j_");
    assertThat(entry.source().getScheme()).isEqualTo(ours ? "classpath" : "https");
    assertThat(entry.location().isEmpty()).isEqualTo(ours);
    assertThat(entry.fileSizeMebibytes()).isGreaterThan(1);
    assertThat(entry.license()).isNotBlank();
    assertThat(entry.trainingData()).isNotBlank();
    assertThat(entry.paper().toString()).matches("https://arxiv\\.org/abs/\\d{4}\\.\\d{4,5}");
    boolean unpublished = ours || WITHOUT_ACCURACY.contains(entry.name());
    assertThat(entry.accuracy().isEmpty()).as("no published figure").isEqualTo(unpublished);
    assertThat(entry.accuracy().values()).allSatisfy(a -> assertThat(a).isBetween(30.0, 100.0));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void knowsTheChecksumThatTheAddressHolds(ZooEntry entry) {
    if (entry.location().isEmpty()) {
      assertThat(entry.source().toString()).contains(entry.sha256().substring(0, 8));
    } else if (entry.family().equals("dinov2")) {
      assertThat(entry.sha256()).as("the whole, as others recorded it").hasSize(64);
    } else if (entry.family().equals("siglip")) {
      assertThat(entry.sha256()).as("published nowhere").isEmpty();
    } else {
      RemoteFile location = entry.location().orElseThrow();
      assertThat(RemoteFile.of(entry.source()).withSize(location.size())).isEqualTo(location);
      assertThat(location.size()).hasToString(sizeForPeople(entry));
    }
  }

  private static String sizeForPeople(ZooEntry entry) {
    return (entry.fileSizeMebibytes() + " MiB").replace(".0 ", " ");
  }

  @Test
  void givesEachFileANameOfItsOwn() {
    assertThat(entries().flatMap(entry -> entry.location().stream()).map(RemoteFile::fileName))
        .doesNotHaveDuplicates()
        .contains("resnet50-11ad3fa6.pth", "ViT-B-32-40d36571.pt")
        .contains("dinov2_vits14_pretrain-b938bf1b.pth", "siglip_b16.webli.safetensors");
  }

  @ParameterizedTest
  @MethodSource("entries")
  void derivesCommercialUseFromTheLicense(ZooEntry entry) {
    String license = entry.license();
    CommercialUse expected =
        license.startsWith("none stated")
            ? CommercialUse.UNSTATED
            : license.contains("NC") ? CommercialUse.FORBIDDEN : CommercialUse.PERMITTED;
    assertThat(entry.commercialUse()).isEqualTo(expected);
    assertThat(expected == CommercialUse.FORBIDDEN).isEqualTo(entry.weights().contains("_swag_"));
  }

  @Test
  void hasTheFamiliesOneAfterTheOther() {
    List<String> families = new ArrayList<>();
    for (ZooEntry entry : Zoo.entries()) {
      if (families.isEmpty() || !families.get(families.size() - 1).equals(entry.family())) {
        families.add(entry.family());
      }
    }
    assertThat(families).doesNotHaveDuplicates().containsExactlyElementsOf(Zoo.families());
    assertThat(families).hasSize(22).startsWith("alexnet", "vgg").endsWith("dinov2", "siglip");
    assertThat(Zoo.names()).hasSize(134).doesNotHaveDuplicates();
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
    "dinov2_vitb14_reg, dinov2_vitb14_reg.lvd142m",
    "regnet_y_128gf, regnet_y_128gf.imagenet1k_swag_e2e_v1",
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
