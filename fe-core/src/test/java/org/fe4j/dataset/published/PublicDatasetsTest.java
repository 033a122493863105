package org.fe4j.dataset.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.download.FileUnavailableException;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicDatasetsTest {
  private final Path temp;

  PublicDatasetsTest(@TempDir Path temp) {
    this.temp = temp;
  }

  private static ImageDataset named(String name, Path local) throws IOException {
    return PublicDatasets.named(name, local, ProgressListener.NONE);
  }

  @Test
  void opensEachByItsName() throws IOException {
    Map<String, Path> locals =
        Map.of(
            "cifar10", Miniatures.write(temp.resolve("cifar10"), Miniatures.cifar10()),
            "cifar100", Miniatures.write(temp.resolve("cifar100"), Miniatures.cifar100()),
            "cifar100_coarse", temp.resolve("cifar100"),
            "stl10", Miniatures.write(temp.resolve("stl10"), Miniatures.stl10()),
            "stanford_cars", CarsMiniature.write(temp.resolve("cars")).root(),
            "stanford_cars_cropped", temp.resolve("cars"));

    for (Map.Entry<String, Path> known : locals.entrySet()) {
      ImageDataset joined = named(known.getKey(), known.getValue());
      ImageDataset train = named(known.getKey() + ".train", known.getValue());
      ImageDataset test = named(known.getKey() + ".test", known.getValue());

      assertThat(joined.name()).isEqualTo(known.getKey());
      assertThat(train.name()).isEqualTo(known.getKey() + ".train");
      assertThat(test.name()).isEqualTo(known.getKey() + ".test");
      assertThat(train.size() + test.size()).isEqualTo(joined.size());
    }
    assertThat(PublicDatasets.names())
        .containsAll(locals.keySet())
        .hasSize(locals.size() + 1)
        .contains("image_folder");
  }

  @Test
  void opensAFolderOfClassFolders() throws IOException {
    for (String file : new String[] {"a/1.png", "b/1.png"}) {
      Files.createDirectories(temp.resolve(file).getParent());
      Files.createFile(temp.resolve(file));
    }

    assertThat(named("image_folder", temp)).isInstanceOf(ImageFolder.class);
    assertThatThrownBy(() -> named("image_folder.test", temp))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "An image folder has no part test: give the path of the folder that is the part.");
    assertThatThrownBy(() -> PublicDatasets.named("image_folder", ProgressListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "image_folder is a folder of yours, with a folder of images for each class: give its"
                + " path.");
  }

  @Test
  void namesWhatIsKnown() {
    assertThatThrownBy(() -> PublicDatasets.named("cifar-10", ProgressListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Unknown data set \"cifar-10\". Known are cifar10, cifar100, cifar100_coarse, stl10,"
                + " stanford_cars, stanford_cars_cropped, image_folder.");
    assertThatThrownBy(() -> named("stl10.unlabeled", temp))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Unknown part \"unlabeled\" of \"stl10.unlabeled\". Parts are train and test; both are"
                + " joined where none is named.");
  }

  @Test
  void saysWhatToGetWhereThePublisherIsGone() {
    assertThatThrownBy(
            () -> PublicDatasets.named("stanford_cars_cropped.train", ProgressListener.NONE))
        .isInstanceOf(FileUnavailableException.class)
        .hasMessage(
            """
            [stanford_cars_cropped] The publisher's addresses below https://ai.stanford.edu/~jkrause/ have not answered since 2023, and fe4j downloads from nobody else. Get the publisher's files, compare their MD5, and give a folder with
              devkit/cars_meta.mat, devkit/cars_train_annos.mat   from car_devkit.tgz, MD5 c3b158d763b6e2245038c8ad08e45376
              cars_train/00001.jpg ...                            from cars_train.tgz, MD5 065e5b463ae28d29e77c1b4b166cfe61
              cars_test/00001.jpg ...                             from cars_test.tgz, MD5 4ce7ebf6a94d07f1952d94dd34c4d501
              cars_test_annos_withlabels.mat                      MD5 b0a2b23655a3edd16d84508592a98d10""");
  }

  @Test
  void downloadsFromThePublishersOnly() {
    assertThat(Cifar10.ARCHIVE.location())
        .hasToString(
            "RemoteFile[uri=https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz, checksum=MD5"
                + " c32a1d4ab5d03f1284b67883e8d87530, fileName=cifar-10-binary.tar-c32a1d4a.gz,"
                + " size=170052171 bytes]");
    assertThat(Cifar100.ARCHIVE.location())
        .hasToString(
            "RemoteFile[uri=https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz, checksum=MD5"
                + " 03b5dce01913d631647c71ecec9e9cb8, fileName=cifar-100-binary.tar-03b5dce0.gz,"
                + " size=168513733 bytes]");
    assertThat(Stl10.ARCHIVE.location())
        .hasToString(
            "RemoteFile[uri=http://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz, checksum=MD5"
                + " 91f7769df0f17e558f3565bffb0c7dfb, fileName=stl10_binary.tar-91f7769d.gz,"
                + " size=2640397119 bytes]");
  }
}
