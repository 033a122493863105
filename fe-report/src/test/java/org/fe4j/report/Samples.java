package org.fe4j.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.fe4j.metrics.CopiesGap;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.MetricsReportBuilder;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.SkippedRow;
import org.fe4j.metrics.TrainingCurve;

/** Reports of a realistic size, drawn from a seed. */
final class Samples {
  static final ImmutableList<String> ROCKS =
      ImmutableList.of(
          "andesite",
          "basalt",
          "cross_bedding",
          "gneiss (banded, with garnet)",
          "granite",
          "limestone",
          "marble",
          "quartzite",
          "rhyolite",
          "sandstone",
          "shale",
          "tuff, welded");

  private Samples() {}

  /** Returns each page by its name. */
  static ImmutableMap<String, String> pages() {
    return ImmutableMap.of("evaluation", HtmlReport.of(rocks()));
  }

  /** Returns predictions that are right more often where skill is larger. */
  static Predictions predictions(
      List<String> classes, int rows, int folds, double skill, long seed, String prefix) {
    // What is hard about a row is the same for every model.
    Random difficulty = new Random(7);
    Random noise = new Random(seed);
    Predictions.Builder builder = Predictions.builder(classes);
    int classCount = classes.size();
    for (int row = 0; row < rows; row++) {
      int truth = row < classCount ? row : (int) (classCount * Math.pow(difficulty.nextDouble(), 1.4));
      double hard = difficulty.nextGaussian();
      double[] logits = new double[classCount];
      double sum = 0;
      for (int c = 0; c < classCount; c++) {
        double kin = c == (truth ^ 1) ? 1.2 : 0;
        double own = c == truth ? skill - 1.3 * hard - 0.06 * truth : 0;
        logits[c] = Math.exp(0.9 * noise.nextGaussian() + kin + own);
        sum += logits[c];
      }
      for (int c = 0; c < classCount; c++) {
        logits[c] /= sum;
      }
      builder.add(
          "%s%s/IMG_%04d.jpg".formatted(prefix, classes.get(truth), row), truth, row % folds, logits);
    }
    return builder.build();
  }

  /** Returns a report with everything in it. */
  static MetricsReport rocks() {
    Predictions predictions = predictions(ROCKS, 600, 5, 4.2, 11, "");
    MetricsReportBuilder builder =
        MetricsReport.builder(predictions)
            .provenance(
                ImmutableMap.of(
                    "data set", "rock outcrops: 603 images, 12 classes",
                    "images used", "600",
                    "backbone", "efficientnet_v2_l.imagenet1k_v1",
                    "weights", "sha256 d61135980991188c7f2829bd3f1e1a3ed0a08c66f3c09ac2d60e83e62e2fd9ca",
                    "preprocessing", "480 x 480, bicubic, centre crop"))
            .protocol(
                ImmutableMap.of(
                    "protocol", "standard, version 1",
                    "folds", "5, stratified, seed 42",
                    "head", "linear, Adam 1e-3, at most 200 epochs, patience 10",
                    "standardisation", "of each feature, fitted on the train part"))
            .skipped(
                List.of(
                    new SkippedRow("basalt/IMG_0931.jpg", "truncated after 18,233 bytes"),
                    new SkippedRow("shale/readme.jpg", "not an image: begins with 54 68 69 73"),
                    new SkippedRow("tuff, welded/IMG_1200.jpg", "has no pixels")))
            .copies(new CopiesGap(9, 21, 0.865, 0.8544, 0.8817, 0.8702))
            .trainingCurves(curves(5));
    Map<String, String> pictures = new HashMap<>();
    MetricsReport.of(predictions, ImmutableMap.of())
        .mostConfidentMistakes(20)
        .forEach(mistake -> pictures.put(mistake.id(), picture(mistake.row())));
    return builder.pictures(pictures).build();
  }

  /** Returns losses that fall, and rise again on the validation part. */
  static Map<Integer, TrainingCurve> curves(int folds) {
    Map<Integer, TrainingCurve> curves = new TreeMap<>();
    for (int fold = 0; fold < folds; fold++) {
      Random noise = new Random(fold);
      int epochs = 40 + 7 * fold;
      double[] train = new double[epochs];
      double[] validation = new double[epochs];
      int kept = 0;
      for (int i = 0; i < epochs; i++) {
        train[i] = 0.12 + 2.3 * Math.exp(-i / 9.0) + 0.01 * noise.nextGaussian();
        validation[i] =
            0.42 + 2.1 * Math.exp(-i / 8.0) + 0.003 * i + 0.02 * noise.nextGaussian();
        kept = validation[i] < validation[kept] ? i : kept;
      }
      curves.put(
          fold,
          new TrainingCurve(
              kept + 1,
              ImmutableDoubleArray.copyOf(train),
              ImmutableDoubleArray.copyOf(validation)));
    }
    return curves;
  }

  /** Returns a small picture. */
  static String picture(int seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(72, 56, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < 40; i++) {
      graphics.setColor(Color.getHSBColor(0.08f, random.nextFloat() * 0.5f, random.nextFloat()));
      graphics.fillOval(random.nextInt(72) - 10, random.nextInt(56) - 10, 24, 12);
    }
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
