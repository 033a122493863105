package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of torchvision's weights say what torchvision 0.26 says in its weight enums. */
class TorchvisionCatalogueTest {
  private static final ImmutableList<JsonObject> PUBLISHED = read();

  private static ImmutableList<JsonObject> read() {
    try (InputStream file =
            TorchvisionCatalogueTest.class.getResourceAsStream("torchvision.json.gz");
        InputStream text = new GZIPInputStream(file)) {
      return JsonParser.parseReader(new InputStreamReader(text, StandardCharsets.UTF_8))
          .getAsJsonArray()
          .asList()
          .stream()
          .map(JsonElement::getAsJsonObject)
          .collect(ImmutableList.toImmutableList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<JsonObject> published() {
    return PUBLISHED.stream();
  }

  private static String name(JsonObject published) {
    return published.get("model").getAsString()
        + "."
        + published.get("weights").getAsString().toLowerCase(Locale.ROOT);
  }

  @Test
  void hasEachOfTorchvisionsWeightsAndNoOthersOfItsServer() {
    assertThat(published().map(TorchvisionCatalogueTest::name))
        .hasSize(115)
        .containsExactlyInAnyOrderElementsOf(
            Zoo.entries().stream()
                .filter(entry -> "download.pytorch.org".equals(entry.source().getHost()))
                .map(ZooEntry::name)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("published")
  void saysWhatTorchvisionSays(JsonObject published) {
    ZooEntry entry = Zoo.entry(name(published));
    assertThat(entry.source()).hasToString(published.get("url").getAsString());
    assertThat(entry.preprocessing()).isEqualTo(preprocessing(published));
    assertThat(entry.parameters()).isEqualTo(published.get("numParams").getAsLong());
    assertThat(entry.gigaMultiplyAdds()).isEqualTo(published.get("gflops").getAsDouble());
    assertThat(entry.fileSizeMebibytes()).isEqualTo(published.get("fileSizeMb").getAsDouble());
    assertThat(entry.accuracy()).isEqualTo(accuracy(published));
    assertThat(entry.isDefault()).isEqualTo(published.get("default").getAsBoolean());
    assertThat(entry.license())
        .isEqualTo(
            published.get("license").isJsonNull()
                ? "none stated; torchvision itself is BSD-3-Clause"
                : "CC BY-NC 4.0, " + published.get("license").getAsString());
  }

  @ParameterizedTest
  @MethodSource("published")
  void worksAtTheSmallestSizeThatTorchvisionStates(JsonObject published) {
    int size = published.getAsJsonArray("minSize").get(0).getAsInt();
    ImageInput input =
        new ImageInput(size, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_DEVIATION);
    Graph graph = Architectures.named(published.get("model").getAsString()).build(input, 10);
    assertThat(graph.output("logits").shape()).isEqualTo(Shape.of(10));
  }

  private static Preprocessing preprocessing(JsonObject published) {
    String interpolation = published.get("interpolation").getAsString();
    return Preprocessing.of(
        only(published.getAsJsonArray("resize")),
        only(published.getAsJsonArray("crop")),
        Interpolation.valueOf(interpolation.replace("InterpolationMode.", "")),
        doubles(published.getAsJsonArray("mean")),
        doubles(published.getAsJsonArray("std")));
  }

  private static int only(JsonArray array) {
    assertThat(array).hasSize(1);
    return array.get(0).getAsInt();
  }

  private static ImmutableList<Double> doubles(JsonArray array) {
    return array.asList().stream()
        .map(JsonElement::getAsDouble)
        .collect(ImmutableList.toImmutableList());
  }

  /** A figure that torchvision does not know is NaN there, and no figure here. */
  private static ImmutableMap<String, Double> accuracy(JsonObject published) {
    ImmutableMap.Builder<String, Double> figures = ImmutableMap.builder();
    for (Map.Entry<String, JsonElement> benchmark :
        published.getAsJsonObject("accuracy").entrySet()) {
      for (Map.Entry<String, JsonElement> figure :
          benchmark.getValue().getAsJsonObject().entrySet()) {
        double percent = figure.getValue().getAsDouble();
        if (!Double.isNaN(percent)) {
          figures.put(benchmark.getKey() + " " + figure.getKey(), percent);
        }
      }
    }
    return figures.buildOrThrow();
  }
}
