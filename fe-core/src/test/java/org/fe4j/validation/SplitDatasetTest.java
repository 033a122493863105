package org.fe4j.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageList;
import org.fe4j.dataset.MemoryImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitDatasetTest {
  private static final byte[] IMAGE = {1, 2, 3};

  @TempDir Path root;

  private static MemoryImages images(String name, String... labels) {
    MemoryImages.Builder builder = MemoryImages.builder(name);
    for (int i = 0; i < labels.length; i++) {
      builder.add(i + ".png", labels[i], new byte[] {(byte) i, (byte) name.length()});
    }
    return builder.build();
  }

  private void write(String... names) throws IOException {
    for (String name : names) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, IMAGE);
    }
  }

  @Test
  void unitesClassesByName() throws IOException {
    ImageDataset train = images("rocks", "tuff", "gneiss", "granite", "gneiss");
    ImageDataset test = images("field", "tuff", "granite");

    SplitDataset both = SplitDataset.of(train, test);

    assertThat(both.name()).isEqualTo("rocks tested on field");
    assertThat(both.classNames()).containsExactly("gneiss", "granite", "tuff");
    assertThat(IntStream.range(0, 6).mapToObj(both::id))
        .containsExactly(
            "train/0.png", "train/1.png", "train/2.png", "train/3.png", "test/0.png", "test/1.png");
    // The test part's labels are 1 and 0 in its own order.
    assertThat(IntStream.range(0, 6).map(both::label)).containsExactly(2, 0, 1, 0, 2, 1);
    assertThat(both.bytes(3)).isEqualTo(train.bytes(3));
    assertThat(both.bytes(5)).isEqualTo(test.bytes(1));
    assertThat(both)
        .hasToString(
            "SplitDataset[rocks tested on field: train 4 images, test 2 images; 3 classes]");
  }

  @Test
  void dividesAsItWas() {
    ImageDataset train =
        images("rocks", IntStream.range(0, 40).mapToObj(i -> "c" + i % 2).toArray(String[]::new));
    SplitDataset two = SplitDataset.of(train, images("field", "c0", "c1"));

    Fold fold = two.splitter().split(Labels.of(two)).get(0);

    assertThat(fold.test().rows()).isEqualTo(ImmutableIntArray.of(40, 41));
    assertThat(fold.fitting().validation().rows().length()).isEqualTo(4);
    assertThat(fold.fitting().train().rows().length()).isEqualTo(36);
    assertThat(two.splitter().description())
        .isEqualTo(
            "the parts train and test, one stratified tenth of the fitting rows for validation,"
                + " shuffled with seed 42");

    SplitDataset three =
        SplitDataset.of(train, images("spare", "c1", "c0", "c1"), images("field", "c0", "c1"));
    Fold given = three.splitter().split(Labels.of(three)).get(0);
    assertThat(given.fitting().train().rows())
        .isEqualTo(ImmutableIntArray.copyOf(IntStream.range(0, 40)));
    assertThat(given.fitting().validation().rows()).isEqualTo(ImmutableIntArray.of(40, 41, 42));
    assertThat(given.test().rows()).isEqualTo(ImmutableIntArray.of(43, 44));
    assertThat(three.id(40)).isEqualTo("val/0.png");
    assertThat(three.splitter().description())
        .isEqualTo("the parts train, val and test, with the validation rows given");
  }

  @Test
  void namesGroupsAlikeInAllPartsUnlessAnImageIsAlone() {
    ImageDataset part =
        MemoryImages.builder("rocks")
            .add("1", "gneiss", "quarry", IMAGE)
            .add("2", "tuff", IMAGE)
            .build();

    SplitDataset both = SplitDataset.of(part, part);

    assertThat(IntStream.range(0, 4).mapToObj(both::group))
        .containsExactly("quarry", "train/2", "quarry", "test/2");
  }

  @Test
  void refusesATestClassThatCannotBeTrained() {
    ImageDataset train = images("rocks", "tuff", "gneiss");

    assertThatThrownBy(() -> SplitDataset.of(train, images("field", "Tuff", "gneiss", "slate")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[rocks tested on field] The part test has images of 2 classes that have none to train"
                + " on: Tuff, slate. Trained are gneiss, tuff. Name the classes alike in all"
                + " parts, or remove those.");
    ImageDataset empty = train.select(ImmutableIntArray.of(), "nothing");
    assertThatThrownBy(() -> SplitDataset.of(train, empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[rocks tested on nothing] The part test has no image. Add some or leave the part"
                + " out.");
  }

  @ParameterizedTest
  @CsvSource({"train,test", "Training,Testing", "train,val", "train,valid", "train,validation"})
  void findsTheTestPartOfAFolder(String train, String test) throws IOException {
    write(
        train + "/a/1.jpg",
        train + "/b/1.jpg",
        train + "/b/2.jpg",
        test + "/a/1.jpg",
        test + "/b/3.jpg",
        "lists/all.txt",
        "README.md");

    assertThat(SplitDataset.isDividedFolder(root)).isTrue();
    SplitDataset images = SplitDataset.ofFolder(root);

    assertThat(images.name()).isEqualTo(root.getFileName().toString());
    assertThat(IntStream.range(0, 5).mapToObj(images::id))
        .containsExactly(
            train + "/a/1.jpg",
            train + "/b/1.jpg",
            train + "/b/2.jpg",
            test + "/a/1.jpg",
            test + "/b/3.jpg");
    assertThat(images.splitter().split(Labels.of(images)).get(0).test().rows())
        .isEqualTo(ImmutableIntArray.of(3, 4));
  }

  @Test
  void stopsByTheValidationPartOfAFolderThatHasATestPartToo() throws IOException {
    write(
        "train/a/1.jpg",
        "train/b/1.jpg",
        "val/a/1.jpg",
        "val/b/1.jpg",
        "test/a/1.jpg",
        "test/b/1.jpg");

    SplitDataset images = SplitDataset.ofFolder(root);

    Fold fold = images.splitter().split(Labels.of(images)).get(0);
    assertThat(fold.fitting().validation().rows()).isEqualTo(ImmutableIntArray.of(2, 3));
    assertThat(images.id(2)).isEqualTo("val/a/1.jpg");
    assertThat(fold.test().rows()).isEqualTo(ImmutableIntArray.of(4, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train/a/1.jpg train/b/1.jpg", // nothing to test
        "train/1.jpg test/1.jpg", // classes of these names
        "train/a/1.jpg test/a/1.jpg bus/1.jpg", // a class beside them
        "test/a/1.jpg val/a/1.jpg", // nothing to train
        "train/a/1.jpg dev/a/1.jpg" // which part that is, is not clear
      })
  void takesNothingElseForParts(String files) throws IOException {
    write(files.split(" "));

    assertThat(SplitDataset.isDividedFolder(root)).isFalse();
    assertThatThrownBy(() -> SplitDataset.ofFolder(root))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "[" + root + "] A divided data set has a part train, one of test, val or both");
  }

  @Test
  void refusesTwoFoldersForOnePart() throws IOException {
    write("train/a/1.jpg", "val/a/1.jpg", "valid/a/1.jpg");

    assertThatThrownBy(() -> SplitDataset.ofFolder(root))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("but found train, val, valid.");
    assertThatThrownBy(() -> SplitDataset.ofFolder(root.resolve("no")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no folder");
  }

  @Test
  void dividesAListByItsColumn() throws IOException {
    write("1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg");
    Path list = root.resolve("rocks.csv");
    Files.writeString(
        list,
        """
        path,label,group,split
        1.jpg,gneiss,,test
        2.jpg,tuff,q,train
        3.jpg,gneiss,q,train
        4.jpg,tuff,,val
        5.jpg,tuff,,test
        """);
    ImageList images = ImageList.of(list);

    assertThat(SplitDataset.isDividedList(images)).isTrue();
    SplitDataset divided = SplitDataset.ofList(images);

    assertThat(divided.name()).isEqualTo("rocks");
    assertThat(IntStream.range(0, 5).mapToObj(divided::id))
        .containsExactly("train/2.jpg", "train/3.jpg", "val/4.jpg", "test/1.jpg", "test/5.jpg");
    assertThat(divided.group(1)).isEqualTo("q");
    Fold fold = divided.splitter().split(Labels.of(divided)).get(0);
    assertThat(fold.fitting().validation().rows()).isEqualTo(ImmutableIntArray.of(2));

    Files.writeString(list, "path,label\n1.jpg,a\n2.jpg,b\n");
    ImageList whole = ImageList.of(list);
    assertThat(SplitDataset.isDividedList(whole)).isFalse();
    assertThatThrownBy(() -> SplitDataset.ofList(whole))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[rocks] A divided data set has a part train, one of test, val or both, and no other,"
                + " but found none. Rename or remove parts, or divide by folds.");
  }

  @Test
  void leavesOutClassesWithoutAnImage() {
    ImageDataset train =
        images("rocks", "tuff", "gneiss", "slate").select(ImmutableIntArray.of(0, 1), "rocks");

    SplitDataset both = SplitDataset.of(train, images("field", "tuff", "gneiss"));

    assertThat(both.classNames()).isEqualTo(ImmutableList.of("gneiss", "tuff"));
    assertThat(IntStream.range(0, 4).map(both::label)).containsExactly(1, 0, 1, 0);
  }

  @Test
  void viewsKeepTheDivision() {
    SplitDataset both =
        SplitDataset.of(
            images("rocks", "a", "b", "c", "a", "b", "c", "d"),
            images("field", "c", "a", "b", "c", "a"));

    SplitDataset named = both.named("other");
    assertThat(named.name()).isEqualTo("other");
    assertThat(testIds(named))
        .containsExactly("test/0.png", "test/1.png", "test/2.png", "test/3.png", "test/4.png");
    assertThat(named.id(2)).isEqualTo("train/2.png");

    SplitDataset large = both.withoutSmallClasses(3);
    assertThat(large.classNames()).containsExactly("a", "b", "c");
    assertThat(large.name())
        .isEqualTo("rocks tested on field (3 of 4 classes, each with 3 images or more)");
    assertThat(large.size()).isEqualTo(11);
    assertThat(testIds(large)).hasSize(5);
    assertThat(both.withoutSmallClasses(1)).isSameAs(both);

    SplitDataset drawn = large.subsampleClasses(2, 7);
    assertThat(drawn.classNames())
        .isEqualTo(((ImageDataset) large).subsampleClasses(2, 7).classNames())
        .hasSize(2);
    for (int row = 0; row < drawn.size(); row++) {
      String id = drawn.id(row);
      int index =
          IntStream.range(0, both.size())
              .filter(i -> both.id(i).equals(id))
              .findFirst()
              .orElseThrow();
      assertThat(drawn.classNames().get(drawn.label(row)))
          .isEqualTo(both.classNames().get(both.label(index)));
    }
    assertThat(testIds(drawn)).isNotEmpty().allMatch(id -> id.startsWith("test/"));

    SplitDataset small = both.downscale(8);
    assertThat(small.name()).isEqualTo("rocks tested on field (at most 8 pixels)");
    assertThat(testIds(small)).hasSize(5);
    assertThat(small.parts()).hasSize(2);
  }

  private static ImmutableList<String> testIds(SplitDataset images) {
    return images.splitter().split(Labels.of(images)).get(0).test().rows().stream()
        .mapToObj(images::id)
        .collect(ImmutableList.toImmutableList());
  }
}
