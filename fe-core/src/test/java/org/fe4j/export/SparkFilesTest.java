package org.fe4j.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.fe4j.Evaluation;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.metrics.MetricsReport;
import org.junit.jupiter.api.Test;

/** Files that Spark wrote, without Spark. */
class SparkFilesTest {
  private static final List<String> CLASSES = List.of("basalt", "granite", "mica schist");
  private static final int ROWS = 30;
  private static final int BROKEN = 7;

  private static Path written(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(SparkFilesTest.class.getResource("spark/" + name)).toURI());
  }

  private static String path(int row) {
    return "file:/rocks/%s/image%02d.jpg".formatted(CLASSES.get(row % 3), row);
  }

  /** Returns what the rows were made of. */
  private static float[][] values() {
    Random random = new Random(1);
    float[][] values = new float[ROWS][8];
    for (int row = 0; row < ROWS; row++) {
      for (int k = 0; k < 8; k++) {
        values[row][k] = k % 3 == row % 3 ? (float) (1 + random.nextGaussian() / 10) : 0;
      }
    }
    return values;
  }

  @Test
  void vectorsAreReadDenseAndSparse() throws IOException, URISyntaxException {
    FeatureTable table = FeatureTable.read(written("vectors"));
    ImageDataset images = table.dataset().orElseThrow();
    assertThat(images.size()).isEqualTo(ROWS);
    assertThat(images.classNames()).isEqualTo(CLASSES);
    assertThat(table.backbone()).isEqualTo("resnet50");
    assertThat(table.provenance())
        .containsEntry("weights sha256", "0011")
        .containsEntry("tap", "penultimate (8 values)");
    assertThat(table.features().skipped()).hasSize(1);
    assertThat(table.features().skipped().get(0).id()).isEqualTo(path(BROKEN));
    assertThat(table.features().skipped().get(0).reason()).isEqualTo("image07.jpg is cut off");

    List<Integer> sorted =
        IntStream.range(0, ROWS).boxed().sorted((a, b) -> path(a).compareTo(path(b))).toList();
    for (int index = 0; index < ROWS; index++) {
      assertThat(images.id(index)).isEqualTo(path(sorted.get(index)));
      assertThat(images.group(index)).isEqualTo("site" + sorted.get(index) / 6);
    }
    for (int row = 0; row < table.features().rows(); row++) {
      int of = sorted.get(table.features().index(row));
      assertThat(table.features().row(row)).as("row %d", of).isEqualTo(values()[of]);
    }
  }

  @Test
  void labelsAreReadFromTheNamesOfFolders() throws IOException, URISyntaxException {
    FeatureTable table = FeatureTable.read(written("by-label"));
    assertThat(table.classNames()).isEqualTo(CLASSES.subList(1, 3));
    assertThat(table.features().rows() + table.features().skipped().size()).isEqualTo(20);
  }

  @Test
  void arraysOfFloatAndLabelsOfAnIndexerAreRead() throws IOException, URISyntaxException {
    FeatureTable table = FeatureTable.read(written("arrays"));
    assertThat(table.classNames()).containsExactly("0", "2", "10");
    ImageDataset images = table.dataset().orElseThrow();
    assertThat(images.size()).isEqualTo(ROWS - 1);
    for (int row = 0; row < images.size(); row++) {
      int of = Integer.parseInt(images.id(row).replaceAll("\\D", ""));
      assertThat(images.label(row)).isEqualTo(of % 3);
      assertThat(table.features().row(row)).isEqualTo(values()[of]);
    }
  }

  @Test
  void featuresOfAClusterAreEvaluated() throws IOException, URISyntaxException {
    MetricsReport report =
        Evaluation.ofFeatures(FeatureTable.read(written("vectors")).named("rocks"))
            .folds(3)
            .allowUnreadable(0.05)
            .run();
    assertThat(report.pooled().accuracy()).isEqualTo(1.0);
    assertThat(report.provenance())
        .containsEntry("data set", "rocks: 30 images, 3 classes")
        .containsEntry("backbone", "resnet50");
  }
}
