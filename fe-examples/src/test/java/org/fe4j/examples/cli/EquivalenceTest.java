package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.examples.quickstart.SmallData;
import org.fe4j.examples.quickstart.TextureImages;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fe verify --engines}: runs of the same backbone beside each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EquivalenceTest {
  private Path images = Path.of("");
  private Path weights = Path.of("");

  @BeforeAll
  void makeData(@TempDir Path shared) throws IOException {
    images = SmallData.images(shared);
    weights = Files.createDirectories(shared.resolve("weights"));
    SmallData.weights(weights.resolve(SmallData.BACKBONE + ".safetensors"), SmallData.BACKBONE);
  }

  private static FeRun verify(Path out, String... more) {
    List<String> arguments = new ArrayList<>(List.of("verify", "--out", out.toString()));
    arguments.addAll(List.of(more));
    return FeRun.of(arguments.toArray(String[]::new));
  }

  private static JsonObject json(Path out) throws IOException {
    return JsonParser.parseString(Files.readString(out.resolve("equivalence.json")))
        .getAsJsonObject();
  }

  private static JsonArray runs(JsonObject json) {
    return json.getAsJsonArray("backbones").get(0).getAsJsonObject().getAsJsonArray("runs");
  }

  private static double figure(JsonArray runs, int run, String of, String name) {
    return runs.get(run).getAsJsonObject().getAsJsonObject(of).get(name).getAsDouble();
  }

  @Test
  void theSameTwiceIsTheSameAndAnotherPrecisionIsNot(@TempDir Path out) throws IOException {
    // Where the images of the quick start would be, there are fewer: those are not made then.
    Files.createDirectories(out.resolve("images"));
    copy(images, out.resolve("images").resolve(TextureImages.VERSION));

    FeRun run = verify(out, "--engines", "PyTorch,PyTorch", "--precisions", "fp32,bf16");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("Wrote equivalence.md and equivalence.json to " + out);
    assertThat(run.out())
        .startsWith("shufflenet_v2_x0_5.fe4j_formula_v1 on 30 images of textures-v1")
        .contains("reference", "not judged", "ok")
        .endsWith("4 of 4 runs went through, 0 failed" + System.lineSeparator());
    JsonObject json = json(out);
    JsonArray runs = runs(json);
    assertThat(runs).hasSize(4);
    for (int same : new int[] {0, 2}) {
      assertThat(figure(runs, same, "features", "smallestCosine")).isEqualTo(1);
      assertThat(figure(runs, same, "features", "largestDifference")).isZero();
      assertThat(figure(runs, same, "predictions", "changed")).isZero();
    }
    // Measured 0.99989 over these images, 0.99981 over all of the quick start.
    assertThat(figure(runs, 1, "features", "smallestCosine")).isBetween(0.999, 0.99999);
    assertThat(figure(runs, 1, "features", "largestDifference")).isPositive();
    assertThat(runs.get(3).getAsJsonObject().get("features"))
        .as("bfloat16 twice")
        .isEqualTo(runs.get(1).getAsJsonObject().get("features"));
    assertThat(figure(runs, 1, "predictions", "images")).isEqualTo(30);
    assertThat(runs.get(0).getAsJsonObject().get("millisecondsPerImage").getAsDouble())
        .isPositive();
    assertThat(runs.get(1).getAsJsonObject().getAsJsonObject("provenance").get("precision"))
        .hasToString("\"BF16 on CPU\"");
    assertThat(json.getAsJsonObject("environment").keySet())
        .contains("processor", "JDK", "engines", "validation", "head");
    assertThat(out.resolve("equivalence.md"))
        .content()
        .contains("| PyTorch fp32 | 1.0000000 | 1.0000000 | 0.00e+00 |", "- JDK: ", "PyTorch 2.");
  }

  @Test
  void tensorFlowGivesWhatPyTorchDoes(@TempDir Path out) throws IOException {
    FeRun run =
        verify(
            out,
            "--engines",
            "PyTorch,TensorFlow",
            "--precisions",
            "fp32,bf16,fp16",
            "--data",
            images.toString());

    assertThat(run.exitCode()).as(run.out()).isZero();
    JsonArray runs = runs(json(out));
    int single = 3;
    assertThat(figure(runs, single, "features", "smallestCosine")).isGreaterThan(0.999999);
    assertThat(figure(runs, single, "predictions", "changed")).isZero();
    assertThat(figure(runs, single + 1, "features", "smallestCosine")).isBetween(0.999, 0.99999);
    assertThat(runs.get(single + 2).getAsJsonObject().get("reason").getAsString())
        .startsWith("On TensorFlow a backbone runs in fp32 or, on a CPU, in bf16; FP16 on a CPU");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void whatAnEngineRefusesIsARowAndNotTheEnd(@TempDir Path out) throws IOException {
    FeRun run =
        verify(
            out,
            "--engines",
            "NoSuch,PyTorch",
            "--precisions",
            "bf16",
            "--models",
            SmallData.BACKBONE,
            "--weights-dir",
            weights.toString(),
            "--data",
            images.toString());

    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.out())
        .containsPattern("NoSuch bf16 .* not run: No engine \"NoSuch\" on the class path; there is")
        .containsPattern("PyTorch bf16 .* reference")
        .contains("1 of 2 runs went through, 0 failed");
    JsonArray runs = runs(json(out));
    assertThat(runs.get(0).getAsJsonObject().get("reason").getAsString()).contains("NoSuch");
    assertThat(runs.get(0).getAsJsonObject().get("reference").getAsBoolean()).isFalse();
    assertThat(runs.get(1).getAsJsonObject().get("reference").getAsBoolean()).isTrue();
  }

  @Test
  void failsWhereNothingRuns(@TempDir Path out) throws IOException {
    FeRun run =
        verify(out, "--engines", "NoSuch,Other", "--device", "cpu", "--data", images.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("NoSuch fp32 .* FAILED: No engine")
        .containsPattern("Other fp32 .* FAILED: No engine")
        .contains("0 of 2 runs went through, 2 failed");
    assertThat(out.resolve("equivalence.md")).content().contains("FAILED: No engine \"Other\"");
  }

  @Test
  void refusesImagesThatCannotBeDividedBeforeTheyAreExtracted(@TempDir Path out)
      throws IOException {
    Path few = out.resolve("few");
    for (String name : List.of("bedding", "sandstone")) {
      Files.createDirectories(few.resolve(name));
      Files.copy(images.resolve(name).resolve("0.png"), few.resolve(name).resolve("0.png"));
    }
    FeRun run =
        verify(out, "--engines", "PyTorch", "--precisions", "fp32,bf16", "--data", few.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("bedding", "sandstone");
    assertThat(out.resolve("equivalence.md")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--engines A,B --goldens x | --engines compares runs with each other, but --goldens belongs",
        "--engines A,B --only x | but --only belongs to a comparison with reference values",
        "--engines A,B --engine A | but --engine belongs",
        "--engines A,B --precision fp32 | but --precision belongs",
        "--precisions fp32,bf16 | --precisions goes with --engines NAME,NAME,...",
        "--models alexnet | --models goes with --engines",
        "--data x | --data goes with --engines",
        "--engines PyTorch | PyTorch fp32 alone has nothing to be compared with: name another",
        "--engines A,B --precisions fp8 | fp8",
        "--engines A,B --models alxnet | Did you mean \"alexnet\"",
        "--engines A,B --weights-dir no/such | --weights-dir must be a folder",
      })
  void refusesWhatDoesNotGoTogether(String arguments, String message) {
    FeRun run = FeRun.of(("verify " + arguments).split(" ", -1));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message).contains("Try 'fe verify --help'");
  }
}
