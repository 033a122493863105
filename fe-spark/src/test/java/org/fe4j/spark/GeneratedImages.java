package org.fe4j.spark;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;

/** Pictures by formula, the same on every machine, and their features without Spark. */
final class GeneratedImages implements ImageDataset {
  /** Travels in fe-zoo's jar. */
  static final String BACKBONE = "shufflenet_v2_x0_5.fe4j_formula_v1";

  static final int INPUT_PIXELS = 32;
  static final int BATCH = 64;

  private static final int SIDE = 40;
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("path", DataTypes.StringType, false)
          .add("content", DataTypes.BinaryType, true);

  private final int count;

  GeneratedImages(int count) {
    this.count = count;
  }

  static byte[] encoded(long number) {
    byte[] pixels = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      long x = i / 3 % SIDE;
      long y = i / 3 / SIDE;
      long wave = (x * (number % 7 + 1) + y * (number % 11 + 1)) * (i % 3 + 1);
      pixels[i] = (byte) (wave + number * 31 + (x * y * number) % 37);
    }
    return RgbImage.wrap(SIDE, SIDE, pixels).toPpm();
  }

  static String path(long number) {
    return "generated/%05d.ppm".formatted(number);
  }

  /** Returns the pictures as a data frame, drawn where the rows are. */
  static Dataset<Row> dataFrame(SparkSession session, int count, int partitions) {
    return session.range(0, count, 1, partitions).map(new Draw(), Encoders.row(SCHEMA)).toDF();
  }

  private static final class Draw implements MapFunction<Long, Row>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Row call(Long number) {
      return RowFactory.create(number, path(number), encoded(number));
    }
  }

  static Backbone backbone() {
    return Backbones.named(BACKBONE).withInputSize(INPUT_PIXELS);
  }

  /** Returns the features that one process computes, on one thread as its JVM is told. */
  static DatasetFeatures features(ImageDataset images, int batch) throws IOException {
    return features(images, batch, "PyTorch");
  }

  /** The same, on an engine. */
  static DatasetFeatures features(ImageDataset images, int batch, String engine)
      throws IOException {
    try (FeatureExtractor extractor =
        FeatureExtractor.builder(backbone())
            .engine(engine)
            .batchSize(batch)
            .withoutStore()
            .allowUnreadable(1)
            .open(ProgressListener.NONE)) {
      return extractor.extract(images, ProgressListener.NONE);
    }
  }

  @Override
  public String name() {
    return "generated";
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public ImmutableList<String> classNames() {
    return ImmutableList.of("a", "b");
  }

  @Override
  public int label(int index) {
    return index % 2;
  }

  @Override
  public String id(int index) {
    return path(index);
  }

  @Override
  public byte[] bytes(int index) {
    return encoded(index);
  }
}
