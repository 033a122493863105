package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.engine.ChildJvm;
import org.fe4j.engine.Engines;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;
import org.fe4j.store.RecipePart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Extraction by DJL's TensorFlow engine, which runs nothing but the model. */
class TensorFlowExtractionTest {
  @TempDir Path folder;

  private static FeatureExtractorBuilder builder(Backbone backbone) {
    return FeatureExtractor.builder(backbone).engine(Engines.TENSORFLOW).withoutStore();
  }

  private Backbone meanOfBytes() throws IOException {
    Path model = TinySavedModel.meanOfBytes(folder.resolve("mean"));
    return CustomBackbone.builder("mean", model, 8, 3).input(InputFormat.PIXEL_BYTES).build();
  }

  private static RgbImage flat(int red, int green, int blue) {
    byte[] pixels = new byte[8 * 8 * 3];
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i] = (byte) red;
      pixels[i + 1] = (byte) green;
      pixels[i + 2] = (byte) blue;
    }
    return RgbImage.wrap(8, 8, pixels);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 32})
  void givesOneRowForEachImageWhateverTheBatchSize(int batchSize) throws IOException {
    GeneratedImages images = new GeneratedImages(13);
    try (FeatureExtractor extractor =
        builder(meanOfBytes()).batchSize(batchSize).open(ProgressListener.NONE)) {
      DatasetFeatures features = extractor.extract(images, ProgressListener.NONE);
      assertThat(features.rows()).isEqualTo(13);
      for (int row = 0; row < 13; row++) {
        int[] colour = GeneratedImages.colour(row);
        assertThat(features.row(row)).containsExactly(colour[0], colour[1], colour[2]);
      }
      assertThat(extractor.recipe().part(RecipePart.ENGINE))
          .matches("TensorFlow through DJL [0-9.]+");
      assertThat(extractor.recipe().part(RecipePart.NATIVE_LIBRARY))
          .matches("\\S+ 2\\.16\\.1, 1\\.0\\.0-rc\\.1 \\S+");
    }
  }

  @Test
  void takesFloatsWithChannelsLastByDefaultAndFirstWhereAsked() throws IOException {
    Path last =
        TinySavedModel.ofFloats(8, 8, 3)
            .flat("flat", 192)
            .signature("serving_default", "flat")
            .write(folder.resolve("last"));
    Path first =
        TinySavedModel.ofFloats(3, 8, 8)
            .flat("flat", 192)
            .signature("serving_default", "flat")
            .write(folder.resolve("first"));
    Backbone[] backbones = {
      CustomBackbone.builder("last", last, 8, 192).build(),
      CustomBackbone.builder("first", first, 8, 192).input(InputFormat.NORMALIZED_FLOATS).build()
    };
    float[][] features = new float[2][];
    for (int i = 0; i < 2; i++) {
      try (FeatureExtractor extractor =
          builder(backbones[i]).batchSize(2).open(ProgressListener.NONE)) {
        features[i] = extractor.extract(flat(50, 150, 250));
      }
    }
    for (int i = 0; i < 192; i++) {
      assertThat(features[0][i]).isEqualTo(normalized(i % 3));
      assertThat(features[1][i]).isEqualTo(normalized(i / 64));
    }
  }

  private static float normalized(int channel) {
    return ((50 + 100 * channel) / 255f - Preprocessing.IMAGENET_MEAN.get(channel).floatValue())
        / Preprocessing.IMAGENET_DEVIATION.get(channel).floatValue();
  }

  @Test
  void extractsAfterAnOperationOfTheHostsHasFailed() throws Exception {
    Path bytes = TinySavedModel.meanOfBytes(folder.resolve("bytes"));
    Path floats =
        TinySavedModel.ofFloats(3, 8, 8)
            .mean("mean", 2, 3)
            .signature("serving_default", "mean")
            .write(folder.resolve("floats"));
    String printed =
        ChildJvm.of(PoisonedInAnotherProcess.class).run(bytes.toString(), floats.toString());
    assertThat(printed.lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("before [2.0, 4.0, 6.0, 8.0]"),
            line -> assertThat(line).isEqualTo("failing failed"),
            // What it did before: DJL's context is poisoned. If this works, so may the guard go.
            line -> assertThat(line).isEqualTo("after failed"),
            line -> assertThat(line).isEqualTo("PIXEL_BYTES [51.0, 51.0, 51.0]"),
            line -> assertThat(line).startsWith("NORMALIZED_FLOATS [-1.2445"));
  }

  @Test
  void freesWhatAModelReturnsWithItsInput() throws Exception {
    Path model = TinySavedModel.meanOfBytes(folder.resolve("mean"));
    Engines.start(Engines.TENSORFLOW);
    try (Model loaded = Model.newInstance("mean", Device.cpu(), Engines.TENSORFLOW)) {
      loaded.load(folder, model.getFileName().toString());
      try (Predictor<NDList, NDList> predictor = loaded.newPredictor(new NoopTranslator())) {
        NDManager manager = loaded.getNDManager().newSubManager();
        ByteBuffer pixels = ByteBuffer.allocateDirect(8 * 8 * 3);
        NDArray input = manager.create(pixels, new Shape(1, 8, 8, 3), DataType.UINT8);
        NDArray output = predictor.predict(new NDList(input)).get(0);
        assertThat(output.getManager()).isSameAs(manager);
        manager.close();
        assertThat(output.isReleased()).isTrue();
      }
    }
  }

  @Test
  void keepsNoMemoryOfBatchesThatAreDone() throws Exception {
    assumeThat(ProcessMemory.anonymousBytes()).as("this system tells").isPresent();
    String printed =
        ChildJvm.of(MeasureBatchesInAnotherProcess.class)
            .flag("-Xmx64m")
            .flag("-XX:+UseSerialGC")
            .run(folder.resolve("flat").toString());
    Matcher matcher =
        Pattern.compile("returned (\\d+) bytes, grown by (-?\\d+)\n").matcher(printed);
    assertThat(matcher.matches()).as(printed).isTrue();
    assertThat(Long.parseLong(matcher.group(1))).isEqualTo(2000L * 8 * 12_288 * 4);
    assertThat(Long.parseLong(matcher.group(2))).isLessThan(75L << 20);
  }

  @Test
  void refusesModelsWithOtherOutputs() throws IOException {
    Path several =
        TinySavedModel.ofBytes(8)
            .mean("mean", 1, 2)
            .sum("twice", "mean", "mean")
            .signature("serving_default", "mean", "twice")
            .write(folder.resolve("several"));
    assertThatThrownBy(() -> extractOne(several, 3))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "ours: features of shape (1, 3) were expected, but the model returned 2 arrays");
    Path mean = TinySavedModel.meanOfBytes(folder.resolve("mean"));
    assertThatThrownBy(() -> extractOne(mean, 5))
        .hasMessage("ours: features of shape (1, 5) were expected, but the model returned (1, 3)");
  }

  @Test
  void saysWhatIsWrongWithADirectoryThatIsNoModel() throws IOException {
    Path damaged = Files.createDirectories(folder.resolve("damaged"));
    Files.writeString(damaged.resolve("saved_model.pb"), "not a model");
    assertThatThrownBy(() -> extractOne(damaged, 3))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("ours: TensorFlow cannot load " + damaged);
  }

  @Test
  void noticesFilesThatWereWrittenAnewInTheDirectory() throws IOException {
    Path model = TinySavedModel.meanOfBytes(folder.resolve("mean"));
    Path asset = Files.createDirectories(model.resolve("assets")).resolve("words.txt");
    Files.writeString(asset, "one");
    Backbone backbone =
        CustomBackbone.builder("mean", model, 8, 3).input(InputFormat.PIXEL_BYTES).build();
    try (FeatureExtractor extractor = builder(backbone).open(ProgressListener.NONE)) {
      Files.writeString(asset, "two", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
      assertThatThrownBy(() -> extractor.extract(flat(1, 2, 3)))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "[%s] was written anew since this extractor was opened: open another one"
                  .formatted(model));
    }
    try (FeatureExtractor extractor = builder(backbone).open(ProgressListener.NONE)) {
      assertThat(extractor.extract(flat(1, 2, 3))).containsExactly(1, 2, 3);
    }
  }

  private static void extractOne(Path model, int dimension) throws IOException {
    Backbone backbone =
        CustomBackbone.builder("ours", model, 8, dimension).input(InputFormat.PIXEL_BYTES).build();
    try (FeatureExtractor extractor = builder(backbone).batchSize(1).open(ProgressListener.NONE)) {
      extractor.extract(flat(1, 2, 3));
    }
  }
}
