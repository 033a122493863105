package org.fe4j.dataset.published;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.fe4j.archive.Archives;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are not as the publisher describes them: each is refused with its name. */
class LyingRecordsTest {
  private static final String AGAIN = " Unpack or fetch it again.";
  private static final String LABEL = " Unpack or fetch the file again.";

  /** Reads a data set. */
  private interface Reader {
    Object of(Path folder, DatasetCache cache, ProgressListener listener) throws IOException;
  }

  /** A miniature with one file changed, and the message after the file's name. */
  private record Lie(
      String defect,
      Reader reader,
      Map<String, byte[]> files,
      String file,
      UnaryOperator<byte[]> change,
      String message) {
    @Override
    public String toString() {
      return defect;
    }
  }

  private static Lie cifar10(
      String defect, String file, UnaryOperator<byte[]> change, String message) {
    return new Lie(
        defect, Cifar10::of, Miniatures.cifar10(), "cifar-10-batches-bin/" + file, change, message);
  }

  private static Lie cifar100(
      String defect, String file, UnaryOperator<byte[]> change, String message) {
    return new Lie(
        defect, Cifar100::of, Miniatures.cifar100(), "cifar-100-binary/" + file, change, message);
  }

  private static Lie stl10(
      String defect, String file, UnaryOperator<byte[]> change, String message) {
    return new Lie(defect, Stl10::of, Miniatures.stl10(), "stl10_binary/" + file, change, message);
  }

  private static UnaryOperator<byte[]> cut(int bytes) {
    return content -> Arrays.copyOf(content, bytes);
  }

  private static UnaryOperator<byte[]> set(int at, int value) {
    return content -> {
      byte[] changed = content.clone();
      changed[at] = (byte) value;
      return changed;
    };
  }

  private static UnaryOperator<byte[]> lines(String... lines) {
    return content -> Miniatures.text(List.of(lines));
  }

