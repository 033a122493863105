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
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.fe4j.metrics.CopiesGap;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.MetricsReportBuilder;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.SkippedRow;
import org.fe4j.metrics.TrainingCurve;
import org.fe4j.metrics.comparison.AuditFinding;
import org.fe4j.metrics.comparison.CommercialUse;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.ComparisonBuilder;
import org.fe4j.metrics.comparison.DatasetFacts;
import org.fe4j.metrics.comparison.ModelFacts;
import org.fe4j.metrics.comparison.ModelKind;
import org.fe4j.metrics.comparison.NamedMatrix;

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

  /** What the pages are called. */
  static final ImmutableList<String> PAGES = ImmutableList.of("evaluation", "comparison");

  /** Returns a page, made anew. */
  static String page(String name) {
    return name.equals("evaluation") ? HtmlReport.of(rocks()) : HtmlReport.of(comparison());
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
      int truth =
          row < classCount ? row : (int) (classCount * Math.pow(difficulty.nextDouble(), 1.4));
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
          "%s%s/IMG_%04d.jpg".formatted(prefix, classes.get(truth), row),
          truth,
          row % folds,
          logits);
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
                    "weights",
                        "sha256 d61135980991188c7f2829bd3f1e1a3ed0a08c66f3c09ac2d60e83e62e2fd9ca",
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

  /** Returns six models on three data sets; one cell failed. */
  static Comparison comparison() {
    ComparisonBuilder builder =
        Comparison.builder()
            .provenance(
                ImmutableMap.of(
                    "machine", "16 cores, 64 GiB, no GPU", "fe4j", "0.1.0-SNAPSHOT", "seed", "42"));
    List<ModelFacts> models = models();
    models.forEach(builder::model);
    List<DatasetFacts> datasets =
        List.of(
            DatasetFacts.of("rock outcrops", 600, 12).withMedianShorterSide(768),
            DatasetFacts.of("thin sections", 450, 9).withMedianShorterSide(512),
            DatasetFacts.of("hand specimens (museum)", 500, 25).withMedianShorterSide(180));
    for (int d = 0; d < datasets.size(); d++) {
      DatasetFacts dataset = datasets.get(d);
      builder.dataset(dataset);
      List<String> classes =
          d == 0
              ? ROCKS
              : IntStream.range(0, dataset.classCount())
                  .mapToObj(("class of " + dataset.name() + " %02d")::formatted)
                  .toList();
      for (int m = 0; m < models.size(); m++) {
        String model = models.get(m).name();
        if (d == 2 && m == 4) {
          builder.failure(
              model,
              dataset.name(),
              "the engine ran out of memory: 6.1 GiB were needed, 4.0 GiB are there");
          continue;
        }
        double skill = 3.1 + SKILLS[m] - 0.25 * d + (m % 2 == 0 ? 0.15 * d : 0);
        builder.report(
            model,
            dataset.name(),
            MetricsReport.builder(predictions(classes, dataset.images(), 5, skill, 100 * d + m, ""))
                .provenance(ImmutableMap.of("backbone", model, "data set", dataset.name()))
                .protocol(ImmutableMap.of("protocol", "standard, version 1", "folds", "5"))
                .build());
      }
      if (d < 2) {
        int seed = d;
        builder.featureSimilarity(
            dataset.name(),
            NamedMatrix.of(
                models.stream().map(ModelFacts::name).toList(),
                (row, column) ->
                    row == column
                        ? 1
                        : 0.9
                            - 0.07 * Math.abs(row - column)
                            - 0.01 * ((row + column + seed) % 5)));
      }
    }
    builder.audit("rock outcrops", findings());
    return builder.build();
  }

  private static List<AuditFinding> findings() {
    return List.of(
        new AuditFinding("vit_b_16.imagenet1k_swag_linear_v1", false, "rank 2 to 3"),
        new AuditFinding(
            "mobilenet_v3_large.imagenet1k_v2",
            true,
            "rank 4 at a learning rate of 1e-3, rank 6 at 1e-4"));
  }

  private static final double[] SKILLS = {1.1, 0.5, 0.7, 0.15, 1.0, -0.2};

  private static List<ModelFacts> models() {
    return List.of(
        model("efficientnet_v2_l.imagenet1k_v1", ModelKind.CONVOLUTIONAL, "ImageNet-1k")
            .parameters(117_234_272)
            .gigaMultiplyAdds(56.1)
            .featureDimension(1280)
            .inputPixels(480)
            .imagesPerSecond(1.6)
            .peakMemoryBytes(3_100_000_000L)
            .licence("BSD-3-Clause")
            .commercialUse(CommercialUse.UNSTATED)
            .build(),
        model("resnet50.imagenet1k_v2", ModelKind.CONVOLUTIONAL, "ImageNet-1k")
            .parameters(23_508_032)
            .gigaMultiplyAdds(4.09)
            .featureDimension(2048)
            .inputPixels(224)
            .imagesPerSecond(22)
            .peakMemoryBytes(900_000_000L)
            .licence("BSD-3-Clause")
            .build(),
        model("vit_b_16.imagenet1k_swag_linear_v1", ModelKind.TRANSFORMER, "Instagram hashtags")
            .parameters(85_798_656)
            .gigaMultiplyAdds(17.6)
            .featureDimension(768)
            .inputPixels(224)
            .imagesPerSecond(6.8)
            .licence("CC-BY-NC-4.0")
            .commercialUse(CommercialUse.FORBIDDEN)
            .build(),
        model("clip_rn50", ModelKind.CONVOLUTIONAL, "400 million image-text pairs")
            .parameters(38_316_896)
            .gigaMultiplyAdds(5.6)
            .featureDimension(1024)
            .inputPixels(224)
            .imagesPerSecond(18)
            .licence("MIT")
            .commercialUse(CommercialUse.PERMITTED)
            .build(),
        model("swin_v2_b.imagenet1k_v1", ModelKind.TRANSFORMER, "ImageNet-1k")
            .parameters(86_905_848)
            .gigaMultiplyAdds(20.3)
            .featureDimension(1024)
            .inputPixels(256)
            .imagesPerSecond(4.1)
            .build(),
        model("mobilenet_v3_large.imagenet1k_v2", ModelKind.CONVOLUTIONAL, "ImageNet-1k")
            .parameters(2_971_952)
            .gigaMultiplyAdds(0.22)
            .featureDimension(960)
            .inputPixels(224)
            .imagesPerSecond(95)
            .licence("BSD-3-Clause")
            .commercialUse(CommercialUse.PERMITTED)
            .build());
  }

  private static ModelFacts.Builder model(String name, ModelKind kind, String pretraining) {
    return ModelFacts.builder(name).kind(kind).pretraining(pretraining);
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
        validation[i] = 0.42 + 2.1 * Math.exp(-i / 8.0) + 0.003 * i + 0.02 * noise.nextGaussian();
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
