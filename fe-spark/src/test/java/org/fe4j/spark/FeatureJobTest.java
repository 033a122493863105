package org.fe4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.fe4j.Evaluation;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.export.FeatureTable;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.head.NearestMeanTrainer;
import org.fe4j.metrics.MetricsReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureJobTest {
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

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve("images").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private JobOptions options(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--images",
                folder.resolve("images").toString(),
                "--backbone",
                GeneratedImages.BACKBONE,
                "--input-size",
                Integer.toString(GeneratedImages.INPUT_PIXELS),
                "--engine",
                "PyTorch",
                "--out",
                folder.resolve("out").toString()));
    arguments.addAll(List.of(more));
    return JobOptions.parse(arguments.toArray(String[]::new));
  }

  @Test
  void writesPathsLabelsAndTheFeaturesOfOneProcess() throws IOException {
    for (int i = 0; i < 6; i++) {
      write(
          (i < 3 ? "gneiss/deep er/%d.PPM" : "granite/%d.ppm").formatted(i),
          GeneratedImages.encoded(i));
    }
    write("granite/notes.txt", new byte[] {1});

    FeatureJob.run(session, options("--labels-from-folders", "--partitions", "1"));

    List<Row> rows =
        session.read().parquet(folder.resolve("out").toString()).orderBy("path").collectAsList();
    ImageFolder images = ImageFolder.of(folder.resolve("images"));
    DatasetFeatures expected = GeneratedImages.features(images, 32);
    assertThat(rows).hasSize(6);
    float[] values = new float[expected.dimension()];
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      assertThat(row.getString(0)).isEqualTo(images.id(i));
      assertThat(row.getString(1)).isEqualTo(images.classNames().get(images.label(i)));
      assertThat(row.isNullAt(3)).isTrue();
      expected.copyRow(i, values, 0);
      List<Float> found = row.getList(2);
      for (int k = 0; k < values.length; k++) {
        assertThat(found.get(k)).isEqualTo(values[k]);
      }
    }
  }

  @Test
  void theFiguresOfItsFeaturesAreThoseOfTheImagesToTheLastDigit() throws IOException {
    for (int i = 0; i < 24; i++) {
      write(
          "%s/%02d.ppm".formatted(i % 3 == 0 ? "gneiss" : "Granite", i),
          GeneratedImages.encoded(i));
    }
    FeatureJob.run(session, options("--labels-from-folders", "--partitions", "1"));
    MetricsReport direct =
        Evaluation.of(GeneratedImages.backbone())
            .on(ImageFolder.of(folder.resolve("images")))
            .engine("PyTorch")
            .withoutStore()
            .head(NearestMeanTrainer.standard())
            .run();

    FeatureTable table = FeatureTable.read(folder.resolve("out"));
    MetricsReport read = Evaluation.ofFeatures(table).head(NearestMeanTrainer.standard()).run();

    assertThat(read.predictions()).isEqualTo(direct.predictions());
    assertThat(table.backbone()).isEqualTo(GeneratedImages.BACKBONE);
    for (String fact : List.of("weights sha256", "tap", "preprocessing", "precision")) {
      assertThat(table.provenance()).containsEntry(fact, direct.provenance().get(fact));
    }
    assertThat(read.protocol().get("resizing"))
        .isEqualTo("done before, stated as: " + direct.provenance().get("preprocessing"));
  }

  @Test
  void moreUnreadableImagesThanAllowedAreAnErrorThatNamesThem() throws IOException {
    write("a/0.ppm", GeneratedImages.encoded(0));
    write("a/1.ppm", new byte[] {'P', '6'});

    assertThatThrownBy(() -> FeatureJob.run(session, options()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "[%s] 1 of 2 images cannot be read, more than the share of 0.01 that may be:\n  a/1.ppm: [a/1.ppm] "
                .formatted(folder.resolve("out")))
        .hasMessageEndingWith(
            "\nMend or remove them, or allow more with --allow-unreadable. What was written stays.");

    FeatureJob.run(session, options("--overwrite", "--allow-unreadable", "0.5"));
    assertThat(session.read().parquet(folder.resolve("out").toString()).count()).isEqualTo(2);
  }

  @Test
  void aFolderWithoutImagesIsAnError() throws IOException {
    write("a/notes.txt", new byte[] {1});

    assertThatThrownBy(() -> FeatureJob.run(session, options()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "[%s] No images were found. Look at --images: files whose names end as images do, at any depth."
                .formatted(folder.resolve("out")));
  }
}
