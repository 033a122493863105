package org.fe4j.feature;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.engine.Engines;
import org.fe4j.image.Preprocessor;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.fe4j.store.FeatureStore;
import org.fe4j.store.ImageHash;
import org.fe4j.store.Recipe;
import org.fe4j.store.RecipeFolder;
import org.fe4j.store.RecipePart;
import org.jspecify.annotations.Nullable;

/** A compiled backbone, loaded into an engine of DJL when the first image needs it. */
final class EngineFeatureExtractor implements FeatureExtractor {
  /** Raised when resizing, cropping or normalising gives other values for the same pixels. */
  private static final int PREPROCESSING_VERSION = 1;

  private final FeatureExtractorBuilder settings;
  private final CompiledBackbone compiled;
  private final Engine engine;
  private final Device device;
  private final Recipe recipe;
  private final ModelStamp stamp;

  /** Before the backbone is loaded, whichever data set is the first that needs it. */
  private final OptionalLong memoryBefore;

  private @Nullable EngineModel model;
  private @Nullable SingleImage single;
  private boolean closed;

  /** Buffers for one image at a time, kept from call to call. */
  private record SingleImage(Preprocessor preprocessor, ByteBuffer batch) {}

  private EngineFeatureExtractor(
      FeatureExtractorBuilder settings,
      CompiledBackbone compiled,
      ModelStamp stamp,
      Engine engine,
      Device device) {
    this.settings = settings;
    this.compiled = compiled;
    this.engine = engine;
    this.device = device;
    this.recipe = Recipe.of(parts());
    this.stamp = stamp;
    // What a GPU's memory holds, the system does not tell.
    this.memoryBefore =
        settings.device == DeviceKind.CPU ? ProcessMemory.anonymousBytes() : OptionalLong.empty();
  }

  static FeatureExtractor open(FeatureExtractorBuilder settings, ProgressListener progress)
      throws IOException {
    Engine engine =
        settings.offline
            ? Engines.startOffline(settings.engine())
            : Engines.start(settings.engine());
    Device device = Engines.device(engine, settings.device, settings.gpuIndex);
    CompiledBackbone compiled = settings.backbone.compile(settings.target(), progress);
    ModelStamp stamp = ModelStamp.of(compiled.path());
    return new EngineFeatureExtractor(settings, compiled, stamp, engine, device);
  }

  private Map<RecipePart, String> parts() {
    CompiledBackbone.Identity identity = compiled.identity();
    int side = settings.backbone.preprocessing().cropPixels();
    Map<RecipePart, String> parts = new EnumMap<>(RecipePart.class);
    parts.put(RecipePart.WEIGHTS, identity.weights());
    parts.put(RecipePart.GRAPH, identity.graph());
    parts.put(RecipePart.TAP, tap());
    parts.put(
        RecipePart.PREPROCESSING,
        "%s, given as %s, version %s"
            .formatted(
                settings.backbone.preprocessing().description(),
                compiled.input(),
                PREPROCESSING_VERSION));
    parts.put(RecipePart.DECODER, settings.decoder.identity());
    parts.put(RecipePart.PRECISION, settings.precision.toString());
    parts.put(RecipePart.DEVICE, Engines.deviceDescription(settings.device, settings.gpuIndex));
    parts.put(RecipePart.INSTRUCTION_SET, Engines.instructionSet());
    parts.put(
        RecipePart.BATCH_SHAPE,
        "(%s, %s, %s, 3)%s"
            .formatted(
                settings.batchSize, side, side, settings.fillsBatches ? "" : ", or fewer images"));
    parts.put(RecipePart.ENGINE, Engines.version(engine));
    parts.put(RecipePart.NATIVE_LIBRARY, Engines.nativeVersion(engine));
    parts.put(RecipePart.COMPILER, identity.compiler());
    parts.put(RecipePart.ELEMENT_TYPE, settings.storedAs.toString());
    parts.put(RecipePart.PROGRAM, identity.program());
    return parts;
  }

  @Override
  public int dimension() {
    return compiled.dimension();
  }

  @Override
  public Recipe recipe() {
    return recipe;
  }

  @Override
  public ImmutableMap<String, String> provenance() {
    return ImmutableMap.<String, String>builder()
        .put("backbone", settings.backbone.name())
        .putAll(compiled.provenance())
        .put("tap", tap())
        .put("preprocessing", settings.backbone.preprocessing().description())
        .put("decoder", settings.decoder.identity())
        .put("precision", settings.precision + " on " + settings.device)
        .put("engine", engine.getEngineName() + " " + engine.getVersion())
        .put("batch size", Integer.toString(settings.batchSize))
        .buildKeepingLast();
  }

