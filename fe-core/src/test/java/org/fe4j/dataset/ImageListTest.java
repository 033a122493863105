package org.fe4j.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageListTest {
  private static final String ROWS =
      """
      path,label,group,split
      b/2.jpg,granite,quarry 1,train
      a.png,gneiss,quarry 2,test
      b/1.jpg,Basalt,,train
      """;

  private static final String JSON =
      """
      {"path": "b/2.jpg", "label": "granite", "group": "quarry 1", "split": "train"}
      {"split": "test", "path": "a.png", "label": "gneiss", "group": "quarry 2"}
      {"path": "b/1.jpg", "label": "Basalt", "split": "train", "size": [1, {"x": 2}]}
      """;

  private final Path root;

  ImageListTest(@TempDir Path root) throws IOException {
    this.root = root;
    touch("a.png", "b/1.jpg", "b/2.jpg");
  }

  @Test
  void keepsTheOrderOfTheListAndSortsTheClasses() throws IOException {
    Path file = write("rocks.csv", ROWS);

    ImageList list = ImageList.of(file);

    assertThat(all(list, list::id)).containsExactly("b/2.jpg", "a.png", "b/1.jpg");
    assertThat(list.classNames()).containsExactly("Basalt", "gneiss", "granite");
    assertThat(all(list, list::label)).containsExactly(2, 1, 0);
    assertThat(all(list, list::group)).containsExactly("quarry 1", "quarry 2", "b/1.jpg");
    assertThat(list.name()).isEqualTo("rocks");
    assertThat(list).hasToString("ImageList[" + file + ": 3 images, 3 classes]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rocks.jsonl", "rocks.NDJSON"})
  void readsJsonLinesLikeCsv(String name) throws IOException {
    ImageList csv = ImageList.of(write("rocks.csv", ROWS));
    ImageList json = ImageList.of(write(name, JSON));

    assertThat(all(json, json::id)).isEqualTo(all(csv, csv::id));
    assertThat(all(json, json::label)).isEqualTo(all(csv, csv::label));
    assertThat(all(json, json::group)).isEqualTo(all(csv, csv::group));
    assertThat(json.classNames()).isEqualTo(csv.classNames());
    assertThat(json.splits()).isEqualTo(csv.splits());
  }

  @Test
  void readsTheBytesOfAnImageFromItsPathInTheListsFolder() throws IOException {
    ImageList list = ImageList.of(write("rocks.csv", ROWS));

    assertThat(list.file(0)).isEqualTo(root.resolve("b/2.jpg"));
    assertThat(list.bytes(0)).isEqualTo("b/2.jpg".getBytes(UTF_8));
  }

  @Test
  void readsAbsolutePathsToo() throws IOException {
    Path other = Files.createDirectories(root.resolve("lists"));
    String absolute = root.resolve("a.png").toString();
    Path file = write("lists/x.csv", "path,label\n" + absolute + ",a\n../b/1.jpg,b\n");

    ImageList list = ImageList.of(file);

    assertThat(all(list, list::id)).containsExactly(absolute, "../b/1.jpg");
    assertThat(list.file(0)).isEqualTo(root.resolve("a.png"));
    assertThat(list.bytes(1)).isEqualTo("b/1.jpg".getBytes(UTF_8));
    assertThat(other).isDirectoryContaining(p -> p.equals(file));
  }

  @Test
  void readsAFileThatVanishedAsMissing() throws IOException {
    ImageList list = ImageList.of(write("rocks.csv", ROWS));
    Files.delete(root.resolve("a.png"));

    assertThatThrownBy(() -> list.bytes(1)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void takesQuotesCommasLineBreaksCrlfAndEmptyLines() throws IOException {
    touch("with, comma.jpg", "say \"x\".jpg");
    Path file =
        write(
            "x.csv",
            "note,path,label\r\n\r\n\"two\r\nlines\",\"with, comma.jpg\",\" a, b \"\r\n"
                + ",\"say \"\"x\"\".jpg\",c");

    ImageList list = ImageList.of(file);

    assertThat(all(list, list::id)).containsExactly("with, comma.jpg", "say \"x\".jpg");
    assertThat(list.classNames()).containsExactly("a, b", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.csv", "x.jsonl"})
  void readsUtf8WithAndWithoutAByteOrderMark(String name) throws IOException {
    // Through a URI, since a path from a string cannot hold it in the C locale.
    Files.createFile(Path.of(URI.create(root.toUri() + "%C3%A8.jpg")));
    String text =
        name.endsWith("csv")
            ? "path,label\n\u00e8.jpg,gr\u00e8s\na.png,b\n"
            : """
              {"path": "\u00e8.jpg", "label": "gr\\u00e8s"}
              {"path": "a.png", "label": "b"}
              """;
    for (String start : List.of("", "\ufeff")) {
      ImageList list = ImageList.of(write(name, start + text));

      assertThat(all(list, list::id)).containsExactly("\u00e8.jpg", "a.png");
      assertThat(list.classNames()).containsExactly("b", "gr\u00e8s");
      assertThat(list.bytes(0)).isEmpty();
    }
  }

  @Test
  void takesWholeNumbersOfJsonAsTheyAreWritten() throws IOException {
    ImageList list =
        ImageList.of(
            write(
                "x.jsonl",
                """
                {"path": "a.png", "label": 10, "group": 7}
                {"path": "b/1.jpg", "label": "9", "group": null}

                {"path": "b/2.jpg", "label": -1}
                """));

    assertThat(list.classNames()).containsExactly("-1", "10", "9");
    assertThat(all(list, list::group)).containsExactly("7", "b/1.jpg", "b/2.jpg");
  }

  @Test
  void dropsWhiteSpaceAroundAllButPaths() throws IOException {
    touch(" a.png");
    ImageList list =
        ImageList.of(
            write(
                "x.csv",
                "path,label,group,split\n a.png, x , g,s \na.png,x,g ,s\nb/1.jpg,y,h,s\n"));

    assertThat(list.id(0)).isEqualTo(" a.png");
    assertThat(all(list, list::label)).containsExactly(0, 0, 1);
    assertThat(all(list, list::group)).containsExactly("g", "g", "h");
    assertThat(list.splits()).containsExactly("s");
  }

  @Test
  void givesThePartsTheClassesOfTheWhole() throws IOException {
    ImageList whole = ImageList.of(write("rocks.csv", ROWS));

    assertThat(whole.splits()).containsExactly("test", "train");
    ImageList train = whole.split("train");
    assertThat(train.classNames()).isEqualTo(whole.classNames());
    assertThat(all(train, train::id)).containsExactly("b/2.jpg", "b/1.jpg");
    assertThat(all(train, train::label)).containsExactly(2, 0);
    assertThat(all(train, train::group)).containsExactly("quarry 1", "b/1.jpg");
    assertThat(train.bytes(1)).isEqualTo("b/1.jpg".getBytes(UTF_8));
    assertThat(train.name()).isEqualTo("rocks-train");
    assertThat(train.splits()).containsExactly("train");
    assertThat(all(train.split("train"), train.split("train")::id)).hasSize(2);
    ImageList test = whole.split("test");
    assertThat(all(test, test::label)).containsExactly(1);
  }

  @Test
  void hasNoPartsWhereTheListHasNone() throws IOException {
    Path file = write("x.csv", "path,label\na.png,a\nb/1.jpg,b\n");
    ImageList list = ImageList.of(file);

    assertThat(list.splits()).isEmpty();
    assertThatThrownBy(() -> list.split("test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[%s] The list has no splits, but \"test\" was asked for. Use the whole list or add a"
                + " split to each row.",
            file);
  }

  @Test
  void namesThePartsThatThereAre() throws IOException {
    Path file = write("x.csv", ROWS);
    ImageList list = ImageList.of(file);

    assertThatThrownBy(() -> list.split("tset"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[%s] There is no split \"tset\"; there are: test, train.", file);
  }

  @Test
  void namesTenOfTheFilesThatAreNotThere() throws IOException {
    String rows =
        IntStream.range(0, 12)
            .mapToObj(i -> "gone/%d.jpg,%s\n".formatted(i, i % 2 == 0 ? "even" : "odd"))
            .collect(Collectors.joining());
    // A folder is no file either.
    Path file = write("x.csv", "path,label\na.png,even\nb,odd\n" + rows);

    assertThatThrownBy(() -> ImageList.of(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[%s] 13 of 14 listed files are not there: b (line 3), gone/0.jpg (line 4), gone/1.jpg"
                + " (line 5), gone/2.jpg (line 6), gone/3.jpg (line 7), gone/4.jpg (line 8),"
                + " gone/5.jpg (line 9), gone/6.jpg (line 10), gone/7.jpg (line 11), gone/8.jpg"
                + " (line 12) and 3 more. Relative paths begin at %s. Correct the paths or remove"
                + " the lines.",
            file, root);
  }

  @Test
  void namesTheLineThatIsNotUtf8() throws IOException {
    Path file = root.resolve("x.csv");
    Files.write(file, "path,label\na.png,a\nb/1.jpg,gr\u00e8s\n".getBytes(ISO_8859_1));

    assertThatThrownBy(() -> ImageList.of(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[%s] Line 3: These bytes are not UTF-8. Save the list with that encoding.", file);
  }

  private void touch(String... names) throws IOException {
    for (String name : names) {
      write(name, name);
    }
  }

  private Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static <T> ImmutableList<T> all(ImageDataset dataset, IntFunction<T> what) {
    return IntStream.range(0, dataset.size())
        .mapToObj(what)
        .collect(ImmutableList.toImmutableList());
  }
}
