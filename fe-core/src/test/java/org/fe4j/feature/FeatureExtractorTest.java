package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.InputFormat;
import org.fe4j.backbone.Precision;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureExtractorTest {
  /** The mean of each channel, in bytes: exact for flat pictures. */
  private static final String[] MEAN_OF_BYTES = {
    "v = torch.mean(torch.to(x, 6), [1, 2])", "return v"
  };

  @TempDir Path folder;

  /** What an earlier run stored must not spare this one the work. */
  private static FeatureExtractorBuilder builder(Backbone backbone) {
    return FeatureExtractor.builder(backbone).withoutStore();
  }

  private Backbone meanOfBytes() throws IOException {
    return bytes("v0", MEAN_OF_BYTES);
  }

  private Backbone bytes(String name, String... lines) throws IOException {
    Path file = TinyTorchScript.write(folder.resolve(name + ".pt"), lines);
    return CustomBackbone.builder(name, file, 8, 3).input(InputFormat.PIXEL_BYTES).build();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 32})
  void givesOneRowForEachImageWhateverTheBatchSize(int batchSize) throws IOException {
    GeneratedImages images = new GeneratedImages(13);
    try (FeatureExtractor extractor =
        builder(meanOfBytes()).batchSize(batchSize).open(ProgressListener.NONE)) {
      DatasetFeatures features = extractor.extract(images, ProgressListener.NONE);
      assertThat(features.rows()).isEqualTo(13);
      assertThat(features.skipped()).isEmpty();
      for (int row = 0; row < 13; row++) {
        int[] colour = GeneratedImages.colour(row);
        assertThat(features.index(row)).isEqualTo(row);
        assertThat(features.row(row)).containsExactly(colour[0], colour[1], colour[2]);
      }
    }
  }

  @Test
  void givesAModelThatCopiesThemItselfTheSamePixels() throws IOException {
    GeneratedImages images = new GeneratedImages(5);
    Path file = TinyTorchScript.write(folder.resolve("copies.pt"), MEAN_OF_BYTES);
    Backbone copies =
        CustomBackbone.builder("copies", file, 8, 3).input(InputFormat.HOST_PIXEL_BYTES).build();
    try (FeatureExtractor own = builder(copies).batchSize(2).open(ProgressListener.NONE);
        FeatureExtractor given = builder(meanOfBytes()).batchSize(2).open(ProgressListener.NONE)) {
      DatasetFeatures features = own.extract(images, ProgressListener.NONE);
      DatasetFeatures expected = given.extract(images, ProgressListener.NONE);
      for (int row = 0; row < 5; row++) {
        assertThat(features.row(row)).isEqualTo(expected.row(row));
      }
    }
  }

  @Test
  void leavesUnreadableImagesOutAndNamesThem() throws IOException {
    GeneratedImages images = new GeneratedImages(9, 0, 4, 8);
    try (FeatureExtractor extractor =
        builder(meanOfBytes()).batchSize(4).allowUnreadable(0.5).open(ProgressListener.NONE)) {
      DatasetFeatures features = extractor.extract(images, ProgressListener.NONE);
      assertThat(features.rows()).isEqualTo(6);
      assertThat(features.skipped()).extracting(SkippedImage::index).containsExactly(0, 4, 8);
      assertThat(features.skipped().get(1).id()).isEqualTo("image0004.png");
      assertThat(features.skipped().get(1).reason()).contains("image0004.png");
      assertThat(features.index(3)).isEqualTo(5);
      assertThat(features.row(3)[0]).isEqualTo(GeneratedImages.colour(5)[0]);
    }
  }

  @Test
  void stopsAtAnUnreadableImageWhereThePolicySaysSo() throws IOException {
    try (FeatureExtractor extractor =
        builder(meanOfBytes())
            .onUnreadableImage(UnreadableImagePolicy.FAIL)
            .open(ProgressListener.NONE)) {
      assertThatThrownBy(() -> extractor.extract(new GeneratedImages(9, 4), ProgressListener.NONE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("image0004.png");
    }
  }

  @Test
  void normalizesForModelsThatTakeFloats() throws IOException {
    Path file =
        TinyTorchScript.write(folder.resolve("floats.pt"), "v = torch.mean(x, [2, 3])", "return v");
    Backbone backbone = CustomBackbone.builder("floats", file, 8, 3).build();
    try (FeatureExtractor extractor = builder(backbone).open(ProgressListener.NONE)) {
      byte[] pixels = new byte[8 * 8 * 3];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) (50 + 100 * (i % 3));
      }
      float[] feature = extractor.extract(RgbImage.wrap(8, 8, pixels));
      for (int c = 0; c < 3; c++) {
        double expected =
            ((50 + 100 * c) / 255.0 - Preprocessing.IMAGENET_MEAN.get(c))
                / Preprocessing.IMAGENET_DEVIATION.get(c);
        // float32 normalisation and a mean of 64 equal values
        assertThat((double) feature[c]).isCloseTo(expected, within(1e-6));
      }
    }
  }

  @Test
  void givesEachOfSeveralSinglePicturesItsOwnFeature() throws IOException {
    try (FeatureExtractor extractor =
        builder(meanOfBytes()).batchSize(2).open(ProgressListener.NONE)) {
      for (int level : new int[] {10, 250, 0}) {
        byte[] pixels = new byte[8 * 8 * 3];
        Arrays.fill(pixels, (byte) level);
        assertThat(extractor.extract(RgbImage.wrap(8, 8, pixels)))
            .containsExactly(level, level, level);
      }
    }
  }

  @Test
  void refusesAModelWhoseFeaturesHaveAnotherLength() throws IOException {
    Path file = TinyTorchScript.write(folder.resolve("v.pt"), MEAN_OF_BYTES);
    Backbone backbone =
        CustomBackbone.builder("wrong", file, 8, 5).input(InputFormat.PIXEL_BYTES).build();
    try (FeatureExtractor extractor = builder(backbone).batchSize(2).open(ProgressListener.NONE)) {
      assertThatThrownBy(() -> extractor.extract(new GeneratedImages(1), ProgressListener.NONE))
          .hasMessage(
              "wrong: features of shape (2, 5) were expected, but the model returned (2, 3)");
    }
  }

  @Test
  void namesTheImageWhoseFeatureIsNotFinite() throws IOException {
    Backbone backbone =
        bytes("infinite", "v = torch.mean(torch.to(x, 6), [1, 2])", "return torch.log(v)");
    // Image 0 has no red: log(0).
    try (FeatureExtractor extractor = builder(backbone).open(ProgressListener.NONE)) {
      assertThatThrownBy(() -> extractor.extract(new GeneratedImages(3), ProgressListener.NONE))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "infinite: the feature of image0000.png is not finite in FP32 (value 0 is -Infinity);"
                  + " use fp32, or check the weights");
    }
  }

  @Test
  void refusesABatchWhosePixelsNoBufferHolds() throws IOException {
    FeatureExtractorBuilder settings = builder(meanOfBytes());
    assertThat(settings.batchSize(11_184_810)).isSameAs(settings);
    assertThatThrownBy(() -> settings.batchSize(11_184_811))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(" may be at most 11184810, whose pixels are 2 GiB, found 11184811");
  }

  @Test
  void saysWhatIsWrongWithAFileThatIsNoModel() throws IOException {
    Path file = Files.writeString(folder.resolve("text.pt"), "not a model");
    Backbone backbone = CustomBackbone.builder("text", file, 8, 3).build();
    try (FeatureExtractor extractor = builder(backbone).open(ProgressListener.NONE)) {
      assertThatThrownBy(() -> extractor.extract(new GeneratedImages(1), ProgressListener.NONE))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("text: PyTorch cannot load ");
    }
  }

  @Test
  void refusesAGpuThatIsNotThere() throws IOException {
    Backbone backbone = meanOfBytes();
    org.junit.jupiter.api.Assumptions.assumeTrue(
        ai.djl.engine.Engine.getEngine("PyTorch").getGpuCount() == 0, "this machine has a GPU");
    assertThatThrownBy(() -> builder(backbone).device(DeviceKind.GPU).open(ProgressListener.NONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("A GPU was asked for, but the PyTorch engine sees none.");
  }

  @Test
  void refusesSettingsWhereTheyAreMade() throws IOException {
    FeatureExtractorBuilder builder = builder(meanOfBytes());
    assertThatThrownBy(() -> builder.batchSize(0))
        .hasMessage("The batch size must be at least 1, found 0");
    assertThatThrownBy(() -> builder.tap(FeatureTap.LOGITS))
        .hasMessage("v0 has no tap \"logits\"; it has: [penultimate]");
    assertThatThrownBy(() -> builder.precision(Precision.FP16).open(ProgressListener.NONE))
        .hasMessageContaining("runs on PyTorch in fp32 only");
  }

  @Test
  void tellsProgressFromNothingToAll() throws IOException {
    List<Progress> seen = new ArrayList<>();
    try (FeatureExtractor extractor =
        builder(meanOfBytes()).batchSize(4).open(ProgressListener.NONE)) {
      extractor.extract(new GeneratedImages(9), seen::add);
    }
    assertThat(seen).extracting(Progress::done).containsExactly(0L, 4L, 8L, 9L);
    assertThat(seen.get(3).complete()).isTrue();
  }

  @Test
  void closesTwiceAndRefusesWorkAfterwards() throws IOException {
    FeatureExtractor extractor = builder(meanOfBytes()).open(ProgressListener.NONE);
    extractor.close();
    extractor.close();
    assertThatThrownBy(() -> extractor.extract(new GeneratedImages(1), ProgressListener.NONE))
        .isInstanceOf(IllegalStateException.class);
  }

  private static org.assertj.core.data.Offset<Double> within(double value) {
    return org.assertj.core.data.Offset.offset(value);
  }
}
