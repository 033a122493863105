package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.MutatedImage;
import org.fe4j.image.MutatedImages;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What broken files do to the features of the good ones beside them: nothing. */
class BrokenImagesInADatasetTest {
  private static final int GOOD = 60;
  private static final int BROKEN = 240;

  @TempDir Path folder;

  /** The settings of all extractions here. */
  private FeatureExtractor open(int batchSize) throws IOException {
    Path file =
        TinyTorchScript.write(
            folder.resolve("mean.pt"),
            "v = torch.to(x, 6)",
            "return torch.flatten(torch.mean(torch.mul(v, v), [2]), 1)");
    Backbone backbone =
        CustomBackbone.builder("mean", file, 8, 24).input(InputFormat.PIXEL_BYTES).build();
    return FeatureExtractor.builder(backbone)
        .onUnreadableImage(UnreadableImagePolicy.SKIP)
        .allowUnreadable(1)
        .withoutStore()
        .batchSize(batchSize)
        .open(ProgressListener.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 32})
  void leaveTheFeaturesOfTheirNeighboursAlone(int batchSize) throws IOException {
    Pictures alone = Pictures.good();
    Pictures mixed = Pictures.mixed();
    Map<String, float[]> expected = new HashMap<>();
    try (FeatureExtractor extractor = open(batchSize)) {
      DatasetFeatures features = extractor.extract(alone, ProgressListener.NONE);
      assertThat(features.skipped()).isEmpty();
      for (int row = 0; row < features.rows(); row++) {
        expected.put(alone.id(features.index(row)), features.row(row));
      }
      assertThat(expected).hasSize(GOOD);

      DatasetFeatures beside = extractor.extract(mixed, ProgressListener.NONE);

      for (int row = 0; row < beside.rows(); row++) {
        float[] feature = expected.remove(mixed.id(beside.index(row)));
        if (feature != null) {
          assertThat(beside.row(row)).containsExactly(feature);
        }
      }
      assertThat(expected).as("good images without a row").isEmpty();
    }
  }

  @Test
  void areEitherReadOrNamedAndNeverBoth() throws IOException {
    Pictures mixed = Pictures.mixed();
    boolean[] seen = new boolean[mixed.size()];
    try (FeatureExtractor extractor = open(32)) {
      DatasetFeatures features = extractor.extract(mixed, ProgressListener.NONE);
      for (int row = 0; row < features.rows(); row++) {
        assertThat(seen[features.index(row)]).isFalse();
        seen[features.index(row)] = true;
      }
      for (SkippedImage image : features.skipped()) {
        assertThat(seen[image.index()]).isFalse();
        seen[image.index()] = true;
        assertThat(image.id()).isEqualTo(mixed.id(image.index()));
        assertThat(image.reason()).contains(image.id());
      }
      assertThat(seen).doesNotContain(false);
      assertThat(features.skipped()).hasSizeGreaterThan(BROKEN / 3);
    }
  }

  /** Good pictures, and broken ones between them. */
  private static final class Pictures implements ImageDataset {
    private final ImmutableList<String> ids;
    private final ImmutableList<byte[]> files;

    private Pictures(ImmutableList<String> ids, ImmutableList<byte[]> files) {
      this.ids = ids;
      this.files = files;
    }

    static Pictures good() throws IOException {
      return of(0);
    }

    static Pictures mixed() throws IOException {
      return of(BROKEN / GOOD);
    }

    private static Pictures of(int brokenPerGood) throws IOException {
      MutatedImages mutated = MutatedImages.ofAll();
      ImmutableList<byte[]> seeds = ImmutableList.copyOf(mutated.seeds().values());
      ImmutableList.Builder<String> ids = ImmutableList.builder();
      ImmutableList.Builder<byte[]> files = ImmutableList.builder();
      for (int i = 0; i < GOOD; i++) {
        ids.add("good" + i);
        files.add(seeds.get(i * seeds.size() / GOOD));
        for (int j = 0; j < brokenPerGood; j++) {
          MutatedImage broken = mutated.get(i * brokenPerGood + j);
          ids.add(broken.name());
          files.add(broken.bytes());
        }
      }
      return new Pictures(ids.build(), files.build());
    }

    @Override
    public String name() {
      return "pictures";
    }

    @Override
    public int size() {
      return ids.size();
    }

    @Override
    public ImmutableList<String> classNames() {
      return ImmutableList.of("any", "none");
    }

    @Override
    public int label(int index) {
      return 0;
    }

    @Override
    public String id(int index) {
      return ids.get(index);
    }

    @Override
    public byte[] bytes(int index) {
      return files.get(index);
    }
  }
}
