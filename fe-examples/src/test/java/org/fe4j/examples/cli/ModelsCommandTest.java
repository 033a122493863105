package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.fe4j.backbone.Backbones;
import org.fe4j.zoo.Zoo;
import org.fe4j.zoo.ZooEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsCommandTest {

  private static String out(String... arguments) {
    FeRun run = FeRun.of(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return run.out();
  }

  private static List<String> names(String table) {
    return table.lines().skip(1).map(line -> line.replaceFirst("[ *].*", "")).toList();
  }

  @Test
  void listsEveryBackboneOnceFamilyByFamily() {
    String table = out("models");
    assertThat(names(table))
        .startsWith(Zoo.names().toArray(new String[0]))
        .containsExactlyInAnyOrderElementsOf(Backbones.names());
    assertThat(table.lines()).allMatch(line -> line.length() < 120);
    assertThat(table)
        .containsPattern(
            "squeezenet1_1\\.imagenet1k_v1 \\* +224 +512 +1\\.2 M +0\\.35 +5 MiB  none stated"
                + " +unstated")
        .containsPattern("vit_h_14\\.imagenet1k_swag_e2e_v1 \\* +518 .*CC BY-NC 4\\.0 +forbidden");
  }

  @Test
  void listsASuiteInItsOrderWithInputAndLicence() {
    String table = out("models", "--suite", "paper");
    assertThat(names(table))
        .containsExactlyElementsOf(Zoo.suite("paper").stream().map(ZooEntry::name).toList());
    assertThat(table).containsPattern("efficientnet_v2_l.* 480 .*none stated +unstated");
  }

  @Test
  void narrowsByAllConditionsTogether() {
    assertThat(
            names(
                out(
                    "models",
                    "--family",
                    "dinov2",
                    "--max-parameters",
                    "90000000",
                    "--max-gflops",
                    "6.2",
                    "--commercial-use")))
        .containsExactly("dinov2_vits14.lvd142m");
    assertThat(names(out("models", "--suite", "paper", "--commercial-use")))
        .containsExactly("clip_vit_b32.openai", "clip_rn50.openai");
    assertThat(names(out("models", "--family", "vgg", "--commercial-use"))).isEmpty();
  }

  @Test
  void printsEveryFieldAsJson() {
    JsonArray all = JsonParser.parseString(out("models", "--json")).getAsJsonArray();
    assertThat(all.asList())
        .extracting(row -> row.getAsJsonObject().get("name").getAsString())
        .containsExactlyElementsOf(Zoo.names());
    for (JsonElement row : all) {
      assertThat(row.getAsJsonObject().keySet())
          .containsExactlyElementsOf(all.get(0).getAsJsonObject().keySet());
    }
    assertThat(JsonParser.parseString(out("models", "--json", "--family", "siglip")))
        .isEqualTo(
            JsonParser.parseString(
                """
                [{"name": "siglip_b16.webli", "architecture": "siglip_b16", "weights": "webli",
                  "default": true, "family": "siglip", "kind": "transformer",
                  "url": "https://huggingface.co/timm/vit_base_patch16_siglip_224.webli/resolve/main/model.safetensors",
                  "sha256": "",
                  "preprocessing": {"resizeMode": "shorter_side", "resizePixels": 248,
                    "cropPixels": 224, "interpolation": "bicubic",
                    "mean": [0.5, 0.5, 0.5], "deviation": [0.5, 0.5, 0.5]},
                  "featureDimensions": {"penultimate": 768, "pooled": 768},
                  "parameters": 92884224, "gigaMultiplyAdds": 17.708, "fileSizeMebibytes": 354.0,
                  "license": "Apache-2.0", "commercialUse": "permitted", "trainingData": "WebLI",
                  "paper": "https://arxiv.org/abs/2303.15343", "accuracy": {}}]
                """));
    assertThat(JsonParser.parseString(out("models", "--json", "--max-gflops", "0.001")))
        .isEqualTo(new JsonArray());
  }

  @Test
  void printsNumbersInJsonThatAreThoseOfTheCatalogue() {
    JsonObject vit =
        JsonParser.parseString(out("models", "--json", "--family", "vit"))
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject();
    ZooEntry entry = Zoo.entry("vit_b_16");
    assertThat(vit.getAsJsonObject("accuracy").get("ImageNet-1K acc@1").getAsDouble())
        .isEqualTo(entry.accuracy().get("ImageNet-1K acc@1"));
    assertThat(vit.get("parameters").getAsLong()).isEqualTo(entry.parameters());
    assertThat(vit.getAsJsonObject("featureDimensions").keySet())
        .containsExactly("penultimate", "pooled", "logits");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "--family | resnext | Unknown family \"resnext\". Did you mean \"resnet\"? There are: alexnet",
        "--suite | papr | Unknown suite \"papr\". Did you mean \"paper\"? There are: paper",
        "--max-gflops | 0 | maxGflops must be positive, but found 0.0",
      })
  void saysWhatWasNotUnderstood(String option, String value, String message) {
    FeRun run = FeRun.of("models", option, value);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message).contains("Try 'fe models --help'");
  }

  @Test
  void printsInOneFormatOnly() {
    FeRun run = FeRun.of("models", "--json", "--markdown");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--json").contains("mutually exclusive");
  }
}
