package org.fe4j.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

  private final Path temp;
  private final Path root;

  ImageFolderTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    this.root = Files.createDirectory(temp.resolve("rocks"));
  }

  @Test
  void sortsClassesAndTheirImages() throws IOException {
    write("granite/b.jpg", "granite/a.png", "gneiss/z.jpg", "gneiss/deep/er/a.jpg", "Basalt/1.bmp");

    ImageFolder folder = ImageFolder.of(root);

    assertThat(folder.classNames()).containsExactly("Basalt", "gneiss", "granite");
    assertThat(ids(folder))
        .containsExactly(
            "Basalt/1.bmp",
            "gneiss/deep/er/a.jpg",
            "gneiss/z.jpg",
            "granite/a.png",
            "granite/b.jpg");
    assertThat(IntStream.range(0, folder.size()).map(folder::label)).containsExactly(0, 1, 1, 2, 2);
    assertThat(folder.name()).isEqualTo("rocks");
    assertThat(folder).hasToString("ImageFolder[" + root + ": 5 images, 3 classes]");
  }

  @Test
  void readsTheBytesOfAnImage() throws IOException {
    write("a/1.jpg", "b/1.jpg");
    Files.writeString(root.resolve("b/1.jpg"), "content");

    ImageFolder folder = ImageFolder.of(root);

    assertThat(folder.bytes(1)).isEqualTo("content".getBytes(UTF_8));
    assertThat(folder.file(1)).isEqualTo(root.resolve("b/1.jpg"));
  }

  @Test
  void sortsByTheBytesOfTheWholePath() throws IOException {
    // '-' < '/' < '0': sorting name by name would put the folder x before x-1.jpg.
    write("a/x/1.jpg", "a/x-1.jpg", "a/x0.jpg", "a/X.jpg", "b/1.jpg");

    assertThat(ids(ImageFolder.of(root)))
        .containsExactly("a/X.jpg", "a/x-1.jpg", "a/x/1.jpg", "a/x0.jpg", "b/1.jpg");
  }

  @Test
  void keepsNamesBeyondAsciiInEveryLocale() throws IOException {
    write("b/1.jpg");
    // Through a URI, since a path from a string cannot hold them in the C locale.
    Path folder = Path.of(URI.create(root.toUri() + "gr%C3%A8s/"));
    Files.createDirectory(folder);
    // U+FFFD sorts before U+1F600 by bytes, after it by UTF-16 units.
    for (String name : List.of("%F0%9F%98%80.jpg", "%EF%BF%BD.jpg", "%C3%A9+.jpg", "%C3%A8+.jpg")) {
      Files.createFile(Path.of(URI.create(folder.toUri() + name)));
    }

    ImageFolder images = ImageFolder.of(root);

    assertThat(ids(images))
        .containsExactly(
            "b/1.jpg",
            "gr\u00e8s/\u00e8+.jpg",
            "gr\u00e8s/\u00e9+.jpg",
            "gr\u00e8s/\ufffd.jpg",
            "gr\u00e8s/\ud83d\ude00.jpg");
    for (int i = 0; i < images.size(); i++) {
      assertThat(images.file(i)).exists();
    }
  }

  @Test
  void tellsNamesApartThatAreNotUtf8() throws IOException {
    write("b/1.jpg");
    Path folder = Files.createDirectory(root.resolve("a"));
    Path grave = Path.of(URI.create(folder.toUri() + "%E8.jpg"));
    Files.writeString(grave, "grave");
    Files.writeString(Path.of(URI.create(folder.toUri() + "%E9.jpg")), "acute");

    ImageFolder images = ImageFolder.of(root);

    assertThat(ids(images)).containsExactly("a/%E8.jpg", "a/%E9.jpg", "b/1.jpg");
    assertThat(images.file(0)).isEqualTo(grave);
    assertThat(images.bytes(0)).isEqualTo("grave".getBytes(UTF_8));
    assertThat(images.bytes(1)).isEqualTo("acute".getBytes(UTF_8));
  }

  @Test
  void knowsImagesByTheirExtensionInAnyCase() throws IOException {
    write(
        "a/1.JPG",
        "a/2.jPeG",
        "a/3.Tiff",
        "a/4.webp",
        "a/5.PPM",
        "a/notes.txt",
        "a/jpg",
        "b/1.gif");

    assertThat(ids(ImageFolder.of(root)))
        .containsExactly("a/1.JPG", "a/2.jPeG", "a/3.Tiff", "a/4.webp", "a/5.PPM", "b/1.gif");
  }

  @Test
  void leavesOutWhatIsHidden() throws IOException {
    write("a/1.jpg", "a/._1.jpg", "a/.thumbnails/1.jpg", ".git/1.jpg", "b/1.jpg", ".x.jpg");

    ImageFolder folder = ImageFolder.of(root);

    assertThat(folder.classNames()).containsExactly("a", "b");
    assertThat(ids(folder)).containsExactly("a/1.jpg", "b/1.jpg");
  }

  @Test
  void leavesOutFilesBesideTheClassFolders() throws IOException {
    write("a/1.jpg", "b/1.jpg", "preview.jpg", "README.md");

    assertThat(ids(ImageFolder.of(root))).containsExactly("a/1.jpg", "b/1.jpg");
  }

  @Test
  void followsLinksToClassesFoldersAndFiles() throws IOException {
    Path elsewhere = Files.createDirectories(temp.resolve("elsewhere/deep"));
    Files.createFile(elsewhere.resolve("1.jpg"));
    write("a/0.jpg");
    Files.createSymbolicLink(root.resolve("b"), elsewhere.getParent());
    Files.createSymbolicLink(root.resolve("a/linked"), elsewhere);
    Files.createSymbolicLink(root.resolve("a/one.jpg"), elsewhere.resolve("1.jpg"));

    assertThat(ids(ImageFolder.of(root)))
        .containsExactly("a/0.jpg", "a/linked/1.jpg", "a/one.jpg", "b/deep/1.jpg");
  }

  @Test
  void entersEachFolderOfAClassOnce() throws IOException {
    write("a/x/1.jpg", "b/1.jpg");
    Files.createSymbolicLink(root.resolve("a/again"), root.resolve("a/x"));

    assertThat(ids(ImageFolder.of(root))).containsExactly("a/again/1.jpg", "b/1.jpg");
  }

  @Test
  void endsWhereLinksGoInACircle() throws IOException {
    write("a/1.jpg", "a/x/2.jpg", "b/1.jpg");
    Files.createSymbolicLink(root.resolve("a/x/self"), root.resolve("a/x"));
    Files.createSymbolicLink(root.resolve("a/class"), root.resolve("a"));
    Files.createSymbolicLink(root.resolve("a/root"), root);
    Files.createSymbolicLink(root.resolve("b/above"), temp);

    assertThat(ids(ImageFolder.of(root))).containsExactly("a/1.jpg", "a/x/2.jpg", "b/1.jpg");
  }

  @Test
  void keepsALinkToNothingSoThatReadingItFails() throws IOException {
    write("a/1.jpg", "b/1.jpg");
    Files.createSymbolicLink(root.resolve("b/gone.jpg"), temp.resolve("gone.jpg"));

    ImageFolder folder = ImageFolder.of(root);

    assertThat(ids(folder)).containsExactly("a/1.jpg", "b/1.jpg", "b/gone.jpg");
    assertThatThrownBy(() -> folder.bytes(2)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    Path missing = root.resolve("typo");

    assertRefused(
        missing,
        "["
            + missing
            + "] does not exist (looked in "
            + missing
            + "). An image folder holds one"
            + " folder for each class, and each of those holds the images of the class.");
  }

  @Test
  void refusesAFile() throws IOException {
    write("photo.jpg");
    Path file = root.resolve("photo.jpg");

    assertRefused(
        file,
        "["
            + file
            + "] is a file, not a folder. An image folder holds one folder for each class,"
            + " and each of those holds the images of the class; give the folder above the class"
            + " folders.");
  }

  @Test
  void refusesAnEmptyFolder() {
    assertRefused(
        root,
        "["
            + root
            + "] holds no folders. An image folder holds one folder for each class, and each"
            + " of those holds the images of the class. Give the folder above the class folders.");
  }

  @Test
  void saysWhatToDoWithImagesInTheRoot() throws IOException {
    write("1.jpg", "2.jpg");

    assertRefused(
        root,
        "["
            + root
            + "] holds no folders. An image folder holds one folder for each class, and each"
            + " of those holds the images of the class. 2 images lie directly in it: move each into"
            + " a folder named after its class.");
  }

  @Test
  void refusesClassesWithoutImages() throws IOException {
    write("a/1.jpg", "b/1.heic", "b/2.txt", "b/LICENSE", "c/1.jpg");
    Files.createDirectory(root.resolve("d"));

    assertRefused(
        root,
        "["
            + root
            + "] 2 of 4 class folders hold no image: b, d. What they hold ends in .heic,"
            + " .txt, no extension, which is not read as an image. Add images or remove these"
            + " folders.");
  }

  @Test
  void refusesASingleClass() throws IOException {
    write("a/1.jpg");

    assertRefused(
        root,
        "["
            + root
            + "] holds only one class folder, a, but telling classes apart takes two or"
            + " more. Give the folder above the class folders.");
  }

  @Test
  void pointsBelowASingleFolderThatHoldsTheClasses() throws IOException {
    write("photos/a/1.jpg", "photos/b/1.jpg");

    assertRefused(
        root,
        "["
            + root
            + "] holds only one class folder, photos, but telling classes apart takes two or"
            + " more. If the classes are the folders in it, give "
            + root.resolve("photos")
            + ".");
  }

  @Test
  void pointsToAPartOfADividedDataSet() throws IOException {
    write("Test/a/1.jpg", "Test/b/1.jpg", "Train/a/1.jpg", "Train/b/1.jpg", "lists/train.txt");

    assertRefused(
        root,
        "["
            + root
            + "] holds Test, Train, which look like the parts of a divided data set and not"
            + " like classes. Give one part, such as "
            + root.resolve("Train")
            + ", or all of them with SplitDataset.ofFolder.");
    assertThat(ImageFolder.parts(root)).containsExactly("Test", "Train");
  }

  @Test
  void takesTrainForAClassWhereItHoldsImages() throws IOException {
    write("train/1.jpg", "test/1.jpg");

    assertThat(ImageFolder.of(root).classNames()).containsExactly("test", "train");
    assertThat(ImageFolder.parts(root)).isEmpty();
  }

  private void write(String... names) throws IOException {
    for (String name : names) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private static ImmutableList<String> ids(ImageDataset dataset) {
    return IntStream.range(0, dataset.size())
        .mapToObj(dataset::id)
        .collect(ImmutableList.toImmutableList());
  }

  private static void assertRefused(Path root, String message) {
    assertThatThrownBy(() -> ImageFolder.of(root))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
