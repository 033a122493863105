package org.fe4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.Precision;
import org.fe4j.engine.Engines;
import org.fe4j.feature.UnreadableImagePolicy;
import org.fe4j.progress.ProgressListener;
import org.jspecify.annotations.Nullable;

/**
 * A stage of MLlib that adds to each row the feature of its image, as a vector: the float32 values
 * of the backbone, which a vector's doubles hold exactly. The image column is either binary, whole
 * image files as {@code spark.read().format("binaryFile")} gives them in {@code content}, or in
 * Spark's image schema. All columns stay, and so do the rows and their order.
 *
 * <p>{@link #transform} compiles the backbone on the driver, which may fetch weights, and gives the
 * compiled artefact to Spark's file server; the images are read when an action needs the rows. An
 * executor loads a model once for all its tasks, which take turns for some batches each. A message
 * names an image by the column {@code path} where there is one, or the origin that the image schema
 * has.
 *
 * <p>Parameters are set as in all stages of MLlib; {@link #explainParams} lists them with their
 * defaults. Not safe for concurrent use while parameters are set; confine to one thread.
 */
public final class ImageFeaturizer extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private static final int DEFAULT_BATCH_SIZE = 32;

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> errorCol;
  private final Param<String> backbone;
  private final Param<String> weights;
  private final Param<String> tap;
  private final Param<String> engine;
  private final Param<String> device;
  private final Param<String> precision;
  private final IntParam inputSize;
  private final IntParam batchSize;
  private final IntParam decodingThreads;
  private final Param<String> onUnreadableImage;
  private final Param<String> store;

  /** One that has no name, or null. */
  private transient @Nullable Backbone ownBackbone;

  /** Creates a stage with the defaults; a backbone must be set. */
  public ImageFeaturizer() {
    this(Identifiable$.MODULE$.randomUID("imageFeaturizer"));
  }

  /**
   * Creates a stage with the defaults; a backbone must be set.
   *
   * @param uid that no other stage has
   */
  public ImageFeaturizer(String uid) {
    this.uid = uid;
    inputCol = text("inputCol", "column of image files' bytes, or in Spark's image schema");
    outputCol = text("outputCol", "column for the features, which must not be there");
    errorCol =
        text("errorCol", "column for the reason why an image has no feature; none by default");
    backbone = text("backbone", "name of the backbone: architecture or architecture.weights");
    weights = text("weights", "weight file on the driver in place of the published one");
    tap = text("tap", "the value that becomes the feature; the backbone's first by default");
    engine = text("engine", "PyTorch or TensorFlow; by default the one on the driver's class path");
    device = text("device", "CPU, or GPU: the one that Spark assigns to the task");
    precision = text("precision", "FP32, FP16 or BF16, of weights and activations");
    inputSize = number("inputSize", "side of the square input in pixels; the published one");
    batchSize = number("batchSize", "images a batch");
    decodingThreads = number("decodingThreads", "threads that decode; the executor's cores");
    onUnreadableImage =
        text("onUnreadableImage", "FAIL stops the job; SKIP leaves the feature null");
    store = text("store", "folder that all executors see, which keeps features; none by default");
    setDefault(inputCol, "content");
    setDefault(outputCol, "features");
    setDefault(device, DeviceKind.CPU.name());
    setDefault(precision, Precision.FP32.name());
    setDefault(batchSize, DEFAULT_BATCH_SIZE);
    setDefault(onUnreadableImage, UnreadableImagePolicy.FAIL.name());
  }

  private Param<String> text(String name, String description) {
    return new Param<>(this, name, description);
  }

  private IntParam number(String name, String description) {
    return new IntParam(this, name, description, ParamValidators.gtEq(1));
  }

  /** Reads stages that were written; Spark calls it by its name. */
  public static MLReader<ImageFeaturizer> read() {
    return new DefaultParamsReader<>();
  }

  /** Returns the stage that was written to a folder. */
  public static ImageFeaturizer load(String path) {
    return read().load(path);
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Returns the parameter of the image column. */
  public Param<String> inputCol() {
    return inputCol;
  }

  /** Returns the parameter of the column for the features. */
  public Param<String> outputCol() {
    return outputCol;
  }

  /** Returns the parameter of the column for reasons. */
  public Param<String> errorCol() {
    return errorCol;
  }

  /** Returns the parameter of the backbone's name. */
  public Param<String> backbone() {
    return backbone;
  }

  /** Returns the parameter of the weight file. */
  public Param<String> weights() {
    return weights;
  }

  /** Returns the parameter of the tap. */
  public Param<String> tap() {
    return tap;
  }

  /** Returns the parameter of the engine. */
  public Param<String> engine() {
    return engine;
  }

  /** Returns the parameter of the device. */
  public Param<String> device() {
    return device;
  }

  /** Returns the parameter of the precision. */
  public Param<String> precision() {
    return precision;
  }

  /** Returns the parameter of the input size. */
  public IntParam inputSize() {
    return inputSize;
  }

  /** Returns the parameter of the batch size. */
  public IntParam batchSize() {
    return batchSize;
  }

  /** Returns the parameter of the decoding threads. */
  public IntParam decodingThreads() {
    return decodingThreads;
  }

  /** Returns the parameter of what happens with images that cannot be read. */
  public Param<String> onUnreadableImage() {
    return onUnreadableImage;
  }

  /** Returns the parameter of the store. */
  public Param<String> store() {
    return store;
  }

  /** Sets the image column; {@code content} by default, as {@code binaryFile} calls it. */
  public ImageFeaturizer setInputCol(String value) {
    return with(inputCol, value);
  }

  /** Sets the column for the features; {@code features} by default. */
  public ImageFeaturizer setOutputCol(String value) {
    return with(outputCol, value);
  }

  /** Sets the column for the reason why an image has no feature; none by default. */
  public ImageFeaturizer setErrorCol(String value) {
    return with(errorCol, value);
  }

  /** Sets the backbone by its name, as {@link Backbones#named(String)} knows it. */
  public ImageFeaturizer setBackbone(String name) {
    ownBackbone = null;
    return with(backbone, name);
  }

  /**
   * Sets a backbone that has no name, such as an architecture of one's own or a TorchScript file. A
   * stage with one is copied and used as others are, but cannot be written.
   */
  public ImageFeaturizer setBackbone(Backbone value) {
    clear(backbone);
    ownBackbone = value;
    return this;
  }

  /** Sets a weight file on the driver in place of the published one; for a backbone with a name. */
  public ImageFeaturizer setWeights(String file) {
    return with(weights, file);
  }

  /** Sets the tap by its name; the backbone's first by default. */
  public ImageFeaturizer setTap(String name) {
    return with(tap, name);
  }

  /** Sets the engine; by default the one on the driver's class path, PyTorch where both are. */
  public ImageFeaturizer setEngine(String name) {
    return with(engine, name);
  }

  /** Sets the device; the CPU by default. A GPU is the one that Spark assigns to the task. */
  public ImageFeaturizer setDevice(DeviceKind value) {
    return with(device, value.name());
  }

  /** Sets the precision of weights and activations; fp32 by default. */
  public ImageFeaturizer setPrecision(Precision value) {
    return with(precision, value.name());
  }

  /** Sets the side of the square input in pixels; that of the published weights by default. */
  public ImageFeaturizer setInputSize(int pixels) {
    return with(inputSize, pixels);
  }

  /** Sets the images a batch; 32 by default. */
  public ImageFeaturizer setBatchSize(int images) {
    return with(batchSize, images);
  }

  /** Sets the threads that decode and resize on an executor; as many as its cores by default. */
  public ImageFeaturizer setDecodingThreads(int threads) {
    return with(decodingThreads, threads);
  }

  /**
   * Sets what happens with images that cannot be read; {@link UnreadableImagePolicy#FAIL} by
   * default, since a stage sees no total that a share could be allowed of. With {@link
   * UnreadableImagePolicy#SKIP} the feature is null and the reason stands in the error column.
   *
   * @throws IllegalArgumentException if it is {@link UnreadableImagePolicy#QUARANTINE}: the column
   *     has what the folder would have
   */
  public ImageFeaturizer setOnUnreadableImage(UnreadableImagePolicy value) {
    requirePolicy(value);
    return with(onUnreadableImage, value.name());
  }

  /** Sets the folder that keeps features, which all executors must see; none by default. */
  public ImageFeaturizer setStore(String folder) {
    return with(store, folder);
  }

  private <T> ImageFeaturizer with(Param<T> parameter, Object value) {
    @SuppressWarnings("unchecked") // Scala's integers are objects to Java.
    T checked = (T) value;
    Params same = set(parameter, checked);
    return (ImageFeaturizer) same;
  }

  private static void requirePolicy(UnreadableImagePolicy value) {
    if (value == UnreadableImagePolicy.QUARANTINE) {
      throw new IllegalArgumentException(
          "onUnreadableImage may be FAIL or SKIP here, found QUARANTINE. Use SKIP and an errorCol: the rows with a reason are the quarantine.");
    }
  }

  /**
   * Returns the columns with those that this stage adds.
   *
   * @throws IllegalArgumentException if the image column is missing or no image, a column that is
   *     added is there already, no backbone is set, or nobody knows it or its tap
   */
  @Override
  public StructType transformSchema(StructType schema) {
    SchemaCheck check = new SchemaCheck(uid, schema);
    check.requireImage("inputCol", getOrDefault(inputCol));
    check.requireAbsent("outputCol", getOrDefault(outputCol));
    Backbone resolved = resolve();
    int dimension = resolved.dimension(tap(resolved));
    StructField features =
        new StructField(
            getOrDefault(outputCol),
            SQLDataTypes.VectorType(),
            true,
            new AttributeGroup(getOrDefault(outputCol), dimension).toMetadata());
    StructType added = schema.add(features);
    if (!isSet(errorCol)) {
      return added;
    }
    new SchemaCheck(uid, added).requireAbsent("errorCol", getOrDefault(errorCol));
    return added.add(getOrDefault(errorCol), DataTypes.StringType, true);
  }

  /**
   * Returns the rows with their features, which are computed when an action needs them. Compiles
   * the backbone before, on this thread. The metadata of the features' column states what made
   * them, also in Parquet files.
   *
   * @throws IllegalArgumentException as {@link #transformSchema}, or if the backbone cannot be
   *     compiled for this engine, device and precision
   * @throws UncheckedIOException if weights cannot be fetched or read, or the result not be written
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType added = transformSchema(dataset.schema());
    Artefact artefact = distribute(dataset);
    int batch = (Integer) getOrDefault(batchSize);
    StructType schema = StatedOrigin.in(added, getOrDefault(outputCol), artefact, batch);
    PartitionExtraction extraction =
        new PartitionExtraction(
            artefact,
            RowLayout.of(dataset.schema(), getOrDefault(inputCol), isSet(errorCol)),
            option(UnreadableImagePolicy.class, onUnreadableImage),
            batch,
            isSet(decodingThreads) ? (Integer) getOrDefault(decodingThreads) : 0,
            isSet(store) ? getOrDefault(store) : "");
    return withMetadata(dataset.toDF().mapPartitions(extraction, Encoders.row(schema)), schema);
  }

  /** An encoder keeps names and types, but not what the metadata of columns say. */
  private static Dataset<Row> withMetadata(Dataset<Row> rows, StructType schema) {
    Dataset<Row> stated = rows;
    for (StructField field : schema.fields()) {
      if (!field.metadata().equals(Metadata.empty())) {
        Column column = functions.col("`" + field.name().replace("`", "``") + "`");
        stated = stated.withColumn(field.name(), column.as(field.name(), field.metadata()));
      }
    }
    return stated;
  }

  private Artefact distribute(Dataset<?> dataset) {
    requirePolicy(option(UnreadableImagePolicy.class, onUnreadableImage));
    Backbone resolved = resolve();
    CompilationTarget target =
        new CompilationTarget(
            isSet(engine) ? getOrDefault(engine) : Engines.standard(),
            option(DeviceKind.class, device),
            option(Precision.class, precision),
            tap(resolved));
    try {
      CompiledBackbone compiled = resolved.compile(target, ProgressListener.NONE);
      Delivery delivery = Delivery.from(dataset.sparkSession().sparkContext(), compiled);
      return Artefact.of(resolved, target, compiled, delivery);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "[%s] %s cannot be compiled: %s".formatted(uid, resolved.name(), e.getMessage()), e);
    }
  }

  private Backbone resolve() {
    Backbone found;
    if (ownBackbone != null) {
      if (isSet(weights)) {
        throw new IllegalArgumentException(
            "[%s] weights are for a backbone with a name, but %s was set, which has its own"
                .formatted(uid, ownBackbone.name()));
      }
      found = ownBackbone;
    } else if (!isSet(backbone)) {
      throw new IllegalArgumentException(
          "[%s] No backbone is set. Call setBackbone with a name such as \"resnet50\"."
              .formatted(uid));
    } else if (isSet(weights)) {
      found = Backbones.named(getOrDefault(backbone), Path.of(getOrDefault(weights)));
    } else {
      found = Backbones.named(getOrDefault(backbone));
    }
    return isSet(inputSize) ? found.withInputSize((Integer) getOrDefault(inputSize)) : found;
  }

  private FeatureTap tap(Backbone resolved) {
    return isSet(tap) ? new FeatureTap(getOrDefault(tap)) : resolved.taps().get(0);
  }

  /** A value may come from Python or a file, where it is any text. */
  private <E extends Enum<E>> E option(Class<E> type, Param<String> parameter) {
    String value = getOrDefault(parameter);
    try {
      return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "[%s] %s may be one of %s, found \"%s\""
              .formatted(uid, parameter.name(), Arrays.toString(type.getEnumConstants()), value),
          e);
    }
  }

  @Override
  public ImageFeaturizer copy(ParamMap extra) {
    ImageFeaturizer copy = copyValues(new ImageFeaturizer(uid), extra);
    copy.ownBackbone = ownBackbone;
    return copy;
  }

  /**
   * Returns the writer of the parameters.
   *
   * @throws IllegalStateException if the backbone has no name
   */
  @Override
  public MLWriter write() {
    if (ownBackbone != null) {
      throw new IllegalStateException(
          "[%s] A stage can be written when its backbone has a name, but %s was set as an object. Write the parameters yourself, or set a name and a weight file."
              .formatted(uid, ownBackbone.name()));
    }
    return DefaultParamsWritable.super.write();
  }
}
