package org.fe4j.feature;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Floats;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.engine.Engines;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.Preprocessor;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.jspecify.annotations.Nullable;

/** A compiled backbone in an engine of DJL: one native scope a batch, one fixed batch shape. */
final class EngineFeatureExtractor implements FeatureExtractor {
  private static final String STAGE = "Extracting features";

  private final FeatureExtractorBuilder settings;
  private final CompiledBackbone compiled;
  private final Engine engine;
  private final Model model;
  private final Predictor<NDList, NDList> predictor;
  private @Nullable SingleImage single;
  private boolean closed;

  /** Buffers for one image at a time, kept from call to call. */
  private static final class SingleImage {
    private final Preprocessor preprocessor;
    private final ImageBatch batch;

    SingleImage(Preprocessing preprocessing, int batchSize) {
      preprocessor = Preprocessor.of(preprocessing);
      batch = new ImageBatch(Math.multiplyExact(batchSize, preprocessing.cropBytes()));
    }

    ByteBuffer load(RgbImage image) {
      preprocessor.apply(image, batch.pixels.rewind());
      return batch.pixels;
    }
  }

  private EngineFeatureExtractor(
      FeatureExtractorBuilder settings, CompiledBackbone compiled, Engine engine, Model model) {
    this.settings = settings;
    this.compiled = compiled;
    this.engine = engine;
    this.model = model;
    this.predictor = model.newPredictor(new NoopTranslator());
  }

  static FeatureExtractor open(FeatureExtractorBuilder settings, ProgressListener progress)
      throws IOException {
    Engine engine =
        settings.offline ? Engines.startOffline(settings.engine) : Engines.start(settings.engine);
    Device device = Engines.device(engine, settings.device);
    CompiledBackbone compiled = settings.backbone.compile(settings.target(), progress);
    Path path = compiled.path().toAbsolutePath();
    Path name = path.getFileName();
    Path folder = path.getParent();
    if (name == null || folder == null) {
      throw new IOException(settings.backbone.name() + ": no model can be at " + path);
    }
    Model model = Model.newInstance(settings.backbone.name(), device, settings.engine);
    try {
      model.load(folder, name.toString());
      return new EngineFeatureExtractor(settings, compiled, engine, model);
    } catch (MalformedModelException | RuntimeException e) {
      model.close();
      throw new IOException(
          "%s: %s cannot load %s: %s"
              .formatted(settings.backbone.name(), settings.engine, path, e.getMessage()),
          e);
    } catch (IOException e) {
      model.close();
      throw e;
    }
  }

  @Override
  public int dimension() {
    return compiled.dimension();
  }

  @Override
  public ImmutableMap<String, String> provenance() {
    return ImmutableMap.<String, String>builder()
        .put("backbone", settings.backbone.name())
        .putAll(compiled.provenance())
        .put("tap", "%s (%d values)".formatted(settings.tap, dimension()))
        .put("preprocessing", describe(settings.backbone.preprocessing()))
        .put("decoder", settings.decoder.identity())
        .put("precision", settings.precision + " on " + settings.device)
        .put("engine", engine.getEngineName() + " " + engine.getVersion())
        .put("batch size", Integer.toString(settings.batchSize))
        .buildKeepingLast();
  }

  @Override
  public float[] extract(RgbImage image) throws IOException {
    requireOpen();
    if (single == null) {
      single = new SingleImage(settings.backbone.preprocessing(), settings.batchSize);
    }
    float[] rows = forward(single.load(image));
    float[] feature = new float[dimension()];
    System.arraycopy(rows, 0, feature, 0, feature.length);
    requireFinite(feature, 0, "the image");
    return feature;
  }

  @Override
  public DatasetFeatures extract(ImageDataset dataset, ProgressListener progress)
      throws IOException {
    requireOpen();
    if (settings.store.isEmpty()) {
      return forwardAll(dataset, progress);
    }
    FeatureStore store = FeatureStore.at(settings.store.get());
    String key = FeatureStore.key(dataset, what(), progress);
    Optional<DatasetFeatures> stored = store.find(key, dataset);
    if (stored.isPresent()) {
      if (settings.unreadable == UnreadableImagePolicy.FAIL && !stored.get().skipped().isEmpty()) {
        SkippedImage first = stored.get().skipped().get(0);
        throw new IOException(first.reason());
      }
      return stored.get();
    }
    DatasetFeatures features = forwardAll(dataset, progress);
    store.save(key, features);
    return features;
  }

  /** All that decides a feature beside the image's bytes. */
  private String what() {
    return String.join(
        "\n",
        compiled.contentHash(),
        settings.target().toString(),
        settings.backbone.preprocessing().toString(),
        settings.decoder.identity(),
        engine.getEngineName() + " " + engine.getVersion(),
        System.getProperty("os.arch"),
        Integer.toString(settings.batchSize));
  }

