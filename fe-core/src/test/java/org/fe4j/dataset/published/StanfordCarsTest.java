package org.fe4j.dataset.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fe4j.dataset.published.CarsMiniature.annotation;
import static org.fe4j.dataset.published.CarsMiniature.number;
import static org.fe4j.dataset.published.CarsMiniature.ppm;
import static org.fe4j.dataset.published.Miniatures.ids;
import static org.fe4j.dataset.published.Miniatures.labels;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.fe4j.image.UnreadableImageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;

class StanfordCarsTest {
  private final CarsMiniature cars;

  StanfordCarsTest(@TempDir Path temp) throws IOException {
    cars = CarsMiniature.write(temp.resolve("cars"));
  }

  private StanfordCars read() throws IOException {
    return StanfordCars.of(cars.root());
  }

  @Test
  void readsBothParts() throws IOException {
    StanfordCars joined = read();

    assertThat(joined).hasToString("stanford_cars: 3 images, 196 classes");
    assertThat(joined.classNames()).isEqualTo(Miniatures.names("Car ", 196));
    assertThat(ids(joined)).containsExactly("train/00001.png", "train/00002.png", "test/00001.png");
    // 196 in a uint8 is not -60.
    assertThat(labels(joined)).containsExactly(195, 0, 1);
    assertThat(joined.bytes(2))
        .isEqualTo(Files.readAllBytes(cars.root().resolve("cars_test/00001.png")));
  }

  @Test
  void readsOnePart() throws IOException {
    StanfordCars test = read().part(DatasetPart.TEST);

    assertThat(test).hasToString("stanford_cars.test: 1 images, 196 classes");
    assertThat(ids(test)).containsExactly("test/00001.png");
    assertThat(ids(test.part(DatasetPart.TRAIN))).hasSize(2);
  }

  @Test
  void cutsPicturesDownToTheirBoxes() throws IOException {
    StanfordCars cropped = read().croppedToBox();

    assertThat(cropped).hasToString("stanford_cars_cropped: 3 images, 196 classes");
    // Columns 3 to 17 and rows 2 to 9, both ends included and counted from 1.
    assertThat(cropped.bytes(0)).isEqualTo(ppm(0, 2, 1, 15, 8));
    // The box reaches out of the picture.
    assertThat(cropped.bytes(1)).isEqualTo(ppm(1, 0, 0, 20, 10));
    // The box is the last pixel.
    assertThat(cropped.bytes(2)).isEqualTo(ppm(2, 19, 9, 1, 1));
    assertThat(cropped.part(DatasetPart.TEST).bytes(0)).isEqualTo(ppm(2, 19, 9, 1, 1));
  }

  @Test
  void refusesABoxBesideItsPicture() throws IOException {
    cars.writeAnnotations(
        "cars_test_annos_withlabels.mat",
        List.of(annotation(number(21), number(1), number(30), number(5), number(2), "00001.png")));
    StanfordCars cropped = read().croppedToBox().part(DatasetPart.TEST);

    assertThatThrownBy(() -> cropped.bytes(0))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessage(
            "[test/00001.png] The box (21, 1) to (30, 5) lies beside the picture, which has 20 x 10"
                + " pixels. Put the publisher's picture in its place.");
  }

  @Test
  void readsNumbersOfAnyType() throws IOException {
    cars.writeAnnotations(
        "cars_test_annos_withlabels.mat",
        List.of(
            annotation(
                Mat5.newScalar(2),
                number(1),
                Mat5.newScalar(300),
                number(5),
                Mat5.newScalar(196),
                "00001.png")));

    StanfordCars test = read().part(DatasetPart.TEST);

    assertThat(test.label(0)).isEqualTo(195);
    assertThat(test.croppedToBox().bytes(0)).isEqualTo(ppm(2, 1, 0, 19, 5));
  }

  @Test
  void takesTheLayoutsThatPeopleHave() throws IOException {
    Path root = cars.root();
    Files.move(
        root.resolve("cars_test_annos_withlabels.mat"),
        root.resolve("devkit/cars_test_annos_withlabels.mat"));
    Files.move(root.resolve("cars_train"), root.resolve("moved"));
    Files.createDirectory(root.resolve("cars_train"));
    Files.move(root.resolve("moved"), root.resolve("cars_train/cars_train"));
    Path around = Files.createDirectory(root.resolveSibling("around"));
    Files.move(root, around.resolve("stanford_cars"));

    assertThat(ids(StanfordCars.of(around))).hasSize(3);
  }