  static List<Lie> lies() {
    return Stream.of(liesOfCifar10(), liesOfCifar100(), liesOfStl10(), liesOfFolds())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Lie> liesOfCifar10() {
    String[] namesake = Miniatures.names("class", 10).toArray(new String[0]);
    namesake[9] = "class0";
    return List.of(
        cifar10(
            "short batch",
            "data_batch_3.bin",
            cut(6145),
            "The file must hold records of 3073 bytes, but has 6145 bytes." + AGAIN),
        cifar10(
            "empty batch",
            "test_batch.bin",
            cut(0),
            "The file must hold records of 3073 bytes, but has 0 bytes." + AGAIN),
        cifar10(
            "label 10",
            "data_batch_5.bin",
            set(3073, 10),
            "Picture 1 has the label 10, but labels are 0 to 9." + LABEL),
        cifar10(
            "label 255",
            "test_batch.bin",
            set(0, 255),
            "Picture 0 has the label 255, but labels are 0 to 9." + LABEL),
        cifar10(
            "nine names",
            "batches.meta.txt",
            lines(Miniatures.names("class", 9).toArray(new String[0])),
            "10 different names are needed, one in a line, but there are 9, 9 of them different."),
        cifar10(
            "a name twice",
            "batches.meta.txt",
            lines(namesake),
            "10 different names are needed, one in a line, but there are 10, 9 of them different."),
        cifar10(
            "megabytes of names",
            "batches.meta.txt",
            content -> new byte[2 << 20],
            "A list of 10 names is needed, but this has megabytes."));
  }

  private static List<Lie> liesOfCifar100() {
    return List.of(
        cifar100(
            "records of CIFAR-10",
            "train.bin",
            cut(2 * 3073),
            "The file must hold records of 3074 bytes, but has 6146 bytes." + AGAIN),
        cifar100(
            "fine label 100",
            "train.bin",
            set(1, 100),
            "Picture 0 has the label 100, but labels are 0 to 99." + LABEL),
        cifar100(
            "coarse label 20",
            "test.bin",
            set(3074, 20),
            "Picture 1 has the label 20, but labels are 0 to 19." + LABEL));
  }

  private static List<Lie> liesOfStl10() {
    return List.of(
        stl10(
            "label 0",
            "train_y.bin",
            set(2, 0),
            "Picture 2 has the label 0, but labels are 1 to 10." + LABEL),
        stl10(
            "label 11",
            "test_y.bin",
            set(3, 11),
            "Picture 3 has the label 11, but labels are 1 to 10." + LABEL),
        stl10(
            "too few labels",
            "test_y.bin",
            cut(3),
            "There are 3 labels, but 4 pictures in test_X.bin. Unpack or fetch both again."),
        stl10(
            "short pictures",
            "train_X.bin",
            cut(27647),
            "The file must hold records of 27648 bytes, but has 27647 bytes." + AGAIN));
  }

  private static List<Lie> liesOfFolds() {
    String[] nine = Collections.nCopies(9, "0 1").toArray(new String[0]);
    String[] ten = Collections.nCopies(10, "0 1").toArray(new String[0]);
    String[] outside = ten.clone();
    outside[3] = "5 6";
    String[] twice = ten.clone();
    twice[9] = "5 5";
    String[] word = ten.clone();
    word[0] = "1.0";
    String numbers = "but needs different numbers of training pictures, 0 to 5.";
    return List.of(
        stl10(
            "nine folds",
            "fold_indices.txt",
            lines(nine),
            "10 lines of numbers are needed, but there are 9."),
        stl10(
            "a picture that is not there",
            "fold_indices.txt",
            lines(outside),
            "Line 4 has \"6\", " + numbers),
        stl10("a picture twice", "fold_indices.txt", lines(twice), "Line 10 has \"5\", " + numbers),
        stl10("no number", "fold_indices.txt", lines(word), "Line 1 has \"1.0\", " + numbers),
        stl10(
            "megabytes of folds",
            "fold_indices.txt",
            content -> new byte[11 << 20],
            "10 lines of numbers are needed, but this has megabytes."));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void refusesWithTheNameOfTheFile(Lie lie, @TempDir Path temp) throws IOException {
    lie.files().computeIfPresent(lie.file(), (name, content) -> lie.change().apply(content));
    Path folder = Miniatures.write(temp.resolve("unpacked"), lie.files());

    assertThatThrownBy(
            () ->
                lie.reader()
                    .of(folder, Miniatures.offline(temp.resolve("cache")), ProgressListener.NONE))
        .isInstanceOf(MalformedDatasetException.class)
        .hasMessage("[" + folder.resolve(lie.file()) + "] " + lie.message());
  }

  @Test
  void namesAMissingMember(@TempDir Path temp) throws IOException {
    Map<String, byte[]> files = Miniatures.stl10();
    files.remove("stl10_binary/test_y.bin");
    Path archive = Files.write(temp.resolve("mine.tar.gz"), Archives.tarGz(files));

    assertThatThrownBy(
            () ->
                Stl10.of(archive, Miniatures.offline(temp.resolve("cache")), ProgressListener.NONE))
        .isInstanceOf(MalformedDatasetException.class)
        .hasMessage(
            """
            [%s] This lacks test_y.bin.
              Give stl10_binary.tar.gz (MD5 91f7769df0f17e558f3565bffb0c7dfb, from http://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz), or the folder stl10_binary in it, unpacked.""",
            archive);
  }

  @Test
  void saysWhichArchiveIsMeantWhenAnotherIsGiven(@TempDir Path temp) throws IOException {
    // The Python version has the same names without .bin.
    Path archive =
        Files.write(
            temp.resolve("cifar-10-python.tar.gz"),
            Archives.tarGz(Map.of("cifar-10-batches-py/data_batch_1", "x".getBytes(US_ASCII))));

    assertThatThrownBy(
            () ->
                Cifar10.of(
                    archive, Miniatures.offline(temp.resolve("cache")), ProgressListener.NONE))
        .isInstanceOf(MalformedDatasetException.class)
        .hasMessage(
            """
            [%s] This is no cifar10: it lacks data_batch_1.bin, data_batch_2.bin, data_batch_3.bin, data_batch_4.bin, data_batch_5.bin, test_batch.bin, batches.meta.txt.
              Give cifar-10-binary.tar.gz (MD5 c32a1d4ab5d03f1284b67883e8d87530, from https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz), or the folder cifar-10-batches-bin in it, unpacked.""",
            archive);
  }

  @Test
  void refusesAPathThatIsNotThere(@TempDir Path temp) {
    Path missing = temp.resolve("typo.tar.gz");

    assertThatThrownBy(() -> Cifar100.of(missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[%s] does not exist (looked in %s). Give cifar-100-binary.tar.gz, or the folder that"
                + " it was unpacked into.",
            missing, missing);
  }

  @Test
  void saysThatAFileBecameShorterWhileItWasRead(@TempDir Path temp) throws IOException {
    Path folder = Miniatures.write(temp.resolve("unpacked"), Miniatures.cifar10());
    Cifar10 cifar10 =
        Cifar10.of(folder, Miniatures.offline(temp.resolve("cache")), ProgressListener.NONE);
    Path batch = folder.resolve("cifar-10-batches-bin/data_batch_1.bin");
    Files.write(batch, new byte[4000]);

    assertThatThrownBy(() -> cifar10.bytes(1))
        .isInstanceOf(IOException.class)
        .hasMessage("[%s] The file became shorter while it was read", batch);
  }
}
