package org.fe4j.zoo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.Compilers;
import org.fe4j.zoo.FittedWeights;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.compiler.Passes;
import org.fe4j.zoo.graph.Graph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The mean of DINOv2's patch tokens against timm's, for the weights and images of the goldens; they
 * themselves have the class token only.
 */
class DinoV2TapsTest {

  @ParameterizedTest
  @ValueSource(strings = {"dinov2_vits14", "dinov2_vitb14_reg"})
  void meansPatchTokensWithoutClassTokenAndRegisters(String id) throws Exception {
    Golden golden = Goldens.project(id);
    FittedWeights weights = FittedWeights.of(Architectures.named(id), GoldenWeights.of(golden));
    ImageInput input = new ImageInput(golden.sizePixels(), golden.mean(), golden.deviation());
    Graph graph =
        Passes.standard().run(weights.graph(input, 0).only(FeatureTap.CLASS_AND_PATCH_MEAN.name()));
    try (CompiledGraph compiled =
        CompiledGraph.of(
            graph,
            weights.checkpoint(),
            new RunTarget(Compilers.forEngine("PyTorch"), DeviceKind.CPU, Precision.FP32))) {
      float[] values =
          compiled.forward(GoldenImages.both(golden.sizePixels()), golden.sizePixels());

      int width = golden.featureDimension();
      assertThat(values).hasSize(GoldenImages.COUNT * 2 * width);
      double allowed = Tolerance.of(golden, Precision.FP32).features();
      assertThat(Tolerance.relativeError(rows(values, 0, width), golden.features()))
          .as("class token")
          .isLessThan(allowed);
      assertThat(Tolerance.relativeError(rows(values, width, width), patchMeans(id)))
          .as("mean of patch tokens")
          .isLessThan(allowed);
    }
  }

  private static ImmutableList<ImmutableList<Double>> rows(float[] values, int begin, int width) {
    ImmutableList.Builder<ImmutableList<Double>> rows = ImmutableList.builder();
    for (int image = 0; image < GoldenImages.COUNT; image++) {
      ImmutableList.Builder<Double> row = ImmutableList.builder();
      for (int i = 0; i < width; i++) {
        row.add((double) values[image * 2 * width + begin + i]);
      }
      rows.add(row.build());
    }
    return rows.build();
  }

  private static ImmutableList<ImmutableList<Double>> patchMeans(String id) throws IOException {
    try (Reader text =
        new InputStreamReader(
            new GZIPInputStream(
                DinoV2TapsTest.class.getResourceAsStream("/dinov2_patch_means.json.gz")),
            StandardCharsets.UTF_8)) {
      JsonObject json = JsonParser.parseReader(text).getAsJsonObject();
      ImmutableList.Builder<ImmutableList<Double>> rows = ImmutableList.builder();
      for (JsonElement row : json.getAsJsonArray(id)) {
        rows.add(
            row.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsDouble)
                .collect(ImmutableList.toImmutableList()));
      }
      return rows.build();
    }
  }
}
