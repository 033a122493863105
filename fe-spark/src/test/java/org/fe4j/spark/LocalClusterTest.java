package org.fe4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.fe4j.feature.DatasetFeatures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two executor processes of one core each, which Spark starts for this JVM. */
class LocalClusterTest {
  private static final int IMAGES = 20_000;

  private static SparkSession session;

  @BeforeAll
  static void start() {
    SparkHome.prepare();
    session = Sessions.cluster("local-cluster[2,1,1024]").getOrCreate();
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  private static ImageFeaturizer featurizer(int batchSize) {
    return new ImageFeaturizer()
        .setBackbone(GeneratedImages.BACKBONE)
        .setInputSize(GeneratedImages.INPUT_PIXELS)
        .setBatchSize(batchSize)
        .setEngine("PyTorch");
  }

  @Test
  void featuresOfTwentyThousandImagesEqualThoseOfOneProcessBitForBit() throws IOException {
    DatasetFeatures expected =
        GeneratedImages.features(new GeneratedImages(IMAGES), GeneratedImages.BATCH);
    Dataset<Row> images = GeneratedImages.dataFrame(session, IMAGES, 20);

    List<Row> rows =
        featurizer(GeneratedImages.BATCH)
            .transform(images)
            .select("id", "features")
            .collectAsList();

    assertThat(Difference.ofValues(rows, expected)).isZero();
  }

  @Test
  void batchesOfAnotherSizeGiveFeaturesInTheSameDirections() throws IOException {
    int images = 300;
    DatasetFeatures expected =
        GeneratedImages.features(new GeneratedImages(images), GeneratedImages.BATCH);

    List<Row> rows =
        featurizer(7)
            .transform(GeneratedImages.dataFrame(session, images, 4))
            .select("id", "features")
            .collectAsList();

    assertThat(Difference.leastCosine(rows, expected)).isGreaterThan(0.99999);
  }

  @Test
  void aSavedModelDirectoryReachesTheExecutorsToo() throws IOException {
    int images = 200;
    DatasetFeatures expected =
        GeneratedImages.features(new GeneratedImages(images), GeneratedImages.BATCH, "TensorFlow");

    List<Row> rows =
        featurizer(GeneratedImages.BATCH)
            .setEngine("TensorFlow")
            .transform(GeneratedImages.dataFrame(session, images, 4))
            .select("id", "features")
            .collectAsList();

    assertThat(Difference.leastCosine(rows, expected)).isGreaterThan(0.99999);
    assertThat(Difference.ofValues(rows, expected)).isZero();
  }
}
