package org.fe4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.fe4j.Evaluation;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.examples.quickstart.SmallData;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.feature.NpyFile;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.report.JsonReport;
import org.fe4j.metrics.report.ReportDirectory;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.ArchitectureBackbone;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.checkpoint.ElementType;
import org.fe4j.zoo.checkpoint.SafetensorsWriter;
import org.fe4j.zoo.checkpoint.StoredTensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs every example as its reader would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {
  private static final String MODEL = "shufflenet_v2_x0_5.fe4j_formula_v1";

  private Path images = Path.of("");

  @BeforeAll
  void makeImages(@TempDir Path shared) throws IOException {
    images = SmallData.images(shared);
  }

  @Test
  void evaluateFolderPrintsAReport() throws IOException {
    String printed = printed(() -> EvaluateFolder.main(new String[] {MODEL, images.toString()}));
    assertThat(printed)
        .contains("mud_cracks")
        .contains("accuracy")
        .contains("shufflenet_v2_x0_5.fe4j_formula_v1");
  }

  @Test
  void evaluateListPrintsItsPartsAndAReport() throws IOException {
    StringBuilder rows = new StringBuilder("path,label,split\n");
    for (String id : ids()) {
      String split = id.endsWith("0.png") ? "test" : "train";
      rows.append("%s,%s,%s\n".formatted(id, id.substring(0, id.indexOf('/')), split));
    }
    Path list = Files.writeString(images.resolve("rocks.csv"), rows);
    String printed = printed(() -> EvaluateList.main(new String[] {MODEL, list.toString()}));
    assertThat(printed).startsWith("[test, train]").contains("rocks-train: 27 images, 3 classes");
  }

  @Test
  void evaluateMemoryImagesPrintsAReport() throws IOException {
    String printed = printed(() -> EvaluateMemoryImages.main(new String[] {MODEL, "5"}));
    assertThat(printed).contains("mud_cracks").contains("drawn: 50 images, 10 classes");
  }

  @Test
  void evaluateOwnDatasetPrintsAReport(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rocks.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String id : ids()) {
        zip.putNextEntry(new ZipEntry(id));
        Files.copy(images.resolve(id), zip);
      }
    }
    String printed = printed(() -> EvaluateOwnDataset.main(new String[] {MODEL, file.toString()}));
    assertThat(printed).contains("mud_cracks").contains("rocks.zip: 30 images, 3 classes");
  }

  @Test
  void compareBackbonesPrintsAComparisonAndWritesItsFiles(@TempDir Path out) throws IOException {
    String printed =
        printed(
            () -> CompareBackbones.main(new String[] {MODEL, out.toString(), images.toString()}));
    assertThat(printed).contains("Comparison of 1 model on 1 data set", MODEL);
    assertThat(out.resolve("report.html")).content().contains("<svg", MODEL);
    assertThat(out.resolve("results.json")).isNotEmptyFile();
    assertThat(out.resolve("cells")).isDirectoryContaining("glob:**.json");
  }

  @Test
  void ownMetricPrintsItsFigureAndInterval() throws IOException {
    String printed = printed(() -> OwnMetric.main(new String[] {MODEL, images.toString()}));
    assertThat(printed).matches("(?s)0\\.\\d+ Optional\\[Interval.*|1\\.0 Optional.*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PyTorch", "TensorFlow"})
  void chooseEnginePrintsAReportAndHowNearFeaturesAre(String engine) throws IOException {
    String printed =
        printed(() -> ChooseEngine.main(new String[] {MODEL, images.toString(), engine}));
    assertThat(printed)
        .contains("BF16 on CPU")
        .containsPattern("smallest cosine of an image: 0\\.999\\d+");
  }

  @Test
  void classCountAndSizePrintsThreeScoresAndATrend() throws IOException {
    String printed =
        printed(() -> ClassCountAndSize.main(new String[] {MODEL, images.toString(), "2", "32"}));
    assertThat(printed.lines().filter(line -> line.matches(".*: (0\\.\\d+|1\\.0)"))).hasSize(3);
    assertThat(printed).contains("2 of 3 classes", "32 pixels", "upscaling");
  }

  @Test
  void reproduceReportFindsTheSame(@TempDir Path out) throws IOException {
    MetricsReport report = Evaluation.of(MODEL).on(ImageFolder.of(images)).folds(3).run();
    ReportDirectory.write(report, out);
    String json = out.resolve("report.json").toString();
    String printed = printed(() -> ReproduceReport.main(new String[] {json}));
    assertThat(printed).contains("Reproduced: all 30 predictions are the same to the bit.", "true");
  }

  @Test
  void paperTableHasAllModelsAndThePublishedFigures(@TempDir Path folder) throws IOException {
    // Stands for a public data set of the source by its name; one of the sixteen has weights.
    Path named = Files.createDirectories(folder.resolve("geological_images"));
    for (String id : ids()) {
      // In parts, which the paper joins.
      Path file = named.resolve(id.endsWith("0.png") ? "test" : "train").resolve(id);
      Files.createDirectories(file.getParent());
      Files.copy(images.resolve(id), file);
    }
    Path weights = Files.createDirectories(folder.resolve("weights"));
    SmallData.weights(weights.resolve("squeezenet1_1.safetensors"), "squeezenet1_1");
    String printed =
        printed(
            () ->
                PaperTable.main(
                    new String[] {
                      weights.toString(), folder.resolve("out").toString(), named.toString()
                    }));
    assertThat(printed.lines()).hasSize(18); // Header, line, 16 models.
    assertThat(printed)
        .contains("| clip_vit_b32 | n/a | 0.93 | n/a | 0.84 | n/a | 0.92 |")
        .contains("| alexnet | n/a |  | n/a |  | n/a |  |")
        .containsPattern("\\| squeezenet1_1 \\| \\d\\.\\d{3} \\|");
    try (Stream<Path> cells = Files.list(folder.resolve("out"))) {
      MetricsReport report = JsonReport.read(cells.findFirst().orElseThrow());
      assertThat(report.predictions().size()).isEqualTo(30);
      assertThat(report.folds()).hasSize(5);
    }
  }

  private List<String> ids() {
    ImageFolder folder = ImageFolder.of(images);
    return IntStream.range(0, folder.size()).mapToObj(folder::id).toList();
  }

  @Test
  void evaluateCustomBackbonePrintsAReport(@TempDir Path folder) throws IOException {
    // (N, 3, 128, 128) normalised floats to 3 * 8 * 8 means.
    Path file =
        TinyTorchScript.write(
            folder.resolve("means.pt"),
            "return torch.flatten(torch.adaptive_avg_pool2d(x, [8, 8]), 1, -1)");
    String printed =
        printed(
            () ->
                EvaluateCustomBackbone.main(
                    new String[] {file.toString(), "192", images.toString()}));
    assertThat(printed)
        .contains("backbone        ours")
        .contains("192 values")
        .contains("crop 128");
  }

  @Test
  void evaluateCustomArchitecturePrintsAReport(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("small_net.safetensors");
    writeRandomWeights(file);
    String printed =
        printed(
            () ->
                EvaluateCustomArchitecture.main(new String[] {file.toString(), images.toString()}));
    assertThat(printed)
        .contains("backbone        small_net (small_net.safetensors)")
        .contains("penultimate (24 values)")
        .contains("crop 128");
  }

  private static void writeRandomWeights(Path file) throws IOException {
    ImageInput input =
        new ImageInput(128, Preprocessing.IMAGENET_MEAN, ImmutableList.of(1., 1., 1.));
    List<StoredTensor> tensors =
        new EvaluateCustomArchitecture.SmallNet("small_net", 24)
            .build(input, 10).storedParameters().values().stream()
                .map(p -> new StoredTensor(p.name(), ElementType.FLOAT32, p.shape().sizes()))
                .toList();
    SplittableRandom random = new SplittableRandom(1);
    SafetensorsWriter.write(
        file,
        tensors,
        (name, begin, target, offset, count) -> {
          for (int i = offset; i < offset + count; i++) {
            // Variances must be positive; the rest is centred.
            target[i] = (float) random.nextDouble(name.endsWith("running_var") ? 0.5 : -0.3, 0.6);
          }
        });
  }

  @Test
  void extractFeaturesPrintsTheirSizeAndWritesThem(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("features.csv");
    String[] arguments = {MODEL, images.toString(), file.toString()};
    String printed = printed(() -> ExtractFeatures.main(arguments));
    assertThat(Files.readAllLines(file)).hasSize(31);
    assertThat(printed)
        .contains("30 images, 1024 values each")
        .containsPattern("bedding/0\\.png looks most like \\S+\\.png");
  }

  @Test
  void firstFeaturesTellStripesFromDiscs(@TempDir Path folder) throws IOException {
    DrawPictures.main(new String[] {folder.toString()});
    String stripes = folder.resolve("stripes.png").toString();
    String tilted = folder.resolve("tilted.png").toString();
    String discs = folder.resolve("discs.png").toString();

    String printed =
        printed(() -> FirstFeatures.main(new String[] {MODEL, stripes, stripes, tilted, discs}));

    List<String> lines = printed.lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("1024 values, from [");
    assertThat(lines.get(1)).isEqualTo("1.0000 " + stripes);
    assertThat(likeness(lines.get(2))).isLessThan(1).isGreaterThan(likeness(lines.get(3)) + 0.1);
  }

  private static double likeness(String line) {
    return Double.parseDouble(line.substring(0, line.indexOf(' ')));
  }

  @Test
  void fromPythonComparesWithWhatNumpyWrote(@TempDir Path folder) throws IOException {
    Path weights = folder.resolve("squeezenet1_1.safetensors");
    SmallData.weights(weights, "squeezenet1_1");
    // Stands for Python's: the same features, of bicubic pictures as the example's are.
    Path python = folder.resolve("python.npy");
    Backbone backbone =
        ArchitectureBackbone.of(
            Architectures.named("squeezenet1_1"),
            weights,
            Preprocessing.of(
                235,
                224,
                Interpolation.BICUBIC,
                Preprocessing.IMAGENET_MEAN,
                Preprocessing.IMAGENET_DEVIATION),
            BackboneKind.CONVOLUTIONAL,
            1000);
    try (FeatureExtractor extractor =
        FeatureExtractor.builder(backbone).open(ProgressListener.NONE)) {
      NpyFile.write(extractor.extract(ImageFolder.of(images), ProgressListener.NONE), python);
    }
    String[] arguments = {
      "squeezenet1_1", weights.toString(), images.toString(), python.toString()
    };

    assertThat(printed(() -> FromPython.main(arguments)))
        .startsWith("30 images, smallest cosine 1.0000000, largest difference 0.0e+00 of");
  }

  @Test
  void evaluateFeaturesReadsWhatExtractFeaturesWrote(@TempDir Path folder) throws IOException {
    String file = folder.resolve("features.parquet").toString();
    printed(() -> ExtractFeatures.main(new String[] {MODEL, images.toString(), file}));
    assertThat(printed(() -> EvaluateFeatures.main(new String[] {file, file})))
        .contains("read from features.parquet: 30 x 1024 float32", MODEL)
        .contains("first", "second")
        .contains("30 x 1024]");
  }

  @Test
  void describeDatasetPrintsATableAndWritesThePage(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("rocks.html");
    String printed =
        printed(() -> DescribeDataset.main(new String[] {images.toString(), page.toString()}));
    assertThat(printed)
        .contains("images            30 in 3 classes")
        .contains("mud_cracks        10  ##############################")
        .contains("together: [0, 1, 2,");
    assertThat(page).content().startsWith("<!doctype html>").contains("mud_cracks");
  }

  private interface Program {
    void run() throws IOException;
  }

  private static String printed(Program program) throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      program.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