  private DatasetFeatures forwardAll(ImageDataset dataset, ProgressListener progress)
      throws IOException {
    int dimension = dimension();
    long elements = (long) dataset.size() * dimension;
    if (elements > Integer.MAX_VALUE - 8) {
      throw new IOException(
          "%d images of %d values do not fit into one array; evaluate fewer images or a smaller tap"
              .formatted(dataset.size(), dimension));
    }
    float[] values = new float[(int) elements];
    ImmutableIntArray.Builder indices = ImmutableIntArray.builder(dataset.size());
    ImmutableList.Builder<SkippedImage> skipped = ImmutableList.builder();
    long begin = System.nanoTime();
    progress.onProgress(new Progress(STAGE, 0, dataset.size(), "images", Duration.ZERO));
    int rows = 0;
    try (BatchLoader loader =
        new BatchLoader(
            dataset,
            settings.decoder,
            settings.backbone.preprocessing(),
            settings.batchSize,
            settings.decodingThreads)) {
      for (Optional<ImageBatch> next = loader.next(); next.isPresent(); next = loader.next()) {
        ImageBatch batch = next.get();
        boolean[] readable = awaitAll(batch, dataset, skipped);
        float[] features = forward(batch.pixels);
        for (int slot = 0; slot < readable.length; slot++) {
          if (readable[slot]) {
            int index = batch.firstIndex + slot;
            requireFinite(features, slot, dataset.id(index));
            System.arraycopy(features, slot * dimension, values, rows * dimension, dimension);
            indices.add(index);
            rows++;
          }
        }
        int done = batch.firstIndex + batch.size();
        loader.release(batch);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
        progress.onProgress(new Progress(STAGE, done, dataset.size(), "images", elapsed));
      }
    }
    float[] kept = rows == dataset.size() ? values : Arrays.copyOf(values, rows * dimension);
    return DatasetFeatures.of(
        DenseFeatures.of(rows, dimension, kept), indices.build(), skipped.build());
  }

  private boolean[] awaitAll(
      ImageBatch batch, ImageDataset dataset, ImmutableList.Builder<SkippedImage> skipped)
      throws IOException {
    boolean[] readable = new boolean[batch.size()];
    for (int slot = 0; slot < readable.length; slot++) {
      Optional<IOException> failure = BatchLoader.await(batch.images.get(slot));
      readable[slot] = failure.isEmpty();
      if (failure.isPresent()) {
        if (settings.unreadable == UnreadableImagePolicy.FAIL) {
          throw failure.get();
        }
        int index = batch.firstIndex + slot;
        skipped.add(new SkippedImage(index, dataset.id(index), reason(failure.get())));
      }
    }
    return readable;
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** Runs a whole batch; returns its rows. */
  private float[] forward(ByteBuffer pixels) throws IOException {
    int side = settings.backbone.preprocessing().cropPixels();
    Shape shape = new Shape(settings.batchSize, side, side, 3);
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray images = manager.create(pixels.rewind(), shape, DataType.UINT8);
      NDArray input =
          compiled.input() == InputFormat.PIXEL_BYTES ? images : normalize(manager, images);
      try (NDList output = predictor.predict(new NDList(input))) {
        Shape found = output.get(0).getShape();
        if (!found.equals(new Shape(settings.batchSize, dimension()))) {
          throw new IOException(
              "%s: features of shape (%d, %d) were expected, but the model returned %s"
                  .formatted(settings.backbone.name(), settings.batchSize, dimension(), found));
        }
        return output.get(0).toFloatArray();
      }
    } catch (TranslateException e) {
      throw new IOException(
          "%s: the engine failed: %s".formatted(settings.backbone.name(), e.getMessage()), e);
    }
  }

  private NDArray normalize(NDManager manager, NDArray images) {
    Preprocessing preprocessing = settings.backbone.preprocessing();
    NDArray mean = manager.create(Floats.toArray(preprocessing.mean()));
    NDArray deviation = manager.create(Floats.toArray(preprocessing.deviation()));
    return images
        .toType(DataType.FLOAT32, false)
        .div(255f)
        .sub(mean)
        .div(deviation)
        .transpose(0, 3, 1, 2);
  }

  private void requireFinite(float[] features, int row, String image) throws IOException {
    int dimension = dimension();
    for (int i = row * dimension; i < (row + 1) * dimension; i++) {
      if (!Float.isFinite(features[i])) {
        throw new IOException(
            "%s: the feature of %s is not finite in %s (value %d is %s); use fp32, or check the weights"
                .formatted(
                    settings.backbone.name(),
                    image,
                    settings.precision,
                    i - row * dimension,
                    features[i]));
      }
    }
  }

  private static String describe(Preprocessing p) {
    return "resize %s %d %s, crop %d, mean %s, deviation %s"
        .formatted(
            p.resizeMode(),
            p.resizePixels(),
            p.interpolation(),
            p.cropPixels(),
            p.mean(),
            p.deviation());
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("This feature extractor is closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      predictor.close();
      model.close();
    }
  }
}
