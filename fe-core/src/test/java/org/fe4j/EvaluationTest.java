package org.fe4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.InputFormat;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.dataset.MemoryImages;
import org.fe4j.feature.TinyTorchScript;
import org.fe4j.feature.UnreadableImagePolicy;
import org.fe4j.head.LinearHeadTrainer;
import org.fe4j.head.Scaling;
import org.fe4j.image.Preprocessing;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.SplitDataset;
import org.fe4j.validation.StratifiedKFold;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  private static final ImmutableList<String> CLASSES = ImmutableList.of("blue", "green", "red");

  @TempDir Path folder;

  @BeforeEach
  void paintTwelveImagesOfEachColour() throws IOException {
    for (int c = 0; c < CLASSES.size(); c++) {
      Path images = Files.createDirectories(folder.resolve("images").resolve(CLASSES.get(c)));
      for (int i = 0; i < 12; i++) {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        int background = (10 + 9 * i) * 0x010101;
        for (int pixel = 0; pixel < 256; pixel++) {
          image.setRGB(pixel % 16, pixel / 16, background | (0xFF << (8 * c)));
        }
        ImageIO.write(image, "png", images.resolve("image%02d.png".formatted(i)).toFile());
      }
    }
  }

  private ImageFolder images() throws IOException {
    return ImageFolder.of(folder.resolve("images"));
  }

  /** The mean of each channel: enough to tell colours apart. */
  private Backbone colours() throws IOException {
    Path file =
        TinyTorchScript.write(
            folder.resolve("colours.pt"), "v = torch.mean(torch.to(x, 6), [1, 2])", "return v");
    return CustomBackbone.builder("colours", file, 8, 3).input(InputFormat.PIXEL_BYTES).build();
  }

  @Test
  void reportsEveryImageOnceOverTheFolds() throws IOException {
    MetricsReport report = Evaluation.of(colours()).on(images()).folds(4).run();
    assertThat(report.pooled().accuracy()).isEqualTo(1.0);
    assertThat(report.folds()).hasSize(4);
    assertThat(report.predictions().size()).isEqualTo(36);
    assertThat(report.classNames()).isEqualTo(CLASSES);
    Set<String> ids = new LinkedHashSet<>();
    for (int row = 0; row < 36; row++) {
      ids.add(report.predictions().id(row));
    }
    assertThat(ids).hasSize(36).contains("green/image07.png");
    assertThat(report.toString()).contains("colours", "stratified 4-fold", "green");
    assertThat(report.provenance())
        .containsKeys("backbone", "weights sha256", "preprocessing", "decoder", "engine");
    assertThat(report.protocol())
        .containsOnlyKeys("protocol", "resizing", "validation", "copies", "head");
  }

  /** A backbone whose weights are here, and that goes online all the same unless it must not. */
  private record Online(Backbone here) implements Backbone {
    @Override
    public String name() {
      return here.name();
    }

    @Override
    public BackboneKind kind() {
      return here.kind();
    }

    @Override
    public Preprocessing preprocessing() {
      return here.preprocessing();
    }

    @Override
    public ImmutableList<FeatureTap> taps() {
      return here.taps();
    }

    @Override
    public int dimension(FeatureTap tap) {
      return here.dimension(tap);
    }

    @Override
    public Backbone offline() {
      return here;
    }

    @Override
    public CompiledBackbone compile(CompilationTarget target, ProgressListener progress)
        throws IOException {
      throw new IOException("went online");
    }
  }

  @Test
  void tellsTheBackboneThatNoConnectionMayBeMade() throws IOException {
    Backbone backbone = new Online(colours());
    assertThatThrownBy(() -> Evaluation.of(backbone).on(images()).folds(3).run())
        .isInstanceOf(EvaluationException.class)
        .hasMessageEndingWith("went online");
    MetricsReport report = Evaluation.of(backbone).on(images()).folds(3).offline().run();
    assertThat(report.pooled().accuracy()).isEqualTo(1.0);
  }

  @Test
  void givesTheSameReportForTheSameSeed() throws IOException {
    Backbone backbone = colours();
    MetricsReport first = Evaluation.of(backbone).on(images()).folds(3).seed(7).run();
    MetricsReport second = Evaluation.of(backbone).on(images()).folds(3).seed(7).run();
    assertThat(second.predictions()).isEqualTo(first.predictions());
  }

  @Test
  void namesTheImagesThatItLeftOut() throws IOException {
    Files.writeString(folder.resolve("images/red/image03.png"), "no picture");
    MetricsReport report =
        Evaluation.of(colours()).on(images()).folds(3).allowUnreadable(0.05).run();
    assertThat(report.predictions().size()).isEqualTo(35);
    assertThat(report.toString()).contains("red/image03.png");
    assertThatThrownBy(
            () ->
                Evaluation.of(colours())
                    .on(images())
                    .onUnreadableImage(UnreadableImagePolicy.FAIL)
                    .run())
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("Cannot evaluate colours on images")
        .hasMessageContaining("red/image03.png")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void dividesAsGivenWhereImagesAreUnreadable() throws IOException {
    ImageFolder parts = images();
    MemoryImages.Builder test = MemoryImages.builder("test");
    for (int i = 0; i < parts.size(); i += 3) {
      test.add(parts.id(i), CLASSES.get(parts.label(i)), parts.bytes(i));
    }
    // The first image of all, so that every row after it has another number than in the lists.
    Files.writeString(folder.resolve("images/blue/image00.png"), "no picture");
    SplitDataset divided = SplitDataset.of(parts, test.build());

    MetricsReport report =
        Evaluation.of(colours())
            .on(divided)
            .validation(divided.splitter())
            .allowUnreadable(0.05)
            .run();

    assertThat(report.predictions().size()).isEqualTo(12);
    assertThat(report.pooled().accuracy()).isEqualTo(1.0);
    for (int row = 0; row < 12; row++) {
      assertThat(report.predictions().id(row)).startsWith("test/");
    }
    assertThat(report.toString()).contains("train/blue/image00.png", "the parts train and test");
  }

  @Test
  void refusesClassesThatAreTooSmallBeforeAnythingRuns() throws IOException {
    Backbone missing = CustomBackbone.builder("missing", Path.of("nowhere.pt"), 8, 3).build();
    assertThatThrownBy(() -> Evaluation.of(missing).on(images()).folds(13).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("blue");
  }

  @Test
  void refusesSettingsThatContradictEachOther() throws IOException {
    Evaluation<MetricsReport> evaluation = Evaluation.of(colours()).on(images());
    evaluation.folds(3);
    assertThatThrownBy(() -> evaluation.validation(StratifiedKFold.of(4)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("validation(…) cannot be set beside folds(…): leave one of them out");
    evaluation.scaling(Scaling.NONE);
    assertThatThrownBy(() -> evaluation.head(LinearHeadTrainer.builder().build()))
        .hasMessage("head(…) cannot be set beside scaling(…): leave one of them out");
    assertThatThrownBy(() -> evaluation.tap(FeatureTap.LOGITS))
        .hasMessage("colours has no tap \"logits\"; it has: [penultimate]");
    assertThatThrownBy(() -> evaluation.folds(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void findsBackbonesByName() {
    assertThatThrownBy(() -> Evaluation.of("alexnett"))
        .hasMessageStartingWith("Unknown backbone \"alexnett\". Did you mean \"alexnet\"?");
  }

  @Test
  void aProtocolUndoesNothingThatWasSetBefore() throws IOException {
    // Five folds are the default, but asked for they divide images anew that have parts.
    Evaluation<MetricsReport> evaluation = Evaluation.of(colours()).on(images()).folds(5);
    assertThatThrownBy(() -> evaluation.protocol(Protocol.paper()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("call it first");
    Evaluation<MetricsReport> other = Evaluation.of(colours()).on(images());
    assertThat(other.protocol(Protocol.paper()).folds(3).protocol().name())
        .isEqualTo("paper, version 1, but for its folds");
  }
}
