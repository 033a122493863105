package org.fe4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.feature.TinyTorchScript;
import org.fe4j.head.NearestNeighborsTrainer;
import org.fe4j.metrics.CopiesGap;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.validation.SplitDataset;
import org.fe4j.validation.StratifiedGroupKFold;
import org.fe4j.validation.StratifiedKFold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Noise cannot be classified, unless the same noise was seen before. */
class CopiesTest {
  private static final int PICTURES = 20;

  @TempDir Path folder;

  /** Writes pictures of noise in two classes, each of them so often. */
  private ImageFolder noise(int copies) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (String name : ImmutableList.of("ones", "others")) {
      Path images = Files.createDirectories(folder.resolve("images").resolve(name));
      for (int i = 0; i < PICTURES; i++) {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 64; pixel++) {
          image.setRGB(pixel % 8, pixel / 8, random.nextInt());
        }
        for (int copy = 0; copy < copies; copy++) {
          Path file = images.resolve("picture%02d_%d.png".formatted(i, copy));
          ImageIO.write(image, "png", file.toFile());
        }
      }
    }
    return ImageFolder.of(folder.resolve("images"));
  }

  private Evaluation<MetricsReport> evaluation(ImageDataset images) throws IOException {
    Path file =
        TinyTorchScript.write(
            folder.resolve("pixels.pt"), "v = torch.to(x, 6).reshape([-1, 192])", "return v");
    Backbone pixels =
        CustomBackbone.builder("pixels", file, 8, 192).input(InputFormat.PIXEL_BYTES).build();
    return Evaluation.of(pixels)
        .on(images)
        .head(NearestNeighborsTrainer.standard().withK(1))
        .store(folder.resolve("store"));
  }

  @Test
  void exactCopiesStayTogetherAndTheGapIsTold() throws IOException {
    MetricsReport report = evaluation(noise(3)).run();
    CopiesGap gap = report.copies().orElseThrow();
    assertThat(gap.groups()).isEqualTo(2 * PICTURES);
    assertThat(gap.images()).isEqualTo(6 * PICTURES);
    assertThat(gap.accuracyTogether()).isEqualTo(report.pooled().accuracy()).isBetween(0.2, 0.8);
    assertThat(gap.accuracyDivided()).isGreaterThan(0.95);
    assertThat(report.toString()).contains("copies");
    Map<String, Integer> foldOfPicture = new HashMap<>();
    Predictions predictions = report.predictions();
    for (int row = 0; row < predictions.size(); row++) {
      String picture = predictions.id(row).replaceAll("_\\d\\.png", "");
      Integer before = foldOfPicture.putIfAbsent(picture, predictions.fold(row));
      assertThat(before == null || before == predictions.fold(row)).as(picture).isTrue();
      assertThat(predictions.group(row)).isEqualTo(picture + "_0.png");
    }
  }

  @Test
  void copiesMayBeDivided() throws IOException {
    MetricsReport report = evaluation(noise(3)).copies(CopyPolicy.DIVIDED).run();
    assertThat(report.pooled().accuracy()).isGreaterThan(0.95);
    assertThat(report.copies()).isEmpty();
  }

  @Test
  void withoutCopiesFoldsAreThoseOfStratifiedKFold() throws IOException {
    ImageFolder images = noise(1);
    MetricsReport report = evaluation(images).run();
    assertThat(report.copies()).isEmpty();
    assertThat(report.predictions())
        .isEqualTo(evaluation(images).validation(StratifiedKFold.of(5)).run().predictions());
  }

  @Test
  void saysWhereCopiesLeaveTooFewImages() throws IOException {
    ImageFolder images = noise(3);
    for (int i = 3; i < PICTURES; i++) {
      for (int copy = 0; copy < 3; copy++) {
        Files.delete(folder.resolve("images/ones/picture%02d_%d.png".formatted(i, copy)));
      }
    }
    ImageFolder fewer = ImageFolder.of(images.root());
    assertThatThrownBy(() -> evaluation(fewer).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ones (3)")
        .hasMessageContaining("images has copies", "copies(CopyPolicy.DIVIDED)");
    assertThat(evaluation(fewer).copies(CopyPolicy.DIVIDED).run().predictions().size())
        .isEqualTo(9 + 3 * PICTURES);
  }

  @Test
  void aDivisionThatDoesNotLookAtGroupsHasNoGap() throws IOException {
    ImageFolder images = noise(3);
    MetricsReport report = evaluation(images).validation(StratifiedKFold.of(5)).run();
    assertThat(report.copies()).isEmpty();
    assertThat(report.pooled().accuracy()).isGreaterThan(0.95);
    assertThat(evaluation(images).validation(StratifiedGroupKFold.of(5)).run().predictions())
        .isEqualTo(evaluation(images).run().predictions());
  }

  @Test
  void nearCopiesStayTogetherOnRequest() throws IOException {
    // Smooth pictures, each also a little brighter: other bytes, the same picture.
    SplittableRandom random = new SplittableRandom(5);
    for (String name : ImmutableList.of("ones", "others")) {
      Path images = Files.createDirectories(folder.resolve("images").resolve(name));
      for (int i = 0; i < 10; i++) {
        double[] phases = random.doubles(12, 0, 6.28).toArray();
        for (int copy = 0; copy < 2; copy++) {
          BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
          for (int pixel = 0; pixel < 64 * 64; pixel++) {
            double x = pixel % 64 / 8.0;
            double y = (pixel - pixel % 64) / 512.0;
            int rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
              double wave =
                  Math.sin(x + phases[channel])
                      + Math.sin(y * 1.3 + phases[3 + channel])
                      + Math.sin((x - y) * 0.7 + phases[6 + channel])
                      + Math.sin(x * y / 6 + phases[9 + channel]);
              rgb = (rgb << 8) | (int) (118 + 25 * wave + 6 * copy);
            }
            image.setRGB(pixel % 64, pixel / 64, rgb);
          }
          Path file = images.resolve("picture%02d_%d.png".formatted(i, copy));
          ImageIO.write(image, "png", file.toFile());
        }
      }
    }
    ImageFolder images = ImageFolder.of(folder.resolve("images"));
    assertThat(evaluation(images).run().copies()).isEmpty();
    CopiesGap gap =
        evaluation(images).copies(CopyPolicy.NEAR_TOGETHER).run().copies().orElseThrow();
    assertThat(gap.groups()).isEqualTo(20);
    assertThat(gap.images()).isEqualTo(40);
    // Where both of a pair are in one fold, neither helps the other.
    assertThat(gap.accuracyDivided()).isGreaterThan(0.85);
    assertThat(gap.accuracyTogether()).isLessThan(0.75);
  }

  @Test
  void aDivisionOfSomebodyElseClaimsNothingOfCopies() throws IOException {
    // The second copy of each picture is tested, the first and the third are trained on.
    ImageFolder images = noise(3);
    SplitDataset divided =
        SplitDataset.of(
            images.select(rows(images, "_[02].png"), "train"),
            images.select(rows(images, "_1.png"), "test"));
    MetricsReport report = evaluation(divided).run();
    assertThat(report.pooled().accuracy()).isGreaterThan(0.95);
    // Groups decide which rows a head stops by, but not which it is tested on.
    assertThat(report.copies()).isEmpty();
    assertThat(report.protocol().get("copies"))
        .isEqualTo(
            "this division does not keep copies and groups together: 40 of 40 tested images have"
                + " one among those fitted on");
    assertThat(evaluation(images).run().protocol().get("copies"))
        .isEqualTo(CopyPolicy.EXACT_TOGETHER.description());
  }

  private static ImmutableIntArray rows(ImageDataset images, String end) {
    return ImmutableIntArray.copyOf(
        IntStream.range(0, images.size()).filter(i -> images.id(i).matches(".*" + end)));
  }
}
