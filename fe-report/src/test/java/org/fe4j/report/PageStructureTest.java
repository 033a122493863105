package org.fe4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.fe4j.metrics.CopiesGap;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.SkippedRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What holds of the pages without a browser. */
class PageStructureTest {
  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final String LONG = "very_long_name_".repeat(200);
  private static final String RIGHT_TO_LEFT = "\u0635\u062e\u0631 \"\u0623\u0632\u0631\u0642\"";
  private static final String EMOJI = "\ud83e\udea8 & \u5ca9\u77f3 'x'";
  private static final String BROKEN = "\ud800 \u0000 \u001b ]]> --> &amp;";

  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void isWellFormedWithUniqueIdsAndWorkingLinks(String page) throws Exception {
    Document document = parsed(Samples.page(page));
    List<String> ids = attributes(document, "id");

    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(10);
    assertThat(attributes(document, "href"))
        .allMatch(href -> href.equals("data:,") || ids.contains(href.substring(1)));
    assertThat(attributes(document, "src"))
        .allMatch(src -> src.startsWith("data:image/png;base64,"));
    assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void hasLandmarksAndHeadingsInOrder(String page) throws Exception {
    Document document = parsed(Samples.page(page));

    for (String landmark : List.of("header", "nav", "main", "footer", "h1")) {
      assertThat(elements(document, landmark)).as(landmark).hasSize(1);
    }
    int before = 0;
    for (Element element : elements(document, "*")) {
      if (element.getTagName().matches("h[1-6]")) {
        int level = element.getTagName().charAt(1) - '0';
        assertThat(level).as(element.getTextContent()).isLessThanOrEqualTo(before + 1);
        before = level;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void saysOfEachChartWhatIsToBeSeen(String page) throws Exception {
    Document document = parsed(Samples.page(page));

    assertThat(elements(document, "svg"))
        .hasSizeGreaterThan(4)
        .allSatisfy(
            svg -> {
              assertThat(svg.getAttribute("role")).isEqualTo("img");
              assertThat(svg.getAttribute("aria-label")).hasSizeGreaterThan(20).endsWith(".");
              assertThat(svg.getAttribute("viewBox")).matches("0 0 [\\d.]+ [\\d.]+");
              assertThat(svg.getElementsByTagName("text").getLength()).isPositive();
            });
    assertThat(elements(document, "figure"))
        .allSatisfy(
            figure -> assertThat(figure.getElementsByTagName("figcaption").getLength()).isOne());
    assertThat(elements(document, "img"))
        .allSatisfy(image -> assertThat(image.getAttribute("alt")).isNotEmpty());
    assertThat(elements(document, "table"))
        .allSatisfy(table -> assertThat(table.getElementsByTagName("caption").getLength()).isOne());
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void isTheSameForEqualReports(String page) {
    assertThat(Samples.page(page)).isEqualTo(Samples.page(page));
  }

  /** A fixed colour would be the same in the dark; an address would be fetched. */
  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void drawsWithTheColoursOfTheStyleSheetAlone(String page) {
    String charts = Samples.page(page).replaceAll("(?s)<style>.*?</style>", "");

    assertThat(charts)
        .doesNotContain("rgb(", "fill=\"#", "stroke=\"#", "url(", "<?xml", "font-family")
        .doesNotContainPattern("https?://(?!www\\.w3\\.org/)");
  }

  @Test
  void showsNamesAsTheyAreWhateverIsInThem() throws Exception {
    List<String> names = List.of(SCRIPT, LONG, RIGHT_TO_LEFT, EMOJI, BROKEN, "\" onclick=\"x");
    Predictions predictions = Samples.predictions(names, 120, 3, 2, 5, SCRIPT);
    MetricsReport report =
        MetricsReport.builder(predictions)
            .provenance(ImmutableMap.of("backbone", SCRIPT, BROKEN, EMOJI))
            .protocol(ImmutableMap.of(RIGHT_TO_LEFT, LONG))
            .skipped(List.of(new SkippedRow(SCRIPT, BROKEN)))
            .build();

    Document document = parsed(HtmlReport.of(report));

    assertThat(elements(document, "script")).hasSize(1);
    assertThat(attributes(document, "onclick")).isEmpty();
    assertThat(elements(document, "th").stream().map(Element::getTextContent))
        .contains(
            SCRIPT,
            LONG,
            RIGHT_TO_LEFT,
            EMOJI,
            BROKEN.replaceAll("[\ud800\u0000\u001b]", "\ufffd"));
    assertThat(elements(document, "h1").get(0).getTextContent()).isEqualTo(SCRIPT);
  }

  @Test
  void staysSmallWithAThousandClassesAndFiftyThousandRows() throws Exception {
    List<String> names = IntStream.range(0, 1000).mapToObj("class_%04d"::formatted).toList();
    Predictions.Builder builder = Predictions.builder(names);
    for (int row = 0; row < 50_000; row++) {
      int truth = row % 1000;
      builder.addLabels("i" + row, truth, row % 7 == 0 ? row * 31 % 1000 : truth, row % 5);
    }
    MetricsReport report = MetricsReport.of(builder.build(), ImmutableMap.of());
    HtmlReport.of(Samples.rocks());

    long begin = System.nanoTime();
    String page = HtmlReport.of(report);

    // About 1 s and 250 kB; the bounds leave room for a busy machine.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    assertThat(page.length()).isBetween(50_000, 700_000);
    assertThat(page).contains("Showing 200 of 1,000 classes");
    parsed(page);
  }

  @Test
  void showsASingleFoldWithoutProbabilities() throws Exception {
    Predictions predictions =
        Predictions.builder(List.of("a", "b"))
            .addLabels("1", 0, 0, 0)
            .addLabels("2", 1, 1, 0)
            .build();

    Document document = parsed(HtmlReport.of(MetricsReport.of(predictions, ImmutableMap.of())));

    assertThat(document.getDocumentElement().getTextContent())
        .contains(
            "No prediction is wrong.", "labels without probabilities", "No class has a mistake.");
  }

  @Test
  void roundsAndSaysWhichWayCopiesGo() {
    Predictions predictions =
        Predictions.builder(List.of("a", "b"))
            .addLabels("1", 0, 0, 0)
            .addLabels("2", 0, 0, 0)
            .addLabels("3", 0, 0, 0)
            .addLabels("4", 1, 0, 0)
            .build();

    String page =
        HtmlReport.of(
            MetricsReport.builder(predictions)
                .copies(new CopiesGap(1, 2, 0.9, 0.9, 0.88, 0.87))
                .build());

    // 2 · 3 / (2 · 3 + 1) = 0.857
    assertThat(page).contains("\u2068a\u2069 (F1 0.86)").contains("points lower.");
  }

  @Test
  void writesTheWholeFileOrNone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("new/page.html");
    HtmlReport.write(Samples.rocks(), file);
    HtmlReport.write(Samples.rocks(), file);

    assertThat(file).content().isEqualTo(Samples.page("evaluation"));
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  static Document parsed(String page)
      throws ParserConfigurationException, IOException, SAXException {
    assertThat(page).startsWith("<!DOCTYPE html>\n");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page)));
  }

  private static List<Element> elements(Document document, String tag) {
    NodeList found = document.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static List<String> attributes(Document document, String name) {
    return elements(document, "*").stream()
        .filter(element -> element.hasAttribute(name))
        .map(element -> element.getAttribute(name))
        .toList();
  }
}
