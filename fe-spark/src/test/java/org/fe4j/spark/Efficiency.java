package org.fe4j.spark;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.fe4j.backbone.Backbones;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.progress.ProgressListener;

/**
 * Measures two executors of one core against one process of two: the same JPEG files, decoded and
 * through the same backbone, 224 pixels at batch 32, without a store. The executors write Parquet.
 * Not a test; its figures are in docs/how-to/spark.md. The first run of each warms up.
 *
 * <pre>
 * Efficiency process|cluster FOLDER IMAGES RUNS
 * </pre>
 */
final class Efficiency {
  private static final int WIDTH = 500;
  private static final int HEIGHT = 375;
  private static final int BATCH = 32;

  private Efficiency() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    int runs = Integer.parseInt(arguments[3]);
    Path images = folder.resolve("images" + count);
    if (!Files.exists(images)) {
      draw(images, count);
    }
    if (arguments[0].equals("process")) {
      process(images, runs);
    } else {
      cluster(images, folder.resolve("features"), count, runs);
    }
  }

  private static void draw(Path images, int count) throws IOException {
    for (int n = 0; n < count; n++) {
      BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          int noise = ((x * 73 + y * 151 + n * 17) * 2_654_435) >>> 24;
          int wave = (int) (100 + 80 * Math.sin((x + n) / 31.0) * Math.cos((y - n) / 23.0));
          int level = wave + noise / 8;
          picture.setRGB(x, y, (level << 16) | ((255 - level) << 8) | ((level + n) & 0xff));
        }
      }
      Path file = images.resolve((n % 2 == 0 ? "a" : "b") + "/%05d.jpg".formatted(n));
      Files.createDirectories(file.getParent());
      ImageIO.write(picture, "jpg", file.toFile());
    }
  }

  private static void process(Path images, int runs) throws IOException {
    ImageFolder dataset = ImageFolder.of(images);
    try (FeatureExtractor extractor =
        FeatureExtractor.builder(Backbones.named(GeneratedImages.BACKBONE))
            .engine("PyTorch")
            .batchSize(BATCH)
            .decodingThreads(2)
            .withoutStore()
            .open(ProgressListener.NONE)) {
      for (int run = 0; run <= runs; run++) {
        long begin = System.nanoTime();
        int rows = extractor.extract(dataset, ProgressListener.NONE).rows();
        report("one process", run, rows, begin);
      }
    }
  }

  private static void cluster(Path images, Path out, int count, int runs) {
    SparkHome.prepare();
    SparkSession session = Sessions.cluster("local-cluster[2,1,1024]").getOrCreate();
    session.conf().set("spark.sql.files.openCostInBytes", "65536");
    try {
      for (int run = 0; run <= runs; run++) {
        long begin = System.nanoTime();
        new ImageFeaturizer()
            .setBackbone(GeneratedImages.BACKBONE)
            .setBatchSize(BATCH)
            .setEngine("PyTorch")
            .transform(
                session
                    .read()
                    .format("binaryFile")
                    .option("recursiveFileLookup", true)
                    .load(images.toString()))
            .drop("content")
            .write()
            .mode(SaveMode.Overwrite)
            .parquet(out.toString());
        report("two executors", run, count, begin);
      }
    } finally {
      session.stop();
    }
  }

  private static void report(String what, int run, int images, long beginNanos) {
    double seconds = (System.nanoTime() - beginNanos) / 1e9;
    String text =
        String.format(
            Locale.ROOT,
            "%s, run %d: %d images in %.2f s, %.1f images/s",
            what,
            run,
            images,
            seconds,
            images / seconds);
    System.out.println(text);
  }
}
