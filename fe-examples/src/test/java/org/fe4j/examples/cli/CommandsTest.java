package org.fe4j.examples.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.fe4j.backbone.Backbones;
import org.fe4j.examples.quickstart.SmallData;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.feature.NpyFile;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.Preprocessor;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.report.JsonReport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command on a small folder of images, with weights that are random. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {
  private Path images = Path.of("");
  private Path weights = Path.of("");

  @BeforeAll
  void makeData(@TempDir Path shared) throws IOException {
    images = SmallData.images(shared);
    weights = SmallData.weights(shared);
  }

  @Test
  void evaluatePrintsTheReportAndWritesItsFiles(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("new/report");
    FeRun run =
        FeRun.of(
            "evaluate",
            "--model",
            SmallData.BACKBONE,
            "--weights",
            weights.toString(),
            "--data",
            images.toString(),
            "--folds",
            "3",
            "--tap",
            "pooled",
            "--seed",
            "7",
            "--precision",
            "fp32",
            "--device",
            "cpu",
            "--engine",
            "PyTorch",
            "--store",
            folder.resolve("store").toString(),
            "--out",
            out.toString());
    assertThat(run.err()).contains("Wrote report.html and other files to " + out);
    assertThat(run.exitCode()).isZero();
    MetricsReport report = JsonReport.read(out.resolve("report.json"));
    assertThat(run.out().strip()).isEqualTo(report.toString().strip());
    assertThat(report.folds()).hasSize(3);
    assertThat(report.provenance()).containsEntry("tap", "pooled (1024 values)");
    assertThat(out.resolve("report.md")).content().contains("mud_cracks");
    assertThat(out.resolve("report.tex")).content().contains("mud");
    assertThat(out.resolve("report.html")).content().contains("mud_cracks", "<svg", "data:image/");
    assertThat(Files.readAllLines(out.resolve("predictions.csv"))).hasSize(31);
  }

  @Test
  void evaluateNamesTheModelThatWasMeant() {
    FeRun run = FeRun.of("evaluate", "--model", "shufflenet_v2_x05", "--data", images.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("Unknown backbone \"shufflenet_v2_x05\"")
        .contains("Did you mean \"shufflenet_v2_x0_5\"")
        .contains("'fe models' lists all")
        .contains("Try 'fe evaluate --help'");
  }

  @Test
  void evaluateRefusesATapThatTheBackboneLacks() {
    FeRun run =
        FeRun.of(
            "evaluate",
            "--model",
            "squeezenet1_1",
            "--tap",
            "pre_projection",
            "--data",
            images.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("squeezenet1_1 has no tap \"pre_projection\"")
        .contains("penultimate");
  }

  @Test
  void whatGoesWrongIsOneParagraphUnlessTheStackTraceIsAskedFor() {
    String[] arguments = {"evaluate", "--model", "squeezenet1_1", "--data", "no/such/folder"};
    FeRun run = FeRun.of(arguments);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("fe: ").contains("no/such/folder").doesNotContain("\tat ");

    FeRun traced = FeRun.of("evaluate", "--stacktrace", "--model", "alexnet", "--data", "no/such");
    assertThat(traced.exitCode()).isEqualTo(1);
    assertThat(traced.err()).contains("\tat org.fe4j");
  }

  @Test
  void missingWeightsFileIsNamed() {
    FeRun run =
        FeRun.of(
            "evaluate",
            "--model",
            SmallData.BACKBONE,
            "--weights",
            "no/such.pth",
            "--data",
            images.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no/such.pth").doesNotContain("\tat ");
  }

  @Test
  void extractWritesAMatrixAndTheTableOfItsRows(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("features.npy");
    FeRun run =
        FeRun.of(
            "extract",
            "--model",
            SmallData.BACKBONE,
            "--weights",
            weights.toString(),
            "--data",
            images.toString(),
            "--out",
            out.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("30 x 1024 float32");
    DenseFeatures features = NpyFile.read(out);
    assertThat(features.rows()).isEqualTo(30);
    assertThat(features.dimension()).isEqualTo(1024);
    List<String> rows = Files.readAllLines(folder.resolve("features.csv"));
    assertThat(rows).hasSize(31).startsWith("path,label", "bedding/0.png,bedding");
    assertThat(rows.get(30)).isEqualTo("sandstone/9.png,sandstone");
  }

  @Test
  void extractRefusesAnotherEnding() {
    FeRun run =
        FeRun.of(
            "extract",
            "--model",
            SmallData.BACKBONE,
            "--data",
            images.toString(),
            "--out",
            "features.txt");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--out: Features are written to a file that ends in .npy, .csv, .parquet, .arff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet", "arff"})
  void extractWritesTheFormatThatTheEndingNames(String ending, @TempDir Path folder)
      throws IOException {
    Path out = folder.resolve("features." + ending);
    FeRun run =
        FeRun.of(
            "extract",
            "--model",
            SmallData.BACKBONE,
            "--weights",
            weights.toString(),
            "--data",
            images.toString(),
            "--out",
            out.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip()).isEqualTo(out + ": 30 x 1024 float32");
    String text = Files.readString(out, ISO_8859_1);
    switch (ending) {
      case "csv" -> assertThat(text).startsWith("path,label,f0,f1,").contains("bedding/0.png,");
      case "parquet" -> assertThat(text).startsWith("PAR1").endsWith("PAR1");
      default -> assertThat(text).contains("@attribute f1023 numeric\n@attribute label {bedding,");
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(out);
    }
  }

  @Test
  void preprocessWritesWhatTheModelSees(@TempDir Path folder) throws IOException {
    Path image = images.resolve("bedding").resolve("3.png");
    Path out = folder.resolve("crop.png");
    FeRun run =
        FeRun.of("preprocess", "--model", "squeezenet1_1", image.toString(), "--out", "" + out);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    byte[] expected =
        Preprocessor.of(Backbones.named("squeezenet1_1").preprocessing())
            .apply(ImageDecoder.standard().decode(Files.readAllBytes(image), "image"));
    BufferedImage written = ImageIO.read(out.toFile());
    assertThat(written.getWidth()).isEqualTo(224);
    int[] rgb = written.getRaster().getPixels(0, 0, 224, 224, (int[]) null);
    byte[] bytes = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      bytes[i] = (byte) rgb[i];
    }
    assertThat(bytes).isEqualTo(expected);
  }

  @Test
  void preprocessNamesTheFileThatIsNoImage(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("notes.jpg"), "not an image at all");
    Path out = folder.resolve("crop.png");
    FeRun run = FeRun.of("preprocess", "--model", "alexnet", text.toString(), "--out", "" + out);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("notes.jpg");
    assertThat(out).doesNotExist();
  }

  @Test
  void pullSaysWhatToDoOffline() {
    // The tests of this module run offline; what a download does is tested where it is written.
    FeRun run = FeRun.of("pull", "squeezenet1_1");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("squeezenet1_1").contains("offline");
  }

  @Test
  void pullTellsTheChecksumWhereThePublisherGivesNone(@TempDir Path cache) throws IOException {
    Path file =
        Files.createDirectories(cache.resolve("weights")).resolve("siglip_b16.webli.safetensors");
    Files.writeString(file, "weights");
    String before = System.getProperty("fe4j.cache");
    System.setProperty("fe4j.cache", cache.toString());
    try {
      FeRun run = FeRun.of("pull", "siglip_b16");
      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).isEqualTo(file + System.lineSeparator());
      assertThat(run.err())
          .contains("The publisher of siglip_b16.webli gives no checksum")
          .contains(Hashing.sha256().hashString("weights", UTF_8).toString());
    } finally {
      if (before == null) {
        System.clearProperty("fe4j.cache");
      } else {
        System.setProperty("fe4j.cache", before);
      }
    }
  }

  @Test
  void pullNamesTheModelThatWasMeant() {
    FeRun run = FeRun.of("pull", "resnet5O");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Did you mean \"resnet50\"").contains("fe pull --help");
  }
}
