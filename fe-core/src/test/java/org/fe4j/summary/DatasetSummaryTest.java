package org.fe4j.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.image.ImageFormat;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;

class DatasetSummaryTest {

  /** Every kind of trouble in nine images. */
  static MemoryDataset troubled() {
    RgbImage picture = Pictures.waves(1, 300, 240);
    byte[] same = Pictures.png(Pictures.waves(2, 80, 60));
    return new MemoryDataset("rocks")
        .add("gneiss/1.png", picture)
        .add("gneiss/2.png", Pictures.waves(3, 300, 240))
        .add("gneiss/3.jpg", Pictures.jpeg(Pictures.waves(4, 500, 400), 0.9))
        .add("gneiss/4.png", same)
        .add(
            "gneiss/5.png",
            "<html>not found</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .add("granite/1.jpg", Pictures.jpeg(Pictures.quarterTurned(picture), 0.7))
        .add("granite/2.png", Pictures.waves(5, 40, 30))
        .addMissing("granite/3.png")
        .add("granite/4.png", same);
  }

  @Test
  void holdsWhatTheImagesAre() throws IOException {
    DatasetSummary summary = DatasetSummary.of(troubled(), ProgressListener.NONE);
    assertThat(summary.name()).isEqualTo("rocks");
    assertThat(summary.images()).isEqualTo(9);
    assertThat(summary.classes())
        .containsExactly(
            new ClassSummary(0, "gneiss", 4, 1, ImmutableIntArray.of(0, 1, 2, 3)),
            new ClassSummary(1, "granite", 3, 1, ImmutableIntArray.of(5, 6, 8)));
    assertThat(summary.imbalance()).isEqualTo(4.0 / 3);
    assertThat(summary.formats())
        .isEqualTo(ImmutableMap.of(ImageFormat.JPEG, 2, ImageFormat.PNG, 5));
    ImageSizes sizes = summary.sizes();
    assertThat(sizes.width()).isEqualTo(new ImageSizes.Extent(40, 240, 500));
    assertThat(sizes.height()).isEqualTo(new ImageSizes.Extent(30, 240, 400));
    assertThat(sizes.small()).isEqualTo(3);
    assertThat(sizes.distinct()).isEqualTo(5);
    assertThat(sizes.commonest())
        .startsWith(new ImageSizes.SizeCount(80, 60, 2), new ImageSizes.SizeCount(300, 240, 2))
        .hasSize(5);
    assertThat(sizes.shorterSides())
        .containsExactly(
            new ImageSizes.SideRange(1, 32, 1),
            new ImageSizes.SideRange(32, 64, 2),
            new ImageSizes.SideRange(64, 128, 0),
            new ImageSizes.SideRange(128, 224, 0),
            new ImageSizes.SideRange(224, 256, 3),
            new ImageSizes.SideRange(256, 512, 1));
  }

  @Test
  void namesWhatWouldSpoilAnEvaluation() throws IOException {
    DatasetSummary summary = DatasetSummary.of(troubled(), ProgressListener.NONE);
    assertThat(summary.unreadable())
        .containsExactly(
            new UnreadableImage(
                4,
                "gneiss/5.png",
                "Expected a JPEG, PNG, GIF, TIFF, BMP, WebP or PNM, but found an HTML page. Remove it or"
                    + " put the picture in its place."),
            new UnreadableImage(7, "granite/3.png", "There is no such file: granite/3.png"));
    assertThat(summary.exactDuplicates())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.ids()).containsExactly("gneiss/4.png", "granite/4.png");
              assertThat(group.classNames()).containsExactly("gneiss", "granite");
              assertThat(group.acrossClasses()).isTrue();
            });
    assertThat(summary.nearDuplicates())
        .singleElement()
        .satisfies(group -> assertThat(group.images()).isEqualTo(ImmutableIntArray.of(0, 5)));
    assertThat(summary.duplicates().groups())
        .isEqualTo(ImmutableIntArray.of(0, 1, 2, 3, 4, 0, 6, 7, 3));
    assertThat(summary.tooSmallClasses())
        .extracting(ClassSummary::name)
        .containsExactly("gneiss", "granite");
    DatasetSummary three = DatasetSummary.builder(troubled()).folds(3).read(ProgressListener.NONE);
    assertThat(three.tooSmallClasses()).isEmpty();
  }

  @Test
  void textIsATableForPeople() throws IOException {
    assertThat(DatasetSummary.of(troubled(), ProgressListener.NONE).toString())
        .matches(text -> text.chars().allMatch(c -> c < 128), "is ASCII")
        .containsPattern("(?m)^  images            9 in 2 classes, [0-9.]+ kB$")
        .endsWith(
            """

            Images of each class
            --------------------
            gneiss          5  ##############################  (1 unreadable)
            granite         4  ########################  (1 unreadable)

            Sizes in pixels
            ---------------
                     minimum  median  maximum
            width         40     240      500
            height        30     240      400
            shorter side
              1 to 31                 1  ##########
              32 to 63                2  ####################
              64 to 127               0
              128 to 223              0
              224 to 255              3  ##############################
              256 to 511              1  ##########
            3 images are below 224 pixels on the shorter side: enlarged for most backbones

            Classes with fewer readable images than 5 folds need
            ----------------------------------------------------
            gneiss: 4 images
            granite: 3 images
            Three ways out: use 3 folds or fewer; merge these classes into others or leave them out; or add images.

            Unreadable images
            -----------------
            gneiss/5.png
              Expected a JPEG, PNG, GIF, TIFF, BMP, WebP or PNM, but found an HTML page. Remove it or put the picture in its place.
            granite/3.png
              There is no such file: granite/3.png

            Exact duplicates: the same bytes
            --------------------------------
            2 images in different classes:
              gneiss/4.png (gneiss)
              granite/4.png (granite)

            Near duplicates: the same picture in other bytes
            ------------------------------------------------
            2 images in different classes:
              gneiss/1.png (gneiss)
              granite/1.jpg (granite)
            """);
  }

  @Test
  void examplesAreSpreadOverTheClass() throws IOException {
    MemoryDataset dataset = new MemoryDataset("spread");
    for (int i = 0; i < 12; i++) {
      dataset.add("a/%d.png".formatted(i), Pictures.plain(8, 8, i, i, i));
    }
    dataset.add("b/0.png", Pictures.plain(8, 8, 99, 9, 9));
    DatasetSummary summary =
        DatasetSummary.builder(dataset).examplesPerClass(3).read(ProgressListener.NONE);
    assertThat(summary.classes().get(0).examples()).isEqualTo(ImmutableIntArray.of(2, 6, 10));
    assertThat(summary.classes().get(1).examples()).isEqualTo(ImmutableIntArray.of(12));
  }

  @Test
  void numberOfThreadsChangesNothing() throws IOException {
    String one = DatasetSummary.builder(troubled()).threads(1).read(ProgressListener.NONE) + "";
    String seven = DatasetSummary.builder(troubled()).threads(7).read(ProgressListener.NONE) + "";
    assertThat(seven).isEqualTo(one);
  }

  @Test
  void smallerDistanceFindsNoMore() throws IOException {
    DatasetSummary summary =
        DatasetSummary.builder(troubled()).nearDistance(0).read(ProgressListener.NONE);
    assertThat(summary.nearDuplicates().size()).isLessThanOrEqualTo(1);
    assertThat(summary.exactDuplicates()).hasSize(1);
  }

  @Test
  void groupsAcrossClassesComeFirstThenLargerOnes() throws IOException {
    byte[] first = Pictures.png(Pictures.plain(9, 9, 1, 1, 1));
    byte[] second = Pictures.png(Pictures.plain(9, 9, 2, 2, 2));
    byte[] third = Pictures.png(Pictures.plain(9, 9, 3, 3, 3));
    MemoryDataset dataset = new MemoryDataset("order");
    for (int i = 0; i < 2; i++) {
      dataset.add("a/%d first".formatted(i), first);
    }
    for (int i = 0; i < 3; i++) {
      dataset.add("a/%d second".formatted(i), second);
    }
    dataset.add("a/third", third).add("b/third", third);
    assertThat(DatasetSummary.of(dataset, ProgressListener.NONE).exactDuplicates())
        .extracting(ImageGroup::images)
        .containsExactly(
            ImmutableIntArray.of(5, 6), ImmutableIntArray.of(2, 3, 4), ImmutableIntArray.of(0, 1));
  }

  @Test
  void longChainOfNearCopiesIsCalledOutAndExactCopiesAreNot() throws IOException {
    MemoryDataset dataset = DatasetPageTest.encodings(51);
    byte[] same = Pictures.png(Pictures.waves(2, 48, 48));
    for (int i = 0; i < 51; i++) {
      dataset.add("b/%d.png".formatted(i), same);
    }
    assertThat(DatasetSummary.of(dataset, ProgressListener.NONE).toString())
        .contains(
            """
            51 images of a:
              Probably a chain of pictures that are alike: look before you keep them together.
              a/0.jpg
            """)
        .contains("51 images of b:\n  b/0.png\n");
  }

  @Test
  void classWithoutReadableImageIsSaid() throws IOException {
    MemoryDataset dataset =
        new MemoryDataset("empty", "a", "b").addMissing("a/1.png").addMissing("a/2.png");
    DatasetSummary summary = DatasetSummary.of(dataset, ProgressListener.NONE);
    assertThat(summary.imbalance()).isInfinite();
    assertThat(summary.sizes().width()).isEqualTo(new ImageSizes.Extent(0, 0, 0));
    assertThat(summary.toString())
        .contains("imbalance         a class has no readable image")
        .contains("formats           none")
        .contains("use fewer folds (a class with less than 2 images has too few for any)");
  }

  @Test
  void progressReachesTheEndOfBothStages() throws IOException {
    List<Progress> seen = new ArrayList<>();
    DatasetSummary.of(troubled(), seen::add);
    assertThat(seen).extracting(Progress::unit).containsOnly("images");
    assertThat(seen)
        .filteredOn(Progress::complete)
        .extracting(Progress::stage)
        .containsExactly("Reading images", "Comparing images");
    assertThat(seen.get(8).done()).isEqualTo(9);
  }

  @Test
  void interruptStopsTheReading() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> DatasetSummary.of(troubled(), ProgressListener.NONE))
          .isInstanceOf(InterruptedIOException.class)
          .hasMessage("Reading images was interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void refusesSettingsThatMeanNothing() {
    DatasetSummaryBuilder builder = DatasetSummary.builder(troubled());
    assertThatThrownBy(() -> builder.folds(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cross-validation needs 2 or more folds, not 1");
    assertThatThrownBy(() -> builder.nearDistance(12))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The distance of near copies must be 0 to 11 bits, found 12");
    assertThatThrownBy(() -> builder.threads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The number of threads must be at least 1, found 0");
    assertThatThrownBy(() -> builder.examplesPerClass(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The number of examples must not be negative, found -1");
  }
}
