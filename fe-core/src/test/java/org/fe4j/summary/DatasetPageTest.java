package org.fe4j.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.RgbImage;
import org.fe4j.image.UnreadableImageException;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetPageTest {
  private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)[^>]*>");

  @TempDir private Path folder;

  private String page(MemoryDataset dataset) throws IOException {
    Path file = folder.resolve("new").resolve("describe.html");
    DatasetPage.write(DatasetSummary.of(dataset, ProgressListener.NONE), dataset, file);
    return Files.readString(file);
  }

  private static List<String> found(String html, String regex) {
    return Pattern.compile(regex, Pattern.DOTALL)
        .matcher(html)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  @Test
  void saysWhatTheSummaryHolds() throws IOException {
    String html = page(DatasetSummaryTest.troubled());
    assertThat(html)
        .startsWith("<!doctype html>\n<html lang=\"en\">")
        .contains("<title>rocks: data set</title>")
        .contains("<dt>images</dt>\n<dd>9</dd>")
        .contains("<dt>largest to smallest class</dt>\n<dd>1.3 to 1</dd>")
        .contains("<a href=\"#exact\">1 group of exact copies lies in different classes</a>")
        .contains("<a href=\"#near\">1 group of near copies lies in different classes</a>")
        .contains("<li>2 images are copies of others, exactly or nearly. Keep copies in one fold.")
        .contains("<a href=\"#small\">2 classes have too few images</a> for 5 folds")
        .contains("<a href=\"#unreadable\">2 images cannot be read</a>")
        .contains("<th scope=\"row\">gneiss <small>1 unreadable</small></th>")
        .contains("3 images are below 224 pixels on the shorter side")
        .contains("Three ways out: use 3 folds or fewer")
        .contains("but found an HTML page")
        .contains("<strong>granite</strong>\ngranite/4.png</figcaption>");
    assertThat(found(html, "<td class=\"bar\"><span style=\"width:[0-9.]+%\">").subList(0, 2))
        .containsExactly(
            "<td class=\"bar\"><span style=\"width:100.0%\">",
            "<td class=\"bar\"><span style=\"width:80.0%\">");
  }

  @Test
  void saysThatNothingIsWrongWhereNothingIs() throws IOException {
    MemoryDataset dataset = new MemoryDataset("fine");
    for (int i = 0; i < 10; i++) {
      dataset.add((i < 5 ? "a/" : "b/") + i, Pictures.waves(i, 40, 40));
    }
    assertThat(page(dataset))
        .contains("Nothing was found that would spoil it")
        .doesNotContain("id=\"exact\"", "id=\"near\"", "id=\"small\"", "id=\"unreadable\"");
  }

  @Test
  void picturesAreInThePageWithTheirProportionsAndATextInstead() throws IOException {
    String html = page(DatasetSummaryTest.troubled());
    List<String> pictures = found(html, "<img [^>]*>");
    // Seven examples, two exact copies, two near ones.
    assertThat(pictures).hasSize(11);
    assertThat(pictures)
        .allSatisfy(
            picture -> {
              assertThat(picture).containsPattern(" alt=\"[^\"]+\"");
              String jpeg =
                  picture.replaceAll("(?s).*src=\"data:image/jpeg;base64,([^\"]*)\".*", "$1");
              assertThat(
                      ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(jpeg)))
                          .getWidth())
                  .isEqualTo(120);
            });
    assertThat(pictures.get(0))
        .contains("alt=\"Example of gneiss: gneiss/1.png\"")
        .contains("style=\"width:100.0%;aspect-ratio:300/240\"");
    // Turned: higher than wide.
    assertThat(pictures.get(4)).contains("style=\"width:80.0%;aspect-ratio:240/300\"");
  }

  @Test
  void needsNothingFromElsewhere() throws IOException {
    String html = page(DatasetSummaryTest.troubled());
    assertThat(html.replaceAll("base64,[^\"]*", ""))
        .doesNotContain("http", "<script", "<iframe", "@import", "url(", "//");
    assertThat(found(html, "(src|href)=\"[^\"]{0,5}"))
        .allMatch(link -> link.contains("\"data:") || link.contains("\"#"));
  }

  @Test
  void namesOfOthersStayText() throws IOException {
    String evil = "<script>alert(1)<|script>\"'&";
    byte[] same = Pictures.png(Pictures.plain(8, 8, 1, 2, 3));
    MemoryDataset dataset =
        new MemoryDataset(evil)
            .add(evil + "/\" onerror=\"alert(2).png", same)
            .add("other/<img src=x>.png", same)
            .addMissing(evil + "/<b>gone.png");
    String html = page(dataset);
    assertThat(html)
        .doesNotContain("<script", "<|script", "<img src=x", "<b>", "\" onerror=")
        .contains("&lt;script&gt;alert(1)&lt;|script&gt;&quot;&#39;&amp;")
        .contains("&quot; onerror=&quot;alert(2).png");
  }

  @Test
  void elementsAreClosedInOrderAndHeadingsSkipNoLevel() throws IOException {
    String html = page(DatasetSummaryTest.troubled());
    List<String> open = new java.util.ArrayList<>();
    int heading = 0;
    var tags = TAG.matcher(html.replaceAll("(?s)<style>.*</style>", ""));
    while (tags.find()) {
      String tag = tags.group(2);
      if (List.of("meta", "link", "img").contains(tag) || tags.group().endsWith("/>")) {
        continue;
      }
      if (!tags.group(1).isEmpty()) {
        assertThat(open.remove(open.size() - 1)).as("closed at %d", tags.start()).isEqualTo(tag);
        continue;
      }
      open.add(tag);
      if (tag.matches("h[1-6]")) {
        int level = tag.charAt(1) - '0';
        assertThat(level).isLessThanOrEqualTo(heading + 1);
        heading = level;
      }
    }
    assertThat(open).isEmpty();
    assertThat(found(html, "<th[ >][^>]*")).allMatch(cell -> cell.contains("scope=\""));
  }

  @Test
  void longListsAreCutAndThePageSaysSo() throws IOException {
    MemoryDataset dataset = new MemoryDataset("many");
    for (int i = 0; i < 130; i++) {
      byte[] file = Pictures.png(Pictures.plain(4, 4, i, 0, 0));
      for (int copy = 0; copy < (i == 60 ? 9 : 2); copy++) {
        dataset.add("class %03d/%d.png".formatted(i, copy), file);
      }
      dataset.addMissing("class %03d/gone.png".formatted(i));
    }
    String html = page(dataset);
    assertThat(html)
        .contains("Showing 120 of 130 classes: the largest and the smallest.")
        .contains("Showing 50 of 130 classes, evenly spread.")
        .contains("Showing 50 of 129 classes.")
        .contains("Showing 50 of 130 images.")
        .contains("Showing 50 of 130 groups, those across classes first.")
        .contains("<p>and 3 more</p>")
        .contains("aria-label=\"A bar for each of 130 classes");
    assertThat(found(html, "<figure>")).hasSize(49 * 2 + 6);
  }

  @Test
  void pictureThatVanishedIsSaidToBeMissing() throws IOException {
    MemoryDataset dataset = DatasetSummaryTest.troubled();
    DatasetSummary summary = DatasetSummary.of(dataset, ProgressListener.NONE);
    dataset.remove(1);
    Path file = folder.resolve("describe.html");
    DatasetPage.write(summary, dataset, file);
    assertThat(found(Files.readString(file), "<span class=\"missing\">cannot be read now</span>"))
        .hasSize(1);
  }

  @Test
  void picturesAreReadWithTheDecoderOfTheSummary() throws IOException {
    MemoryDataset dataset =
        new MemoryDataset("own format")
            .add("a/1.xyz", new byte[] {'o', 'w', 'n'})
            .add("a/2.xyz", new byte[] {'n', 'o'});
    DatasetSummary summary =
        DatasetSummary.builder(dataset).decoder(new OwnFormat()).read(ProgressListener.NONE);
    Path file = folder.resolve("describe.html");
    DatasetPage.write(summary, dataset, file);
    List<String> pictures = found(Files.readString(file), "base64,[^\"]*");
    assertThat(pictures).hasSize(1);
    byte[] jpeg = Base64.getDecoder().decode(pictures.get(0).substring("base64,".length()));
    int rgb = ImageIO.read(new ByteArrayInputStream(jpeg)).getRGB(60, 60);
    assertThat(rgb >> 16 & 0xFF).as("red").isGreaterThan(240);
    assertThat(rgb & 0xFF).as("blue").isLessThan(15);
  }

  /** Sees red in the bytes of "own", and nothing in others. */
  private static final class OwnFormat implements ImageDecoder {
    @Override
    public RgbImage decode(byte[] encoded, String name) throws UnreadableImageException {
      return encoded.length == 3
          ? Pictures.plain(10, 10, 255, 0, 0)
          : ImageDecoder.standard().decode(encoded, name);
    }

    @Override
    public String identity() {
      return "own";
    }
  }

  @Test
  void longChainIsCalledOut() throws IOException {
    assertThat(page(encodings(51)))
        .contains("<a href=\"#near\">1 group of near copies has more than 50 images</a>. Probably")
        .contains(
            "<h3>51 images of a</h3>\n<p>Probably a chain of pictures that are alike: look before"
                + " you keep them together.</p>");
    assertThat(page(encodings(50))).contains("<h3>50 images of a</h3>").doesNotContain("a chain");
  }

  /** Returns so many files with the same picture, no two with the same bytes. */
  static MemoryDataset encodings(int count) {
    RgbImage picture = Pictures.waves(1, 48, 48);
    MemoryDataset dataset = new MemoryDataset("encodings");
    for (int i = 0; i < count; i++) {
      dataset.add("a/%d.jpg".formatted(i), Pictures.jpeg(picture, 0.45 + 0.01 * i));
    }
    return dataset;
  }

  @Test
  void refusesTheSummaryOfAnotherDataSet() throws IOException {
    MemoryDataset dataset = DatasetSummaryTest.troubled();
    DatasetSummary summary = DatasetSummary.of(dataset, ProgressListener.NONE);
    dataset.add("granite/5.png", Pictures.plain(4, 4, 0, 0, 0));
    assertThatThrownBy(() -> DatasetPage.write(summary, dataset, folder.resolve("page.html")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The summary is of 9 images, but the data set rocks has 10: summarise it again.");
  }

  @Test
  void fileAppearsWholeOrNotAtAll() throws IOException {
    MemoryDataset dataset = DatasetSummaryTest.troubled();
    DatasetSummary summary = DatasetSummary.of(dataset, ProgressListener.NONE);
    // A folder that is not empty cannot be replaced by a file.
    Path inTheWay = folder.resolve("page.html");
    Files.createDirectories(inTheWay.resolve("child"));
    assertThatThrownBy(() -> DatasetPage.write(summary, dataset, inTheWay))
        .isInstanceOf(IOException.class);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(inTheWay);
    }
  }
}
