package org.fe4j.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.apache.spark.SparkException;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.fe4j.backbone.Backbones;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.Precision;
import org.fe4j.feature.UnreadableImagePolicy;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stage within one JVM. */
class ImageFeaturizerTest {
  private static final StructType FILES =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("content", DataTypes.BinaryType)
          .add("length", DataTypes.LongType);

  private static SparkSession session;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    session = Sessions.local();
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  private static ImageFeaturizer featurizer() {
    return new ImageFeaturizer("features1")
        .setBackbone(GeneratedImages.BACKBONE)
        .setInputSize(GeneratedImages.INPUT_PIXELS)
        .setEngine("PyTorch");
  }

  private static Dataset<Row> files(byte[]... contents) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < contents.length; i++) {
      rows.add(RowFactory.create("image" + i, contents[i], (long) i));
    }
    return session.createDataFrame(rows, FILES).coalesce(1);
  }

  private static byte[] truncated() {
    return Arrays.copyOf(GeneratedImages.encoded(0), 2000);
  }

  @Test
  void addsTheFeaturesAndLeavesRowsAndColumnsAsTheyAre() throws IOException {
    int count = 70;
    List<Row> rows =
        featurizer().transform(GeneratedImages.dataFrame(session, count, 3)).collectAsList();

    assertThat(rows).hasSize(count);
    assertThat(rows.get(0).schema().fieldNames())
        .containsExactly("id", "path", "content", "features");
    assertThat((byte[]) rows.get(7).getAs("content")).isEqualTo(GeneratedImages.encoded(7));
    List<Row> features = new ArrayList<>();
    rows.forEach(row -> features.add(RowFactory.create(row.get(0), row.get(3))));
    assertThat(
            Difference.ofValues(features, GeneratedImages.features(new GeneratedImages(count), 32)))
        .isZero();
  }

  @Test
  void saysInTheSchemaHowLongAFeatureIs() {
    StructType schema = featurizer().setErrorCol("why").transformSchema(FILES);

    assertThat(schema.fieldNames()).containsExactly("path", "content", "length", "features", "why");
    assertThat(AttributeGroup.fromStructField(schema.apply("features")).size()).isEqualTo(1024);
    assertThat(
            AttributeGroup.fromStructField(
                    featurizer().setTap("logits").transformSchema(FILES).apply("features"))
                .size())
        .isEqualTo(539);
  }

  @Test
  void picturesInSparksSchemaHaveTheFeaturesOfTheirFiles() throws IOException {
    RgbImage image = ImageDecoder.standard().decode(GeneratedImages.encoded(5), "5");
    byte[] blueFirst = new byte[image.pixels().length];
    for (int i = 0; i < blueFirst.length; i++) {
      blueFirst[i] = image.pixels()[i / 3 * 3 + 2 - i % 3];
    }
    Row pixels = RowFactory.create("file:/5.png", image.height(), image.width(), 3, 16, blueFirst);
    Dataset<Row> pictures =
        session.createDataFrame(List.of(RowFactory.create(pixels)), ImageSchema.imageSchema());

    Row fromPixels = featurizer().setInputCol("image").transform(pictures).first();
    Row fromFile = featurizer().transform(files(GeneratedImages.encoded(5))).first();

    assertThat(fromPixels.<Object>getAs("features")).isEqualTo(fromFile.getAs("features"));
  }

  @Test
  void aSkippedImageHasItsReasonAndNoFeature() {
    Column content = when(col("path").equalTo("image3"), lit(null)).otherwise(col("content"));
    Dataset<Row> images =
        files(
                GeneratedImages.encoded(0),
                truncated(),
                new byte[0],
                new byte[1],
                "no image".getBytes(StandardCharsets.UTF_8),
                GeneratedImages.encoded(1))
            .withColumn("content", content);

    List<Row> rows =
        featurizer()
            .setErrorCol("error")
            .setOnUnreadableImage(UnreadableImagePolicy.SKIP)
            .transform(images)
            .collectAsList();

    assertThat(rows).hasSize(6);
    for (int i : new int[] {0, 5}) {
      assertThat(rows.get(i).<Object>getAs("features")).isNotNull();
      assertThat(rows.get(i).<Object>getAs("error")).isNull();
    }
    for (int i : new int[] {1, 2, 3, 4}) {
      assertThat(rows.get(i).<Object>getAs("features")).isNull();
      assertThat(rows.get(i).<String>getAs("error")).startsWith("[image" + i + "] ");
    }
    assertThat(rows.get(3).<String>getAs("error"))
        .isEqualTo("[image3] There is no image: the column is null.");
    assertThat(rows.get(2).<String>getAs("error")).contains("empty file");
  }

  @Test
  void anUnreadableImageStopsTheJobByDefaultAndIsNamed() {
    assertThatThrownBy(
            () ->
                featurizer()
                    .transform(files(GeneratedImages.encoded(0), new byte[0]))
                    .collectAsList())
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("[image1] ")
        .hasMessageContaining(
            "Mend or remove the image, or set onUnreadableImage to SKIP and an errorCol.");
  }

  @Test
  void aPartitionMayBeEmptyOrHaveNoReadableImage() {
    assertThat(featurizer().transform(files()).collectAsList()).isEmpty();
    List<Row> rows =
        featurizer()
            .setOnUnreadableImage(UnreadableImagePolicy.SKIP)
            .transform(files(new byte[0]))
            .collectAsList();
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).schema().fieldNames()).doesNotContain("error");
  }

  @Test
  void keepsFeaturesInAStoreThatTheNextRunReads() {
    ImageFeaturizer kept = featurizer().setStore(folder.resolve("store").toString());
    Dataset<Row> images = GeneratedImages.dataFrame(session, 40, 2);

    List<Row> first = kept.transform(images).collectAsList();
    List<Row> second = kept.transform(images).collectAsList();

    assertThat(second).isEqualTo(first);
    assertThat(folder.resolve("store")).isNotEmptyDirectory();
  }

  @Test
  void refusesColumnsThatAreNotThereOrNoImages() {
    assertThatThrownBy(() -> featurizer().setInputCol("picture").transformSchema(FILES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[features1] inputCol: there is no column \"picture\"; there are: path, content, length");
    assertThatThrownBy(() -> featurizer().setInputCol("path").transformSchema(FILES))
        .hasMessage(
            "[features1] inputCol: the column \"path\" must be binary, as spark.read().format(\"binaryFile\") gives it in \"content\", or in Spark's image schema, but it is string");
    assertThatThrownBy(() -> featurizer().setOutputCol("length").transformSchema(FILES))
        .hasMessage(
            "[features1] outputCol: there is a column \"length\" already. Drop it, or choose another name.");
    assertThatThrownBy(() -> featurizer().setErrorCol("features").transformSchema(FILES))
        .hasMessage(
            "[features1] errorCol: there is a column \"features\" already. Drop it, or choose another name.");
  }

  @Test
  void refusesWhatNoBackboneCanDo() {
    assertThatThrownBy(() -> new ImageFeaturizer("features1").transformSchema(FILES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[features1] No backbone is set. Call setBackbone with a name such as \"resnet50\".");
    assertThatThrownBy(() -> featurizer().setBackbone("resnet5O").transformSchema(FILES))
        .hasMessageContaining("Did you mean \"resnet50\"?");
    assertThatThrownBy(() -> featurizer().setTap("projection").transformSchema(FILES))
        .hasMessageContaining("No tap \"projection\"");
    assertThatThrownBy(() -> featurizer().setBatchSize(0)).hasMessageContaining("batchSize");
    assertThatThrownBy(() -> featurizer().setOnUnreadableImage(UnreadableImagePolicy.QUARANTINE))
        .hasMessage(
            "onUnreadableImage may be FAIL or SKIP here, found QUARANTINE. Use SKIP and an errorCol: the rows with a reason are the quarantine.");
    ImageFeaturizer wrong = featurizer();
    wrong.set("precision", "fp64");
    assertThatThrownBy(() -> wrong.transform(files()))
        .hasMessage("[features1] precision may be one of [FP32, FP16, BF16], found \"fp64\"");
  }

  @Test
  void aGpuThatSparkDidNotAssignIsAnError() {
    assertThatThrownBy(
            () ->
                featurizer()
                    .setDevice(DeviceKind.GPU)
                    .transform(files(GeneratedImages.encoded(0)))
                    .collectAsList())
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("The device is GPU, but Spark assigned none to this task");
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    ImageFeaturizer stage =
        featurizer()
            .setInputCol("picture")
            .setOutputCol("vector")
            .setErrorCol("reason")
            .setWeights("weights.pth")
            .setTap("pooled")
            .setPrecision(Precision.BF16)
            .setBatchSize(5)
            .setDecodingThreads(3)
            .setStore("store")
            .setOnUnreadableImage(UnreadableImagePolicy.SKIP);
    String file = folder.resolve("stage").toString();
    stage.write().save(file);

    ImageFeaturizer read = ImageFeaturizer.load(file);

    assertThat(read.uid()).isEqualTo("features1");
    assertThat(read.explainParams()).isEqualTo(stage.explainParams());
    assertThat(read.copy(new ParamMap()).explainParams()).isEqualTo(stage.explainParams());
  }

  @Test
  void aBackboneOfOnesOwnIsUsedAndCopiedButNotWritten() {
    ImageFeaturizer own =
        new ImageFeaturizer("features1")
            .setBackbone(
                Backbones.named(GeneratedImages.BACKBONE)
                    .withInputSize(GeneratedImages.INPUT_PIXELS))
            .setEngine("PyTorch");
    Dataset<Row> images = files(GeneratedImages.encoded(3));

    assertThat(own.copy(new ParamMap()).transform(images).first().<Object>getAs("features"))
        .isEqualTo(featurizer().transform(images).first().getAs("features"));
    assertThatThrownBy(own::write)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "[features1] A stage can be written when its backbone has a name, but shufflenet_v2_x0_5.fe4j_formula_v1 was set as an object. Write the parameters yourself, or set a name and a weight file.");
    assertThatThrownBy(() -> own.setWeights("weights.pth").transformSchema(FILES))
        .hasMessage(
            "[features1] weights are for a backbone with a name, but shufflenet_v2_x0_5.fe4j_formula_v1 was set, which has its own");
  }

  @Test
  void isAStageOfAPipelineThatIsWrittenAndRead() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      byte[] pixels = new byte[3 * 40 * 40];
      int shade = i % 2 == 0 ? 40 : 200;
      for (int k = 0; k < pixels.length; k++) {
        pixels[k] = (byte) (shade + (k * (i + 3)) % 11);
      }
      rows.add(RowFactory.create((double) (i % 2), RgbImage.wrap(40, 40, pixels).toPpm()));
    }
    Dataset<Row> images =
        session.createDataFrame(
            rows,
            new StructType()
                .add("label", DataTypes.DoubleType)
                .add("content", DataTypes.BinaryType));
    LogisticRegression head = new LogisticRegression().setMaxIter(20);
    PipelineModel model =
        new Pipeline().setStages(new PipelineStage[] {featurizer(), head}).fit(images);
    String file = folder.resolve("pipeline").toString();
    model.write().save(file);

    List<Row> predictions =
        PipelineModel.load(file).transform(images).select("label", "prediction").collectAsList();

    assertThat(predictions).hasSize(40);
    assertThat(predictions)
        .allSatisfy(row -> assertThat(row.getDouble(1)).isEqualTo(row.getDouble(0)));
  }

  @Test
  void theRowsHaveTheMetadataThatTheSchemaPromises() {
    Metadata label = new MetadataBuilder().putString("kind", "nominal").build();
    Dataset<Row> files = files().withMetadata("length", label);

    StructType schema = featurizer().setOutputCol("a.b").transform(files).schema();

    assertThat(AttributeGroup.fromStructField(schema.apply("a.b")).size()).isEqualTo(1024);
    assertThat(schema.apply("a.b").metadata().getMetadata("fe4j.provenance").getString("backbone"))
        .isEqualTo(GeneratedImages.BACKBONE);
    assertThat(schema.apply("length").metadata()).isEqualTo(label);
    assertThat(schema.fieldNames()).containsExactly("path", "content", "length", "a.b");
  }

  @Test
  void columnsMayHavePointsAndSpacesInTheirNames() {
    Dataset<Row> files =
        files(GeneratedImages.encoded(3), new byte[0])
            .withColumnRenamed("content", "the picture.jpg")
            .withColumnRenamed("length", "a.b");

    List<Row> rows =
        featurizer()
            .setInputCol("the picture.jpg")
            .setOutputCol("my feature.v1")
            .setErrorCol("a reason.v1")
            .setOnUnreadableImage(UnreadableImagePolicy.SKIP)
            .transform(files)
            .collectAsList();

    assertThat(rows.get(0).<Object>getAs("my feature.v1"))
        .isEqualTo(
            featurizer().transform(files(GeneratedImages.encoded(3))).first().getAs("features"));
    assertThat(rows.get(1).<String>getAs("a reason.v1")).startsWith("[image1] ");
    assertThat(rows.get(1).<Long>getAs("a.b")).isEqualTo(1);
  }

  @Test
  void twoStagesInOneJobHaveAModelEach() {
    Dataset<Row> files =
        files(GeneratedImages.encoded(3), GeneratedImages.encoded(4)).repartition(2);
    ImageFeaturizer logits = featurizer().setTap("logits").setOutputCol("scores");

    Row both = logits.transform(featurizer().transform(files)).orderBy("path").first();

    Dataset<Row> one = files(GeneratedImages.encoded(3));
    assertThat(both.<Object>getAs("features"))
        .isEqualTo(featurizer().transform(one).first().getAs("features"));
    assertThat(both.<Object>getAs("scores"))
        .isEqualTo(logits.transform(one).first().getAs("scores"));
  }

  @Test
  void aTaskThatIsCancelledLeavesTheModelToOthers() throws Exception {
    Dataset<Row> many = featurizer().transform(GeneratedImages.dataFrame(session, 4000, 2));
    session.sparkContext().setJobGroup("cancelled", "", true);
    try {
      FutureTask<Long> job = new FutureTask<>(() -> many.toJavaRDD().count());
      new Thread(job).start();
      while (session.sparkContext().statusTracker().getActiveJobIds().length == 0) {
        Thread.sleep(10);
      }
      Thread.sleep(500);
      session.sparkContext().cancelJobGroup("cancelled");
      assertThatThrownBy(job::get).hasMessageContaining("cancelled");
    } finally {
      session.sparkContext().clearJobGroup();
    }

    int count = 70;
    List<Row> rows =
        featurizer()
            .transform(GeneratedImages.dataFrame(session, count, 1))
            .select("id", "features")
            .collectAsList();
    assertThat(Difference.ofValues(rows, GeneratedImages.features(new GeneratedImages(count), 32)))
        .isZero();
  }

  @Test
  void aThousandPartitionsOfOneImageOrNoneEach() throws IOException {
    int count = 40;
    List<Row> rows =
        featurizer()
            .setBatchSize(1)
            .transform(GeneratedImages.dataFrame(session, count, 1000))
            .select("id", "features")
            .collectAsList();
    assertThat(Difference.ofValues(rows, GeneratedImages.features(new GeneratedImages(count), 1)))
        .isZero();
  }

  @Test
  void aCompiledBackboneThatIsGoneIsNamed() throws IOException {
    CompilationTarget target =
        new CompilationTarget("PyTorch", DeviceKind.CPU, Precision.FP32, FeatureTap.PENULTIMATE);
    CompiledBackbone compiled = GeneratedImages.backbone().compile(target, ProgressListener.NONE);
    Path script = Files.copy(compiled.path(), folder.resolve("mine.pt")).toRealPath();
    Dataset<Row> rows =
        new ImageFeaturizer()
            .setBackbone(
                CustomBackbone.builder("mine", script, GeneratedImages.INPUT_PIXELS, 1024)
                    .input(compiled.input())
                    .build())
            .setEngine("PyTorch")
            .transform(files(GeneratedImages.encoded(0)));
    Files.delete(script);

    assertThatThrownBy(rows::collectAsList)
        .isInstanceOf(SparkException.class)
        .hasMessageContaining(
            script
                + ": the compiled backbone was here when transform(…) was called, and is not any more. Call it again, which compiles it anew");
  }

  @Test
  void testsOpenOfTheJdkWhatSparkOpensOnACluster() {
    ImmutableList<String> given =
        ImmutableList.copyOf(ManagementFactory.getRuntimeMXBean().getInputArguments());
    for (String option : JavaModuleOptions.defaultModuleOptionArray()) {
      // The JVM reports neither of these as it was given.
      if (!option.startsWith("-XX") && !option.startsWith("--sun-misc")) {
        assertThat(given).contains(option);
      }
    }
  }
}
