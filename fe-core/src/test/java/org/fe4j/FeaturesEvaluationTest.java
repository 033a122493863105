package org.fe4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.InputFormat;
import org.fe4j.backbone.Precision;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.dataset.MemoryImages;
import org.fe4j.export.ExportFormat;
import org.fe4j.export.FeatureColumns;
import org.fe4j.export.FeatureTable;
import org.fe4j.export.TestTables;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.feature.FeatureExtractorBuilder;
import org.fe4j.feature.TinyTorchScript;
import org.fe4j.feature.UnreadableImagePolicy;
import org.fe4j.head.NearestMeanTrainer;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.report.ReportDirectory;
import org.fe4j.progress.ProgressListener;
import org.fe4j.store.ElementType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Features that went through a file give what the images gave. */
class FeaturesEvaluationTest {
  private static final ImmutableList<String> CLASSES = ImmutableList.of("blue", "green", "red");

  @TempDir Path folder;

  @BeforeEach
  void paintNoisyColours() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    for (int c = 0; c < CLASSES.size(); c++) {
      Path images = Files.createDirectories(folder.resolve("images").resolve(CLASSES.get(c)));
      for (int i = 0; i < 20; i++) {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 64; pixel++) {
          int noise = random.nextInt(1 << 24);
          image.setRGB(pixel % 8, pixel / 8, random.nextInt(4) == 0 ? 0x80 << (8 * c) : noise);
        }
        ImageIO.write(image, "png", images.resolve("image%02d.png".formatted(i)).toFile());
      }
    }
    // A copy, of the same bytes, and an image that is none.
    Files.copy(
        folder.resolve("images/red/image03.png"), folder.resolve("images/red/image03-copy.png"));
    Files.writeString(folder.resolve("images/blue/image05.png"), "no picture");
  }

  private ImageFolder images() throws IOException {
    return ImageFolder.of(folder.resolve("images"));
  }

  private Backbone backbone(String name, int step) throws IOException {
    Path file =
        TinyTorchScript.write(
            folder.resolve(name + ".pt"),
            "v = torch.to(x, 6).reshape([-1, 192])",
            "w = torch.slice(v, 1, 0, 192, %d)".formatted(step),
            "return w");
    return CustomBackbone.builder(name, file, 8, 192 / step).input(InputFormat.PIXEL_BYTES).build();
  }

  private DatasetFeatures extract(Backbone backbone, ImageDataset images) throws IOException {
    FeatureExtractorBuilder settings =
        FeatureExtractor.builder(backbone).store(folder.resolve("store")).allowUnreadable(0.05);
    try (FeatureExtractor extractor = settings.open(ProgressListener.NONE)) {
      return extractor.extract(images, ProgressListener.NONE);
    }
  }

  private FeatureTable exported(Backbone backbone, ImageDataset images, ExportFormat format)
      throws IOException {
    Path file = folder.resolve(backbone.name() + format.extension());
    format.write(FeatureTable.of(extract(backbone, images), images), file);
    return FeatureTable.read(file);
  }

  private Evaluation<MetricsReport> direct(Backbone backbone, ImageDataset images) {
    return Evaluation.of(backbone).on(images).store(folder.resolve("store")).allowUnreadable(0.05);
  }

  private static void assertSameFigures(MetricsReport found, MetricsReport wanted) {
    assertThat(found.predictions()).isEqualTo(wanted.predictions());
    for (Metric metric : Metric.standard()) {
      // As objects: a figure that is not defined is so in both.
      assertThat(Double.valueOf(found.pooled(metric)))
          .as(metric.label())
          .isEqualTo(Double.valueOf(wanted.pooled(metric)));
    }
    assertThat(found.copies()).isEqualTo(wanted.copies());
    assertThat(found.skipped()).isEqualTo(wanted.skipped());
    assertThat(found.classNames()).isEqualTo(wanted.classNames());
  }

  static Stream<Protocol> protocols() {
    // The paper's own resizing would be other features.
    return Stream.of(
        Protocol.standard(), Protocol.paper(), Protocol.standard().withFolds(3).withSeed(7));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void parquetGivesTheFiguresOfTheImagesToTheLastDigit(Protocol protocol) throws IOException {
    Backbone backbone = backbone("pixels", 1);
    Protocol asPublished =
        protocol.resizing() == Resizing.AS_PUBLISHED
            ? protocol
            : protocol.withResizing(Resizing.AS_PUBLISHED);
    MetricsReport direct = direct(backbone, images()).protocol(asPublished).run();

    FeatureTable table = exported(backbone, images(), ExportFormat.PARQUET);
    MetricsReport read =
        Evaluation.ofFeatures(table).protocol(protocol).allowUnreadable(0.05).run();

    assertThat(direct.predictions().size()).isEqualTo(60);
    assertSameFigures(read, direct);
  }

  @Test
  void saysWhatWasReadAndWhatWasNotDone() throws IOException {
    FeatureTable table = exported(backbone("pixels", 1), images(), ExportFormat.PARQUET);
    MetricsReport report = Evaluation.ofFeatures(table).allowUnreadable(0.05).run();

    assertThat(report.provenance())
        .containsEntry("data set", "images: 61 images, 3 classes")
        .containsEntry("images used", "60")
        .containsEntry("backbone", "pixels")
        .containsEntry(
            "features",
            "read from pixels.parquet: 60 x 192 float32, sha256 %s; neither extracted nor checked here"
                .formatted(table.file().orElseThrow().sha256()))
        .containsEntry("tap (as stated with the features)", "penultimate (192 values)")
        .containsEntry("precision (as stated with the features)", "FP32 on CPU")
        .containsEntry("fe4j (as stated with the features)", Version.NAME)
        .containsEntry("fe4j", Version.NAME)
        .containsKeys(
            "weights sha256 (as stated with the features)",
            "compiler (as stated with the features)",
            "recipe sha256 (as stated with the features)");
    assertThat(report.protocol())
        .containsEntry(
            "copies",
            "images whose features are equal in every bit stay together; the images themselves were not compared");
    assertThat(report.protocol().get("resizing")).startsWith("done before, stated as: resize ");
    assertThat(report.pictures()).isEmpty();
    assertThat(report.toString()).contains("blue/image05.png", "read from pixels.parquet");
  }

  /** Only Parquet has room for what made the features, and for the images without any. */
  @ParameterizedTest
  @MethodSource("textFormats")
  void textFormatsGiveTheSameFiguresWhereNoImageIsBroken(ExportFormat format) throws IOException {
    Files.delete(folder.resolve("images/blue/image05.png"));
    Backbone backbone = backbone("pixels", 1);
    MetricsReport direct = direct(backbone, images()).run();
    FeatureTable table = exported(backbone, images(), format);
    assertSameFigures(Evaluation.ofFeatures(table).run(), direct);
    assertThat(Evaluation.ofFeatures(table).run().provenance())
        .containsEntry("origin of the features", "not stated");
  }

  static Stream<ExportFormat> textFormats() {
    return Stream.of(ExportFormat.CSV, ExportFormat.NPY);
  }

  @Test
  void theOrderOfRowsChangesNothing() throws IOException {
    Files.delete(folder.resolve("images/blue/image05.png"));
    ImageFolder images = images();
    Backbone backbone = backbone("pixels", 1);
    DatasetFeatures features = extract(backbone, images);
    List<Integer> order = new ArrayList<>(IntStream.range(0, images.size()).boxed().toList());
    java.util.Collections.reverse(order);
    float[] values = new float[features.rows() * features.dimension()];
    for (int row = 0; row < features.rows(); row++) {
      features.copyRow(order.get(row), values, row * features.dimension());
    }
    ImageDataset reversed = images.select(ImmutableIntArray.copyOf(order), "images");
    DatasetFeatures shuffled =
        DatasetFeatures.of(
            DenseFeatures.of(features.rows(), features.dimension(), values),
            ImmutableIntArray.copyOf(IntStream.range(0, features.rows())),
            ImmutableList.of(),
            0);
    // A cluster's file: rows in any order, and nothing that states one.
    Path file = folder.resolve("shuffled.csv");
    ExportFormat.CSV.write(FeatureTable.of(shuffled, reversed), file);

    MetricsReport report = Evaluation.ofFeatures(FeatureTable.read(file)).run();
    assertSameFigures(report, direct(backbone, images).run());
  }

  @Test
  void groupsTravelWithTheFeatures() throws IOException {
    MemoryImages.Builder grouped = MemoryImages.builder("sites");
    ImageFolder all = images();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (!all.id(i).equals("blue/image05.png")) {
        String label = all.classNames().get(all.label(i));
        grouped.add(all.id(i), label, "site " + i % 13, all.bytes(i));
      }
    }
    ImageDataset images = grouped.build();
    Backbone backbone = backbone("pixels", 1);
    MetricsReport direct = direct(backbone, images).folds(4).run();
    FeatureTable table = exported(backbone, images, ExportFormat.PARQUET);
    MetricsReport read = Evaluation.ofFeatures(table).folds(4).run();
    assertThat(direct.copies()).isPresent();
    assertSameFigures(read, direct);

    // As long as the order is that of the data set: sorted rows are dealt to other folds.
    FeatureTable inMemory = FeatureTable.of(extract(backbone, images), images);
    assertSameFigures(Evaluation.ofFeatures(inMemory).folds(4).run(), direct);
    assertThat(Evaluation.ofFeatures(inMemory).folds(4).run().protocol())
        .containsEntry("copies", "images with the same bytes stay together");
  }

  @Test
  void tablesOfSeveralBackbonesMakeAComparison() throws IOException {
    Backbone one = backbone("one", 1);
    Backbone two = backbone("two", 2);
    FeatureTable first = exported(one, images(), ExportFormat.PARQUET);
    FeatureTable second = exported(two, images(), ExportFormat.PARQUET);
    Comparison direct =
        Evaluation.of(one, two)
            .on(images())
            .store(folder.resolve("store"))
            .allowUnreadable(0.05)
            .audit()
            .head(NearestMeanTrainer.standard())
            .run();
    Comparison read =
        Evaluation.ofFeatures(first, second)
            .allowUnreadable(0.05)
            .audit()
            .head(NearestMeanTrainer.standard())
            .run();
    assertThat(read.isComplete()).isTrue();
    for (String name : List.of("one", "two")) {
      assertSameFigures(
          read.report(name, "images").orElseThrow(), direct.report(name, "images").orElseThrow());
    }
    assertThat(read.featureSimilarity("images")).isEqualTo(direct.featureSimilarity("images"));
    assertThat(read.audit("images")).isEqualTo(direct.audit("images"));
  }

  @Test
  void tablesMayHaveTheirRowsInAnyOrderButNotOtherImages() throws IOException {
    FeatureTable two = table("two", List.of("a", "b", "c", "d"), List.of("x", "y", "x", "y"));
    FeatureTable one = table("one", List.of("d", "b", "a", "c"), List.of("y", "y", "x", "x"));
    FeatureTable aligned = one.alignedTo(two);
    assertThat(aligned.features().row(0)).containsExactly(2, 20);
    assertThat(aligned.features().row(3)).containsExactly(0, 0);
    assertThat(aligned.dataset().orElseThrow().id(3)).isEqualTo("d");
    assertThat(aligned.backbone()).isEqualTo("one");

    FeatureTable other = table("other", List.of("a", "e", "c", "d"), List.of("x", "y", "x", "y"));
    assertThatThrownBy(() -> Evaluation.ofFeatures(two, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[other] has other images than [two]: 1 are here alone, such as e, and 1 are there alone, such as b. Tables are compared over the same images: extract those that are missing, or leave them out of both.");
    FeatureTable fewer = table("fewer", List.of("a", "b"), List.of("x", "y"));
    assertThatThrownBy(() -> Evaluation.ofFeatures(two, fewer))
        .hasMessage(
            "[fewer] has other images than [two]: 2 are there alone, such as c. Tables are compared over the same images: extract those that are missing, or leave them out of both.");
    FeatureTable relabelled =
        table("new", List.of("a", "b", "c", "d"), List.of("x", "y", "y", "y"));
    assertThatThrownBy(() -> Evaluation.ofFeatures(two, relabelled))
        .hasMessage(
            "[new] c has the label \"y\", but \"x\" in [two]. Tables are compared over the same images: correct one of them.");
    assertThatThrownBy(() -> Evaluation.ofFeatures(two, two))
        .hasMessage(
            "Two of the tables are called \"two\", but a comparison tells them apart by their names: give one of them another with ofBackbone(…)");
  }

  /** A table in memory whose row i is (i, 10 i). */
  private static FeatureTable table(String name, List<String> ids, List<String> labels) {
    MemoryImages.Builder images = MemoryImages.builder("letters");
    float[] values = new float[2 * ids.size()];
    for (int i = 0; i < ids.size(); i++) {
      images.add(ids.get(i), labels.get(i), new byte[] {(byte) i});
      values[2 * i] = i;
      values[2 * i + 1] = 10 * i;
    }
    DatasetFeatures features =
        DatasetFeatures.of(
            DenseFeatures.of(ids.size(), 2, values),
            ImmutableIntArray.copyOf(IntStream.range(0, ids.size())),
            ImmutableList.of(),
            0);
    return FeatureTable.of(features, images.build()).ofBackbone(name);
  }

  /** A setting that features have no use for. */
  private interface Setting {
    void on(Evaluation<MetricsReport> evaluation);
  }

  static Stream<Arguments> settingsOfAnExtraction() {
    return Stream.of(
        refused("engine", e -> e.engine("PyTorch")),
        refused("device", e -> e.device(DeviceKind.GPU)),
        refused("precision", e -> e.precision(Precision.FP16)),
        refused("batchSize", e -> e.batchSize(8)),
        refused("tap", e -> e.tap(FeatureTap.LOGITS)),
        refused("store", e -> e.store(Path.of("store"))),
        refused("storedAs", e -> e.storedAs(ElementType.FLOAT16)),
        refused("withoutStore", e -> e.withoutStore()),
        refused("quarantine", e -> e.quarantine(Path.of("bad"))),
        refused("resizing", e -> e.resizing(Resizing.BICUBIC_TO_CROP)));
  }

  private static Arguments refused(String method, Setting setting) {
    return Arguments.of(method, setting);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settingsOfAnExtraction")
  void refusesWhatBelongsToTheExtraction(String method, Setting setting) {
    Evaluation<MetricsReport> evaluation =
        Evaluation.ofFeatures(table("one", List.of("a", "b"), List.of("x", "y")));
    assertThatThrownBy(() -> setting.on(evaluation))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            method + "(…) is about the extraction of features, but these are given: leave it out");
    assertThat(evaluation.settings()).containsOnlyKeys("protocol", "protocol version");
  }

  @Test
  void refusesWhatLooksAtPictures() {
    FeatureTable table = table("one", List.of("a", "b"), List.of("x", "y"));
    assertThatThrownBy(() -> Evaluation.ofFeatures(table).copies(CopyPolicy.NEAR_TOGETHER).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "copies(NEAR_TOGETHER) compares pictures, but only features are given: set EXACT_TOGETHER, which compares features, or give groups");
    Protocol resizing = Protocol.standard().withResizing(Resizing.BICUBIC_TO_CROP);
    assertThatThrownBy(() -> Evaluation.ofFeatures(table).protocol(resizing).run())
        .hasMessage("withResizing(…) is about pictures, but only features are given: leave it out");
    assertThatThrownBy(
            () -> Evaluation.ofFeatures(table).onUnreadableImage(UnreadableImagePolicy.QUARANTINE))
        .hasMessage(
            "onUnreadableImage(QUARANTINE) copies images, but only features are given: set SKIP or FAIL");
    FeatureTable unlabelled =
        FeatureTable.unlabelled("search", DenseFeatures.of(1, 1, new float[1]), row -> "a");
    assertThatThrownBy(() -> Evaluation.ofFeatures(unlabelled))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[search] has no classes, so that nothing can be told apart: give it the data set with FeatureTable.of(features, dataset)");
  }

  @Test
  void imagesWithoutFeaturesStopTheRunWhereTheyAreTooMany() throws IOException {
    FeatureTable table = exported(backbone("pixels", 1), images(), ExportFormat.PARQUET);
    String reason = table.features().skipped().get(0).reason();
    assertThat(reason).isNotEmpty();
    assertThatThrownBy(() -> Evaluation.ofFeatures(table).run())
        .isInstanceOf(EvaluationException.class)
        .hasMessage(
            "Cannot evaluate pixels on images: [images] 1 of 61 images have no features, more than the 1 % that may be:\n  blue/image05.png: "
                + reason
                + "\nMend or remove them, or allow more with allowUnreadable(share).");
    assertThatThrownBy(
            () ->
                Evaluation.ofFeatures(table)
                    .onUnreadableImage(UnreadableImagePolicy.FAIL)
                    .allowUnreadable(1)
                    .run())
        .hasMessage(
            "Cannot evaluate pixels on images: [blue/image05.png] has no features: " + reason);
  }

  @Test
  void aReportIsReproducedFromTheFile() throws IOException {
    FeatureTable table =
        exported(backbone("pixels", 1), images(), ExportFormat.PARQUET)
            .named("stones")
            .ofBackbone("mine");
    MetricsReport report =
        Evaluation.ofFeatures(table).folds(3).seed(5).allowUnreadable(0.05).run();
    Path written = folder.resolve("report");
    ReportDirectory.write(report, written);
    Path json = written.resolve("report.json");

    Reproduction same = Evaluation.reproduce(json);
    assertThat(same.differences()).isEmpty();
    assertThat(same.samePredictions()).isTrue();

    Path file = folder.resolve("pixels.parquet");
    ExportFormat.PARQUET.write(table.withProvenance(ImmutableMap.of("tap", "another")), file);
    assertThat(Evaluation.reproduce(json).differences())
        .contains(
            "settings, features sha256: was \"%s\", is \"%s\""
                .formatted(
                    table.file().orElseThrow().sha256(),
                    FeatureTable.read(file).file().orElseThrow().sha256()));

    assertThatThrownBy(() -> Evaluation.reproduce(json, images(), evaluation -> evaluation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[%s] was made from features, not from images: leave out the data set", json);
    Files.delete(file);
    assertThatThrownBy(() -> Evaluation.reproduce(json))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("Cannot read the features of %s: %s".formatted(json, file));
  }

  @Test
  void featuresInMemoryAreNotReproduced() throws IOException {
    ImageFolder images = images();
    FeatureTable table = FeatureTable.of(extract(backbone("pixels", 1), images), images);
    MetricsReport report = Evaluation.ofFeatures(table).allowUnreadable(0.05).run();
    assertThat(report.pictures()).isNotEmpty();
    Path written = folder.resolve("report");
    ReportDirectory.write(report, written);
    Path json = written.resolve("report.json");
    assertThatThrownBy(() -> Evaluation.reproduce(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[%s] was made from features in memory, which it does not hold: evaluate them again and compare the reports",
            json);
  }

  @Test
  void keptResultsAreOfTheSameFileAlone() throws IOException {
    FeatureTable table = exported(backbone("pixels", 1), images(), ExportFormat.PARQUET);
    Path results = folder.resolve("results");
    for (int run = 0; run < 2; run++) {
      Evaluation.ofFeatures(table).allowUnreadable(0.05).results(results).run();
      assertThat(results).isDirectoryContaining("glob:**.json");
      try (Stream<Path> files = Files.list(results)) {
        assertThat(files).hasSize(1);
      }
    }
    FeatureTable other = exported(backbone("pixels", 2), images(), ExportFormat.PARQUET);
    Evaluation.ofFeatures(other).allowUnreadable(0.05).results(results).run();
    try (Stream<Path> files = Files.list(results)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void keptResultsAreOfTheSameColumnAlone() throws IOException {
    Path file = TestTables.twoColumns(folder.resolve("two.parquet"), 12);
    FeatureColumns columns = FeatureColumns.standard();
    Path results = folder.resolve("results");
    FeatureTable telling = FeatureTable.read(file, columns.withFeatures("telling"));
    FeatureTable misleading = FeatureTable.read(file, columns.withFeatures("misleading"));
    for (FeatureTable table : List.of(telling, misleading)) {
      Evaluation.ofFeatures(table)
          .folds(2)
          .head(NearestMeanTrainer.standard())
          .results(results)
          .run();
    }
    try (Stream<Path> files = Files.list(results)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aReportOfRowsInTheOrderOfAnotherTableOrWithOtherGroupsIsNotReproduced() throws IOException {
    FeatureTable table = exported(backbone("pixels", 1), images(), ExportFormat.PARQUET);
    MetricsReport report =
        Evaluation.ofFeatures(table.withGroups(row -> "group " + row / 2))
            .allowUnreadable(0.05)
            .run();
    Path written = folder.resolve("report");
    ReportDirectory.write(report, written);
    assertThatThrownBy(() -> Evaluation.reproduce(written.resolve("report.json")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[%s] the report was made from these rows in the order of another table, or with groups that are not in the file, so that folds were others: evaluate them again as then, and compare the reports",
            folder.resolve("pixels.parquet"));
  }
}
