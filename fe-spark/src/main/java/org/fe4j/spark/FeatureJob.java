package org.fe4j.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.feature.UnreadableImagePolicy;
import org.fe4j.image.ImageFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The features of all images below a folder, as Parquet files: a job for {@code spark-submit}.
 *
 * <pre>
 * spark-submit --class org.fe4j.spark.FeatureJob --jars … fe-spark.jar
 *     --images hdfs:///rocks --labels-from-folders --backbone resnet50 --out hdfs:///rocks.features
 * </pre>
 *
 * <p>A row for each image: {@code path} below the folder, {@code label} where asked for, which is
 * the first folder of the path, {@code features} as a list of float32 values, and {@code error},
 * the reason where there are none. So {@code org.fe4j.export.FeatureTable} writes them too, but for
 * the reasons. The order is Spark's.
 */
public final class FeatureJob {
  private static final Logger LOGGER = LoggerFactory.getLogger(FeatureJob.class);

  private static final int NAMED = 10;

  private static final String OPEN_COST = "spark.sql.files.openCostInBytes";

  /** Images of 100 kB, so counted, come some hundreds to a partition of 128 MiB, not 31. */
  private static final String IMAGE_OPEN_COST = "65536";

  private static final String IMAGE_FILES =
      ImageFormat.fileExtensions().stream()
          .map(FeatureJob::anyCase)
          .collect(Collectors.joining(",", "*.{", "}"));

  private FeatureJob() {}

  /** Runs the job in the session that {@code spark-submit} configures, and ends it. */
  public static void main(String[] arguments) {
    JobOptions options = JobOptions.parse(arguments);
    SparkSession session = SparkSession.builder().appName("fe4j features").getOrCreate();
    try {
      run(session, options);
    } finally {
      session.stop();
    }
  }

  /**
   * Runs the job.
   *
   * @throws IllegalStateException if more images cannot be read than are allowed; what was written
   *     stays
   */
  static void run(SparkSession session, JobOptions options) {
    if (!session.sparkContext().getConf().contains(OPEN_COST)) {
      session.conf().set(OPEN_COST, IMAGE_OPEN_COST);
    }
    ImageFeaturizer featurizer = featurizer(options);
    double allowed =
        options.share(JobOptions.ALLOW_UNREADABLE, UnreadableImagePolicy.ALLOWED_SHARE);
    String out = options.required(JobOptions.OUT);
    Dataset<Row> files = files(session, options);
    Dataset<Row> features = featurizer.transform(files);
    // begin: parquet
    Column floats = functions.vector_to_array(col("features"), "float32");
    features
        .withColumn("features", when(col("features").isNotNull(), floats)) // Null is refused.
        .withMetadata("features", features.schema().apply("features").metadata())
        .drop("content", "length", "modificationTime")
        .write()
        .mode(options.has(JobOptions.OVERWRITE) ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
        .parquet(out);
    // end: parquet
    requireReadable(session.read().parquet(out), out, allowed);
  }

  private static ImageFeaturizer featurizer(JobOptions options) {
    String backbone = options.required(JobOptions.BACKBONE);
    // begin: featurizer
    ImageFeaturizer featurizer =
        new ImageFeaturizer()
            .setBackbone(backbone)
            .setInputCol("content")
            .setOutputCol("features")
            .setErrorCol("error")
            .setOnUnreadableImage(UnreadableImagePolicy.SKIP);
    // end: featurizer
    featurizer
        .setOnUnreadableImage(options.choice(JobOptions.ON_UNREADABLE, UnreadableImagePolicy.SKIP))
        .setDevice(options.choice(JobOptions.DEVICE, DeviceKind.CPU))
        .setPrecision(options.choice(JobOptions.PRECISION, Precision.FP32));
    options.find(JobOptions.WEIGHTS).ifPresent(featurizer::setWeights);
    options.find(JobOptions.TAP).ifPresent(featurizer::setTap);
    options.find(JobOptions.ENGINE).ifPresent(featurizer::setEngine);
    options.find(JobOptions.STORE).ifPresent(featurizer::setStore);
    options.number(JobOptions.INPUT_SIZE).ifPresent(featurizer::setInputSize);
    options.number(JobOptions.BATCH_SIZE).ifPresent(featurizer::setBatchSize);
    options.number(JobOptions.DECODING_THREADS).ifPresent(featurizer::setDecodingThreads);
    return featurizer;
  }

  /** Returns the image files with their paths below the folder, and their labels if asked for. */
  private static Dataset<Row> files(SparkSession session, JobOptions options) {
    String images = options.required(JobOptions.IMAGES);
    // begin: files
    Dataset<Row> files =
        session
            .read()
            .format("binaryFile")
            .option("recursiveFileLookup", true)
            .option("pathGlobFilter", IMAGE_FILES)
            .load(images);
    // end: files
    if (options.number(JobOptions.PARTITIONS).isPresent()) {
      files = files.coalesce(options.number(JobOptions.PARTITIONS).getAsInt());
    }
    files = files.withColumn("path", relative(root(session, images)));
    return options.has(JobOptions.LABELS_FROM_FOLDERS)
        ? files.withColumn("label", label(col("path")))
        : files;
  }

  /** Returns the folder as {@code binaryFile} begins its paths. */
  private static String root(SparkSession session, String images) {
    Path folder = new Path(images);
    try {
      return folder.getFileSystem(session.sessionState().newHadoopConf()).makeQualified(folder)
          + "/";
    } catch (IOException e) {
      throw new UncheckedIOException("[%s] cannot be read".formatted(images), e);
    }
  }

  /** Paths that a pattern found elsewhere stay whole. */
  private static Column relative(String root) {
    Column path = col("path");
    return when(path.startsWith(root), substring(path, root.length() + 1, Integer.MAX_VALUE))
        .otherwise(path);
  }

  /** An image that lies in no folder has none. */
  private static Column label(Column path) {
    return when(path.contains("/"), regexp_extract(path, "^([^/]+)/", 1)).otherwise(lit(null));
  }

  private static void requireReadable(Dataset<Row> written, String out, double allowed) {
    Row counts = written.agg(count(lit(1)), count(col("error"))).first();
    long images = counts.getLong(0);
    long unreadable = counts.getLong(1);
    LOGGER.info("{}: {} images, {} of which cannot be read", out, images, unreadable);
    if (images == 0) {
      throw new IllegalStateException(
          "[%s] No images were found. Look at %s: files whose names end as images do, at any depth."
              .formatted(out, JobOptions.IMAGES));
    }
    if (!UnreadableImagePolicy.tooMany(unreadable, images, allowed)) {
      return;
    }
    List<String> some =
        written
            .where(col("error").isNotNull())
            .select("path", "error")
            .limit(NAMED)
            .collectAsList()
            .stream()
            .map(row -> "\n  %s: %s".formatted(row.getString(0), row.getString(1)))
            .toList();
    throw new IllegalStateException(
        "[%s] %d of %d images cannot be read, more than the share of %s that may be:%s\nMend or remove them, or allow more with %s. What was written stays."
            .formatted(
                out,
                unreadable,
                images,
                allowed,
                String.join("", some),
                JobOptions.ALLOW_UNREADABLE));
  }

  /** Hadoop's patterns distinguish cases. */
  private static String anyCase(String ending) {
    return ending
        .chars()
        .mapToObj(Character::toString)
        .map(letter -> "[" + letter + letter.toUpperCase(Locale.ROOT) + "]")
        .collect(Collectors.joining());
  }
}
