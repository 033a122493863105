package org.fe4j.dataset.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fe4j.dataset.published.Miniatures.bytes;
import static org.fe4j.dataset.published.Miniatures.ids;
import static org.fe4j.dataset.published.Miniatures.labels;
import static org.fe4j.dataset.published.Miniatures.names;
import static org.fe4j.dataset.published.Miniatures.ppm;

import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.fe4j.archive.Archives;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.Fold;
import org.fe4j.validation.Labels;
import org.fe4j.validation.PredefinedFolds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CIFAR-10, CIFAR-100 and STL-10, from archives in miniature. */
class RecordDatasetTest {
  private final Path temp;
  private final DatasetCache cache;

  RecordDatasetTest(@TempDir Path temp) {
    this.temp = temp;
    this.cache = Miniatures.offline(temp.resolve("cache"));
  }

  private Path archive(Map<String, byte[]> files) throws IOException {
    return Files.write(temp.resolve("archive.tar.gz"), Archives.tarGz(files));
  }

  private Cifar10 cifar10() throws IOException {
    return Cifar10.of(archive(Miniatures.cifar10()), cache, ProgressListener.NONE);
  }

  private Cifar100 cifar100() throws IOException {
    return Cifar100.of(archive(Miniatures.cifar100()), cache, ProgressListener.NONE);
  }

  private Stl10 stl10() throws IOException {
    return Stl10.of(archive(Miniatures.stl10()), cache, ProgressListener.NONE);
  }

  private static void assertPictures(ImageDataset dataset, int first, int side) throws IOException {
    assertThat(bytes(dataset))
        .containsExactlyElementsOf(
            IntStream.range(first, first + dataset.size())
                .mapToObj(picture -> ppm(picture, side))
                .toList());
  }

  @Test
  void readsBothPartsOfCifar10() throws IOException {
    Cifar10 joined = cifar10();

    assertThat(joined).hasToString("cifar10: 13 images, 10 classes");
    assertThat(joined.classNames()).isEqualTo(names("class", 10));
    assertThat(ids(joined))
        .startsWith("train/00000", "train/00001", "train/00002")
        .endsWith("train/00009", "test/00000", "test/00001", "test/00002")
        .doesNotHaveDuplicates();
    assertThat(labels(joined)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2);
    assertPictures(joined, 0, 32);
  }

  @Test
  void readsOnePartOfCifar10() throws IOException {
    Cifar10 train = cifar10().part(DatasetPart.TRAIN);
    Cifar10 test = train.part(DatasetPart.TEST);

    assertThat(train).hasToString("cifar10.train: 10 images, 10 classes");
    assertThat(test).hasToString("cifar10.test: 3 images, 10 classes");
    assertThat(ids(test)).containsExactly("test/00000", "test/00001", "test/00002");
    assertThat(labels(test)).containsExactly(0, 1, 2);
    assertPictures(train, 0, 32);
    assertPictures(test, 10, 32);
    assertThat(test.part(DatasetPart.JOINED).size()).isEqualTo(13);
  }

  @Test
  void readsFineAndCoarseLabelsOfCifar100() throws IOException {
    Cifar100 fine = cifar100();
    Cifar100 coarse = fine.withCoarseLabels();

    assertThat(fine).hasToString("cifar100: 6 images, 100 classes");
    assertThat(fine.classNames()).isEqualTo(names("fine", 100));
    assertThat(labels(fine)).containsExactly(99, 98, 97, 96, 95, 94);
    assertThat(coarse).hasToString("cifar100_coarse: 6 images, 20 classes");
    assertThat(coarse.classNames()).isEqualTo(names("coarse", 20));
    assertThat(labels(coarse)).containsExactly(0, 2, 4, 6, 8, 10);
    assertPictures(fine, 0, 32);
    assertPictures(coarse, 0, 32);
  }

  @Test
  void keepsPartAndLabelsOfCifar100InAnyOrder() throws IOException {
    Cifar100 test = cifar100().part(DatasetPart.TEST).withCoarseLabels();

    assertThat(test).hasToString("cifar100_coarse.test: 2 images, 20 classes");
    assertThat(ids(test)).containsExactly("test/00000", "test/00001");
    assertThat(labels(test)).containsExactly(8, 10);
    assertThat(test.part(DatasetPart.TRAIN))
        .hasToString("cifar100_coarse.train: 4 images, 20 classes");
  }