  @Override
  public float[] extract(RgbImage image) throws IOException {
    requireOpen();
    EngineModel loaded = model();
    if (single == null) {
      single =
          new SingleImage(
              Preprocessor.of(settings.backbone.preprocessing()),
              loaded.newBatch(settings.images(1)));
    }
    single.preprocessor.apply(image, single.batch.clear());
    float[] rows = loaded.forward(single.batch, settings.images(1));
    float[] feature = new float[dimension()];
    System.arraycopy(rows, 0, feature, 0, feature.length);
    settings.requireFinite(feature, 0, feature.length, "the image");
    return feature;
  }

  @Override
  public DatasetFeatures extract(ImageDataset dataset, ProgressListener progress)
      throws IOException {
    requireOpen();
    if (settings.store.isPresent()) {
      RecipeFolder folder = FeatureStore.at(settings.store.get()).open(recipe, dimension());
      return extract(dataset, folder, progress);
    }
    FeatureStore temporary = FeatureStore.at(Files.createTempDirectory("fe4j-features-"));
    try {
      return extract(dataset, temporary.openUnforced(recipe, dimension()), progress);
    } finally {
      deleteSoon(temporary);
    }
  }

  private DatasetFeatures extract(
      ImageDataset dataset, RecipeFolder folder, ProgressListener progress) throws IOException {
    return new DatasetExtraction(settings, dataset, folder, this::model, meter(), progress)
        .run()
        .withProvenance(
            ImmutableMap.<String, String>builder()
                .putAll(provenance())
                .put("compiler", recipe.part(RecipePart.COMPILER))
                .put("recipe sha256", recipe.sha256())
                .buildKeepingLast());
  }

  /** What is mapped stays readable without a name, but where systems do not allow that. */
  private static void deleteSoon(FeatureStore store) {
    try {
      store.delete();
    } catch (IOException e) {
      FeatureExtractorBuilder.LOGGER.debug("{} is deleted when the JVM ends", store.folder(), e);
      try (var files = Files.walk(store.folder())) {
        files.map(Path::toFile).forEach(java.io.File::deleteOnExit);
      } catch (IOException ignored) {
        FeatureExtractorBuilder.LOGGER.warn("{} stays behind", store.folder(), ignored);
      }
    }
  }

  @Override
  public StoreCheck checkStore(ImageDataset dataset, ProgressListener progress) throws IOException {
    requireOpen();
    FeatureStore store =
        FeatureStore.at(
            settings.store.orElseThrow(
                () -> new IllegalStateException("This feature extractor keeps no features")));
    RecipeFolder folder = store.open(recipe, dimension());
    int stored = 0;
    int unreadable = 0;
    long begin = System.nanoTime();
    for (int i = 0; i < dataset.size(); i++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("Interrupted while looking for stored features");
      }
      try {
        stored += folder.contains(ImageHash.of(dataset.bytes(i))) ? 1 : 0;
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (IOException e) {
        unreadable++;
      }
      Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
      progress.onProgress(
          new Progress("Looking for stored features", i + 1, dataset.size(), "images", elapsed));
    }
    return new StoreCheck(
        stored, dataset.size() - stored - unreadable, unreadable, store.explain(recipe));
  }

  @Override
  public Optional<ExtractionCost> cost(ImageDataset dataset, ProgressListener progress)
      throws IOException {
    requireOpen();
    if (settings.store.isEmpty()) {
      return measure(dataset, progress);
    }
    RecipeFolder folder = FeatureStore.at(settings.store.get()).open(recipe, dimension());
    Optional<ExtractionCost> known = CostNote.read(folder);
    if (known.isPresent()) {
      return known;
    }
    Optional<ExtractionCost> measured = measure(dataset, progress);
    if (measured.isPresent()) {
      CostNote.write(folder, measured.get());
    }
    return measured;
  }

  private Optional<ExtractionCost> measure(ImageDataset dataset, ProgressListener progress)
      throws IOException {
    return new CostMeasurement(settings, dataset, this::model, meter(), progress).run();
  }

  private CostMeter meter() {
    return new CostMeter(memoryBefore);
  }

  private EngineModel model() throws IOException {
    if (model == null) {
      // Its features would be kept under the hash of the file that was there before.
      if (!ModelStamp.of(compiled.path()).equals(stamp)) {
        throw new IOException(
            "[%s] was written anew since this extractor was opened: open another one"
                .formatted(compiled.path()));
      }
      model =
          EngineModel.load(
              settings.backbone.name(),
              settings.backbone.preprocessing(),
              compiled,
              settings.batchSize,
              engine,
              device);
    }
    return model;
  }

  // A number in a recipe is %s: %d has other digits in some locales.

  private String tap() {
    return "%s (%s values)".formatted(settings.tap, dimension());
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("This feature extractor is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    if (model != null) {
      model.close();
      model = null;
    }
  }
}
