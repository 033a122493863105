package org.fe4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.feature.ExtractionCost;
import org.fe4j.feature.TinyTorchScript;
import org.fe4j.head.NearestMeanTrainer;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.ModelFacts;
import org.fe4j.metrics.comparison.ModelKind;
import org.fe4j.validation.KFold;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonRunTest {
  @TempDir Path folder;

  @BeforeEach
  void paintTwoFoldersOfImages() throws IOException {
    paint("plain", 12, 10);
    paint("noisy", 12, 120);
  }

  /** Pictures in shades of blue, green and red, the more different from each other the noisier. */
  private void paint(String name, int each, int noise) throws IOException {
    SplittableRandom random = new SplittableRandom(noise);
    for (int c = 0; c < 3; c++) {
      Path images = Files.createDirectories(folder.resolve(name).resolve("class" + c));
      for (int i = 0; i < each; i++) {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        int shift = random.nextInt(noise);
        for (int pixel = 0; pixel < 256; pixel++) {
          int level = 60 + shift + random.nextInt(noise) / 2;
          int other = 60 + random.nextInt(noise);
          image.setRGB(pixel % 16, pixel / 16, (level << (8 * c)) | (other << (8 * ((c + 1) % 3))));
        }
        ImageIO.write(image, "png", images.resolve("image%02d.png".formatted(i)).toFile());
      }
    }
  }

  private ImageFolder images(String name) {
    return ImageFolder.of(folder.resolve(name));
  }

  /** The mean of each channel: enough to tell colours apart. */
  private Backbone colours() throws IOException {
    return backbone("colours", 3, "v = torch.mean(torch.to(x, 6), [1, 2])");
  }

  /** The mean of all: nearly nothing to tell colours by. */
  private Backbone brightness() throws IOException {
    return backbone("brightness", 1, "v = torch.mean(torch.to(x, 6), [1, 2, 3]).reshape([-1, 1])");
  }

  private Backbone backbone(String name, int dimension, String line) throws IOException {
    Path file = TinyTorchScript.write(folder.resolve(name + ".pt"), line, "return v");
    return CustomBackbone.builder(name, file, 8, dimension).input(InputFormat.PIXEL_BYTES).build();
  }

  private Backbone missing() {
    return CustomBackbone.builder("missing", folder.resolve("nowhere.pt"), 8, 3).build();
  }

  private Evaluation<Comparison> comparison(Backbone... backbones) {
    return Evaluation.ofAll(List.of(backbones))
        .on(images("plain"), images("noisy"))
        .folds(3)
        .batchSize(4)
        .store(folder.resolve("store"));
  }

  @Test
  void comparesAllBackbonesOnAllDataSets() throws IOException {
    Comparison comparison = comparison(colours(), brightness()).run();
    assertThat(comparison.modelNames()).containsExactly("colours", "brightness");
    assertThat(comparison.datasetNames()).containsExactly("plain", "noisy");
    assertThat(comparison.isComplete()).isTrue();
    for (String dataset : comparison.datasetNames()) {
      assertThat(comparison.report("colours", dataset).orElseThrow().predictions().size())
          .isEqualTo(36);
      assertThat(comparison.score("colours", dataset, Metric.ACCURACY))
          .isGreaterThan(comparison.score("brightness", dataset, Metric.ACCURACY));
      assertThat(comparison.featureSimilarity(dataset).orElseThrow().get("colours", "brightness"))
          .isBetween(0.0, 1.0);
    }
    assertThat(comparison.model("colours").kind()).contains(ModelKind.CONVOLUTIONAL);
    assertThat(comparison.model("colours").featureDimension()).hasValue(3);
    assertThat(comparison.model("colours").inputPixels()).hasValue(8);
    assertThat(comparison.model("colours").imagesPerSecond().orElseThrow()).isPositive();
    assertThat(comparison.dataset("plain").medianShorterSide()).hasValue(16);
    assertThat(comparison.upscaling("colours", "plain")).hasValue(0.5);
  }

  @Test
  void givesEachCellWhatASingleEvaluationGives() throws IOException {
    Comparison comparison = comparison(brightness(), colours()).run();
    MetricsReport single =
        Evaluation.of(colours())
            .on(images("noisy"))
            .folds(3)
            .batchSize(4)
            .store(folder.resolve("store"))
            .run();
    assertThat(comparison.report("colours", "noisy")).contains(single);
  }

  @Test
  void marksWhatFailsAndGoesOn() throws IOException {
    Comparison comparison = comparison(missing(), colours()).run();
    assertThat(comparison.isComplete()).isFalse();
    assertThat(comparison.failure("missing", "plain").orElseThrow()).contains("nowhere.pt");
    assertThat(comparison.failure("missing", "noisy")).isPresent();
    assertThat(comparison.report("colours", "noisy")).isPresent();
    assertThat(comparison.toString()).contains("missing", "nowhere.pt");
  }

  @Test
  void marksTheOneCellThatFails() throws IOException {
    for (int i = 0; i < 6; i++) {
      Files.writeString(folder.resolve("noisy/class1/image%02d.png".formatted(i)), "none");
    }
    Comparison comparison = comparison(colours(), brightness()).run();
    assertThat(comparison.failure("colours", "noisy").orElseThrow()).contains("cannot be read");
    assertThat(comparison.report("colours", "plain")).isPresent();
    assertThat(comparison.report("brightness", "plain")).isPresent();
  }

  @Test
  void fillsOnlyWhatIsMissing() throws IOException {
    Path results = folder.resolve("results");
    Comparison first = comparison(colours(), missing()).results(results).run();
    assertThat(names(results)).hasSize(2);
    // Figures that no head has trained show that the file was read.
    List<Path> files = files(results);
    var times = files.stream().map(file -> file.toFile().lastModified()).toList();
    Comparison second = comparison(colours(), brightness()).results(results).run();
    assertThat(names(results)).hasSize(4);
    assertThat(files.stream().map(file -> file.toFile().lastModified()).toList()).isEqualTo(times);
    assertThat(second.report("colours", "plain")).isEqualTo(first.report("colours", "plain"));
    assertThat(second.isComplete()).isTrue();
  }

  @Test
  void makesAnewWhatWasMadeOfSomethingElse() throws IOException {
    Path results = folder.resolve("results");
    comparison(colours()).results(results).run();
    int before = names(results).size();
    comparison(colours()).seed(7).results(results).run();
    assertThat(names(results)).hasSize(2 * before);
    // Another picture under the same name.
    Files.copy(
        folder.resolve("plain/class0/image00.png"),
        folder.resolve("noisy/class0/image00.png"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    comparison(colours()).results(results).run();
    assertThat(names(results)).hasSize(2 * before + 1);
  }

  @Test
  void makesAnewWhatIsDamaged() throws IOException {
    Path results = folder.resolve("results");
    Comparison first = comparison(colours()).results(results).run();
    for (Path file : files(results)) {
      String text = Files.readString(file);
      Files.writeString(file, text.substring(0, text.length() / 2));
    }
    assertThat(comparison(colours()).results(results).run().report("colours", "plain"))
        .isEqualTo(first.report("colours", "plain"));
  }

  private static List<Path> files(Path results) throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      return files.sorted().toList();
    }
  }

  private static List<String> names(Path results) throws IOException {
    return files(results).stream().map(file -> file.getFileName().toString()).toList();
  }

  @Test
  void refusesADataSetThatCannotBeDividedBeforeAnythingRuns() throws IOException {
    assertThatThrownBy(
            () ->
                Evaluation.ofAll(List.of(missing(), colours()))
                    .on(images("plain"), images("noisy"))
                    .folds(13)
                    .run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("[plain] Stratified 13-fold")
        .hasMessageContaining("class0");
    assertThat(folder.resolve("store")).doesNotExist();
  }

  @Test
  void tellsWhichCellIsAtWork() throws IOException {
    List<String> stages = new ArrayList<>();
    comparison(colours(), brightness()).progress(progress -> stages.add(progress.stage())).run();
    assertThat(stages)
        .anyMatch(stage -> stage.startsWith("[1 of 4] colours on plain: Extracting"))
        .anyMatch(stage -> stage.startsWith("[4 of 4] brightness on noisy: "));
  }

  @Test
  void auditsTheHead() throws IOException {
    Comparison comparison = comparison(colours(), brightness()).audit().run();
    assertThat(comparison.audit("noisy")).hasSize(2);
    assertThat(comparison.audit("noisy").get(0).text()).isNotBlank();
    assertThat(comparison(colours()).run().audit("noisy")).isEmpty();
  }

  @Test
  void takesTheProtocolForAllOfThem() throws IOException {
    Comparison comparison =
        comparison(colours())
            .head(NearestMeanTrainer.standard())
            .resizing(Resizing.AS_PUBLISHED)
            .run();
    MetricsReport report = comparison.report("colours", "plain").orElseThrow();
    assertThat(report.protocol().get("head"))
        .isEqualTo(NearestMeanTrainer.standard().description());
    assertThat(report.protocol().get("protocol")).contains("but for its folds, head");
  }

  @Test
  void refusesNamesThatCannotBeToldApart() throws IOException {
    Backbone colours = colours();
    assertThatThrownBy(() -> Evaluation.of(colours, colours))
        .hasMessageContaining("Two of the backbones are called \"colours\"");
    ImageFolder plain = images("plain");
    assertThatThrownBy(() -> Evaluation.of(colours).on(plain, plain))
        .hasMessageContaining("Two of the data sets are called \"plain\"");
    assertThatThrownBy(() -> Evaluation.ofAll(ImmutableList.of()))
        .hasMessageContaining("There is no backbone to compare");
  }

  @Test
  void anotherDivisionOfTheSameImagesIsAnotherResult() throws IOException {
    Comparison comparison =
        Evaluation.of(colours())
            .onAll(List.of(images("plain")))
            .validation(KFold.of(3).likeScikitLearn())
            .batchSize(4)
            .store(folder.resolve("store"))
            .run();
    assertThat(comparison.report("colours", "plain").orElseThrow().protocol().get("validation"))
        .isEqualTo(KFold.of(3).likeScikitLearn().description());
  }

  @Test
  void interruptionStopsAllOfIt() throws IOException {
    Evaluation<Comparison> evaluation =
        comparison(colours(), brightness())
            .progress(
                progress -> {
                  if (progress.stage().contains("colours on noisy: Extracting")) {
                    Thread.currentThread().interrupt();
                  }
                });
    try {
      assertThatThrownBy(evaluation::run)
          .isInstanceOf(EvaluationException.class)
          .hasMessage("The comparison was interrupted")
          .hasCauseInstanceOf(InterruptedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void oneBackboneHasNoRankToAudit() throws IOException {
    Evaluation<MetricsReport> evaluation = Evaluation.of(colours()).on(images("plain")).audit();
    assertThatThrownBy(evaluation::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only colours");
  }

  @Test
  void memoryThatDidNotGrowIsNotKnown() throws IOException {
    ExtractionCost cost = new ExtractionCost(10, 5, OptionalLong.of(0));
    ModelFacts facts = ModelDescription.of(colours(), Optional.of(cost), List.of());
    assertThat(facts.peakMemoryBytes()).isEmpty();
    assertThat(facts.imagesPerSecond()).hasValue(5);
  }
}