  @Test
  void saysWhatToGetWhereSomethingIsMissing() throws IOException {
    Files.delete(cars.root().resolve("cars_test_annos_withlabels.mat"));

    assertThatThrownBy(this::read)
        .isInstanceOf(MalformedDatasetException.class)
        .hasMessage(
            """
            [%s] This lacks cars_test_annos_withlabels.mat of Stanford Cars. Give a folder with
              devkit/cars_meta.mat, devkit/cars_train_annos.mat   from car_devkit.tgz, MD5 c3b158d763b6e2245038c8ad08e45376
              cars_train/00001.jpg ...                            from cars_train.tgz, MD5 065e5b463ae28d29e77c1b4b166cfe61
              cars_test/00001.jpg ...                             from cars_test.tgz, MD5 4ce7ebf6a94d07f1952d94dd34c4d501
              cars_test_annos_withlabels.mat                      MD5 b0a2b23655a3edd16d84508592a98d10
              A folder with a folder of pictures for each class is read by ImageFolder.""",
            cars.root());
  }

  @Test
  void saysWhichPicturesAreMissing() throws IOException {
    Files.delete(cars.root().resolve("cars_train/00002.png"));

    assertThatThrownBy(this::read)
        .isInstanceOf(MalformedDatasetException.class)
        .hasMessage(
            "[%s] 1 of 2 annotated pictures are missing, the first of them 00002.png. Unpack"
                + " cars_train.tgz again.",
            cars.root().resolve("cars_train"));

    Files.delete(cars.root().resolve("cars_train/00001.png"));
    Files.delete(cars.root().resolve("cars_train"));
    assertThatThrownBy(this::read)
        .isInstanceOf(MalformedDatasetException.class)
        .hasMessage(
            "[%s] This lacks the folder cars_train of Stanford Cars. Give a folder with%n%s",
            cars.root(), CarsFolder.LAYOUT);
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    Path missing = cars.root().resolve("typo");

    assertThatThrownBy(() -> StanfordCars.of(missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[%s] is no folder (looked in %s). Give a folder with%n%s",
            missing, missing, CarsFolder.LAYOUT);
  }

  /** Writes something wrong in the place of the training annotations. */
  private interface Lie {
    void write(CarsMiniature cars) throws IOException;
  }

  private record Row(String defect, Lie lie, String message) {
    @Override
    public String toString() {
      return defect;
    }
  }

  private static final String FILE = "devkit/cars_train_annos.mat";

  private static Row one(String defect, List<Array> annotation, String message) {
    return new Row(defect, cars -> cars.writeAnnotations(FILE, List.of(annotation)), message);
  }

  static List<Row> lies() {
    return Stream.concat(liesOfAnnotations().stream(), liesOfFiles().stream()).toList();
  }

  private static List<Row> liesOfAnnotations() {
    Array one = number(1);
    return List.of(
        one(
            "class 0",
            annotation(one, one, one, one, number(0), "00001.png"),
            "annotations(1).class is 0, but classes are 1 to 196."),
        one(
            "class 197",
            annotation(one, one, one, one, number(197), "00001.png"),
            "annotations(1).class is 197, but classes are 1 to 196."),
        one(
            "half a class",
            annotation(one, one, one, one, Mat5.newScalar(1.5), "00001.png"),
            "annotations(1).class must be one whole number, but is 1.5."),
        one(
            "class as text",
            annotation(one, one, one, one, Mat5.newString("7"), "00001.png"),
            "annotations(1).class must be a matrix, but is a char. Fetch the file again."),
        one(
            "no number",
            annotation(Mat5.newMatrix(0, 0), one, one, one, one, "00001.png"),
            "annotations(1).bbox_x1 must be one whole number, but is NaN."),
        one(
            "infinity",
            annotation(Mat5.newScalar(1e300), one, one, one, one, "00001.png"),
            "annotations(1).bbox_x1 must be one whole number, but is 1.0E300."),
        one(
            "empty box",
            annotation(number(9), one, number(8), one, one, "00001.png"),
            "annotations(1).bbox is empty: (9, 1) to (8, 1)."),
        one(
            "a path",
            annotation(one, one, one, one, one, "../../../etc/passwd"),
            "annotations(1).fname must be the name of a file, but is \"../../../etc/passwd\"."),
        one(
            "no name",
            annotation(one, one, one, one, one, ""),
            "annotations(1).fname must be the name of a file, but is \"\"."));
  }

  private static List<Row> liesOfFiles() {
    Array one = number(1);
    return List.of(
        new Row(
            "without classes",
            cars ->
                cars.writeStructs(
                    FILE,
                    List.of("bbox_x1", "bbox_y1", "bbox_x2", "bbox_y2", "fname"),
                    List.of(List.of(one, one, one, one, Mat5.newString("00001.png")))),
            "annotations has no field class, only bbox_x1, bbox_y1, bbox_x2, bbox_y2, fname. Test"
                + " pictures have classes in cars_test_annos_withlabels.mat."),
        new Row(
            "another variable",
            cars -> cars.write(FILE, "annos", Mat5.newStruct(1, 1)),
            "The file has no variable annotations, or one of more than 1000000 elements. Fetch it"
                + " again."),
        new Row(
            "cells",
            cars -> cars.write(FILE, "annotations", Mat5.newCell(1, 1)),
            "annotations must be a struct, but is a cell. Fetch the file again."),
        new Row(
            "text",
            cars -> Files.writeString(cars.root().resolve(FILE), "no mat file"),
            "This is no MATLAB 5 file, or a damaged one (java.io.IOException:"
                + " java.io.EOFException). Fetch it again."),
        new Row(
            "megabytes",
            cars -> Files.write(cars.root().resolve(FILE), new byte[(64 << 20) + 1]),
            "The file has 67108865 bytes; at most 67108864 are read."));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void refusesAnnotationsThatAreNone(Row row) throws IOException {
    row.lie().write(cars);

    assertThatThrownBy(this::read)
        .isInstanceOf(MalformedDatasetException.class)
        .hasMessage("[" + cars.root().resolve(FILE) + "] " + row.message());
  }

  @Test
  void refusesACutFile() throws IOException {
    Path file = cars.root().resolve(FILE);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(this::read)
          .as("cut after %d of %d bytes", length, whole.length)
          .isInstanceOf(MalformedDatasetException.class)
          .hasMessageStartingWith("[" + file + "] ");
    }
  }

  @Test
  void refusesClassNamesThatAreAlike() throws IOException {
    cars.writeNames("devkit/cars_meta.mat", List.of("Audi", "Audi"));

    assertThatThrownBy(this::read)
        .isInstanceOf(MalformedDatasetException.class)
        .hasMessage(
            "[%s] Two or more different class names are needed, but found [Audi, Audi].",
            cars.root().resolve("devkit/cars_meta.mat"));
  }

  @Test
  void hasTheLinesToAddWhereTheLibraryIsMissing() throws Exception {
    List<URL> classPath = new ArrayList<>();
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : all.split(File.pathSeparator, -1)) {
      if (!entry.contains("mfl-core")) {
        classPath.add(Path.of(entry).toUri().toURL());
      }
    }
    try (URLClassLoader without =
        new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Class<?> there = without.loadClass(StanfordCars.class.getName());

      assertThatThrownBy(() -> there.getMethod("of", Path.class).invoke(null, cars.root()))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              """
              The annotations of Stanford Cars are .mat files, and mfl-core, which reads them, is not on the class path.
                Maven:  <dependency><groupId>us.hebi.matlab.mat</groupId><artifactId>mfl-core</artifactId><version>%s</version></dependency>
                Gradle: implementation("us.hebi.matlab.mat:mfl-core:%<s")""",
              versionOfTheLibrary());
    }
  }

  /** The message names the version that this build was tested with. */
  private static String versionOfTheLibrary() throws IOException {
    Properties properties = new Properties();
    try (InputStream stream =
        Mat5.class.getResourceAsStream(
            "/META-INF/maven/us.hebi.matlab.mat/mfl-core/pom.properties")) {
      properties.load(stream);
    }
    return properties.getProperty("version");
  }
}