  @Test
  void readsTheColumnsOfStl10() throws IOException {
    Stl10 joined = stl10();

    assertThat(joined).hasToString("stl10: 10 images, 10 classes");
    assertThat(labels(joined)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(ids(joined)).startsWith("train/00000").endsWith("test/00003");
    assertPictures(joined, 0, 96);
    assertPictures(joined.part(DatasetPart.TEST), 6, 96);
  }

  @Test
  void neverUnpacksTheUnlabelledPicturesOfStl10() throws IOException {
    stl10();

    try (var files = Files.walk(temp.resolve("cache"))) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .contains("train_X.bin", "test_X.bin")
          .doesNotContain("unlabeled_X.bin");
    }
  }

  @Test
  void dividesStl10IntoThePublishersFolds() throws IOException {
    Stl10 stl10 = stl10();

    assertThat(stl10.testRows()).isEqualTo(ImmutableIntArray.of(6, 7, 8, 9));
    assertThat(stl10.trainingFolds()).hasSize(10);
    assertThat(stl10.trainingFolds().get(0)).isEqualTo(ImmutableIntArray.of(0, 3));
    assertThat(stl10.trainingFolds().get(9)).isEqualTo(ImmutableIntArray.of(0, 3));
    assertThat(stl10.trainingFolds().get(4)).isEqualTo(ImmutableIntArray.of(1, 4));
    PredefinedFolds folds =
        PredefinedFolds.of("STL-10's", stl10.size(), stl10.trainingFolds(), stl10.testRows());
    Fold fold = folds.split(Labels.of(stl10)).get(4);
    assertThat(fold.fitting().train().rows()).isEqualTo(ImmutableIntArray.of(1, 4));
    assertThat(fold.test().rows()).isEqualTo(ImmutableIntArray.of(6, 7, 8, 9));
  }

  @Test
  void hasNoFoldsOfOnePart() throws IOException {
    Stl10 test = stl10().part(DatasetPart.TEST);
    String message =
        "The publisher's folds need the pictures of both parts, but this is stl10.test. Ask before"
            + " part().";

    assertThatThrownBy(test::testRows)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    assertThatThrownBy(test::trainingFolds).hasMessage(message);
  }

  @Test
  void takesTheUnpackedFolderOrTheOneAround() throws IOException {
    Path around = Miniatures.write(temp.resolve("unpacked"), Miniatures.cifar10());
    Path folder = around.resolve("cifar-10-batches-bin");

    assertThat(ids(Cifar10.of(around, cache, ProgressListener.NONE))).hasSize(13);
    assertThat(ids(Cifar10.of(folder, cache, ProgressListener.NONE))).hasSize(13);
    assertThat(temp.resolve("cache")).doesNotExist();
  }

  @Test
  void unpacksAnArchiveOnceUntilItChanges() throws IOException {
    Path archive = archive(Miniatures.cifar10());
    int[] told = new int[1];

    Cifar10.of(archive, cache, progress -> told[0]++);
    assertThat(told[0]).isPositive();
    told[0] = 0;
    Cifar10.of(archive, cache, progress -> told[0]++);
    assertThat(told[0]).isZero();

    Map<String, byte[]> more = Miniatures.cifar10();
    more.computeIfPresent(
        "cifar-10-batches-bin/test_batch.bin",
        (name, bytes) -> java.util.Arrays.copyOf(bytes, 3073));
    Files.write(archive, Archives.tarGz(more));
    assertThat(Cifar10.of(archive, cache, ProgressListener.NONE).size()).isEqualTo(11);
  }

  @Test
  void survivesInterruptedReaders() throws Exception {
    // An interrupt closes the channel that is read from; others must not share it.
    Cifar10 cifar10 = cifar10();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    threads
        .submit(
            () -> {
              Thread.currentThread().interrupt();
              assertThatThrownBy(() -> cifar10.bytes(0)).isInstanceOf(IOException.class);
            })
        .get(10, TimeUnit.SECONDS);
    threads.shutdown();

    assertPictures(cifar10, 0, 32);
  }

  @Test
  void refusesAnIndexThatIsNotThere() throws IOException {
    Cifar10 cifar10 = cifar10();

    assertThatThrownBy(() -> cifar10.label(13)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> cifar10.id(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> cifar10.bytes(13)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
