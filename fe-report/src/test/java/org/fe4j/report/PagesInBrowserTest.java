package org.fe4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.print.PrintOptions;

/** Both pages as a reader has them: opened from a file by Chromium. */
class PagesInBrowserTest {
  private static Browser browser;
  private static final Map<String, Path> PAGES = new TreeMap<>();

  @BeforeAll
  static void writeThePagesAndStartTheBrowser(@TempDir Path folder) throws IOException {
    browser = Browser.start();
    Path evaluation = folder.resolve("evaluation #1.html");
    HtmlReport.write(Samples.rocks(), evaluation);
    PAGES.put("evaluation", evaluation);
    Path comparison = folder.resolve("comparison.html");
    HtmlReport.write(Samples.comparison(), comparison);
    PAGES.put("comparison", comparison);
  }

  @AfterAll
  static void stopTheBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void opensWithoutAnErrorAndAsksForNothing(String page) {
    open(page, 1280);

    assertThat(browser.console()).isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(url -> url.startsWith("file:") || url.startsWith("data:"))
        .filteredOn(url -> url.startsWith("file:"))
        .hasSize(1);
    assertThat(
            browser.script(
                "return performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:')).length"))
        .isEqualTo(0L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void refusesWhatIsNotInTheFile(String page) {
    open(page, 1280);
    browser.script(
        "const s = document.createElement('script'); s.textContent = 'window.injected = 1';"
            + "document.body.appendChild(s);"
            + "const i = new Image(); i.src = 'https://example.invalid/a.png';"
            + "document.body.appendChild(i);");

    assertThat(browser.script("return window.injected === undefined")).isEqualTo(true);
    assertThat(browser.console())
        .anyMatch(line -> line.contains("script-src"))
        .anyMatch(line -> line.contains("img-src"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void sortsByMouseAndByKeyboard(String page) {
    open(page, 1280);
    WebElement table = browser.driver().findElement(By.cssSelector("table[data-sortable]"));
    List<WebElement> headings = table.findElements(By.cssSelector("thead th"));
    int column = 0;
    while (headings.get(column).getAttribute("data-number") == null) {
      column++;
    }
    WebElement button = headings.get(column).findElement(By.tagName("button"));

    button.click();
    List<Double> fallen = values(table, column);
    assertThat(headings.get(column).getAttribute("aria-sort")).isEqualTo("descending");
    button.sendKeys(Keys.ENTER);
    List<Double> risen = values(table, column);
    assertThat(headings.get(column).getAttribute("aria-sort")).isEqualTo("ascending");

    assertThat(fallen).hasSizeGreaterThan(2).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(risen).isSorted().hasSameSizeAs(fallen);
    assertThat(risen.get(0)).isLessThan(fallen.get(0));

    WebElement names = headings.get(0).findElement(By.tagName("button"));
    names.sendKeys(Keys.SPACE);
    assertThat(headings.get(0).getAttribute("aria-sort")).isEqualTo("ascending");
    assertThat(headings.get(column).getAttribute("aria-sort")).isNull();
  }

  /** The best is behind nobody, so its cell is empty. */
  @Test
  void putsRowsWithoutANumberLast() {
    open("comparison", 1280);
    WebElement table =
        browser
            .driver()
            .findElement(By.xpath("//table[starts-with(caption, 'Leaderboard of rock')]"));
    List<WebElement> headings = table.findElements(By.cssSelector("thead th"));
    int column = headings.stream().map(WebElement::getText).toList().indexOf("points behind");
    headings.get(0).findElement(By.tagName("button")).click();
    WebElement button = headings.get(column).findElement(By.tagName("button"));

    for (String direction : List.of("descending", "ascending")) {
      button.click();
      List<String> texts =
          table.findElements(By.cssSelector("tbody tr")).stream()
              .map(row -> row.findElements(By.cssSelector("th, td")).get(column).getText())
              .toList();
      assertThat(texts.subList(0, texts.size() - 1)).as(direction).doesNotContain("");
      assertThat(texts.get(texts.size() - 1)).as(direction).isEmpty();
    }
  }

  private static List<Double> values(WebElement table, int column) {
    return table.findElements(By.cssSelector("tbody tr")).stream()
        .map(row -> row.findElements(By.cssSelector("th, td")).get(column))
        .map(cell -> cell.getAttribute("data-value"))
        .filter(value -> value != null && !value.isEmpty())
        .map(Double::valueOf)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void showsEveryPictureAndChart(String page) {
    open(page, 1280);

    assertThat(browser.script("return document.querySelectorAll('svg').length"))
        .asString()
        .matches("[1-9]\\d*");
    assertThat(
            browser.script(
                "document.querySelectorAll('details').forEach(d => d.open = true);"
                    + "return Array.from(document.querySelectorAll('img, svg')).filter(e => {"
                    + "  const box = e.getBoundingClientRect();"
                    + "  return box.width < 40 || box.height < 40"
                    + "    || (e.tagName === 'IMG' && e.naturalWidth === 0);"
                    + "}).map(e => e.outerHTML.slice(0, 200))"))
        .isEqualTo(List.of());
  }

  /** Text that leaves its drawing is cut off. */
  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void keepsTextWithinItsChartAndApart(String page) {
    open(page, 1280);

    assertThat(
            browser.script(
                "return Array.from(document.querySelectorAll('svg')).flatMap(svg => {"
                    + "  const box = svg.getBoundingClientRect();"
                    + "  return Array.from(svg.querySelectorAll('text')).filter(t => {"
                    + "    const b = t.getBoundingClientRect();"
                    + "    return b.left < box.left - 1 || b.right > box.right + 1"
                    + "      || b.top < box.top - 3 || b.bottom > box.bottom + 3;"
                    + "  }).map(t => svg.id + ': ' + t.textContent);"
                    + "})"))
        .isEqualTo(List.of());
    assertThat(
            browser.script(
                "return Array.from(document.querySelectorAll('svg')).flatMap(svg => {"
                    + "  const all = Array.from(svg.querySelectorAll('text'))"
                    + "    .map(t => ({ t: t, b: t.getBoundingClientRect() }));"
                    + "  return all.flatMap((a, i) => all.slice(i + 1).filter(c =>"
                    + "    Math.min(a.b.right, c.b.right) - Math.max(a.b.left, c.b.left) > 2"
                    + "    && Math.min(a.b.bottom, c.b.bottom) - Math.max(a.b.top, c.b.top) > 5)"
                    + "    .map(c => svg.id + ': ' + a.t.textContent + ' / ' + c.t.textContent));"
                    + "})"))
        .isEqualTo(List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void isNoWiderThanAPhone(String page) {
    open(page, 360);

    assertThat(browser.script("return document.documentElement.scrollWidth")).isEqualTo(360L);
    assertThat(browser.script("return document.body.scrollWidth")).isEqualTo(360L);
    // Text of charts as it is shown, scaled with the drawing.
    assertThat(
            browser.script(
                "return Math.min(...Array.from(document.querySelectorAll('svg text')).map(t => {"
                    + "  const svg = t.ownerSVGElement;"
                    + "  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;"
                    + "  return scale * parseFloat(getComputedStyle(t).fontSize);"
                    + "})) >= 9"))
        .isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void hasEnoughContrastInLightAndDark(String page) throws IOException {
    String contrast =
        new String(
            PagesInBrowserTest.class.getResourceAsStream("contrast.js").readAllBytes(),
            StandardCharsets.UTF_8);
    browser.prefer("light");
    open(page, 1280);
    assertThat(browser.script("return getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(browser.script(contrast)).as("light").isEqualTo(List.of());

    browser.prefer("dark");
    assertThat(browser.script("return getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(20, 24, 31)");
    assertThat(browser.script(contrast)).as("dark").isEqualTo(List.of());
    browser.prefer("light");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void printsToPages(String page) {
    browser.prefer("dark");
    open(page, 794);
    browser.print();
    // A4 at 96 units an inch; and black on white, whatever the screen prefers.
    assertThat(browser.script("return document.documentElement.scrollWidth")).isEqualTo(794L);
    assertThat(browser.script("return getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    byte[] pdf =
        Base64.getDecoder().decode(browser.driver().print(new PrintOptions()).getContent());
    browser.prefer("light");

    String text = new String(pdf, StandardCharsets.ISO_8859_1);
    assertThat(text).startsWith("%PDF");
    int pages = text.split("/Type\\s*/Page\\b(?!s)", -1).length - 1;
    assertThat(pages).isBetween(2, 40);
  }

  /** Paper has no way to open what is closed. */
  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void opensOnPaperWhatIsClosed(String page) {
    open(page, 1280);
    String closed = "return document.querySelectorAll('details:not([open])').length > 0";

    assertThat(browser.script(closed)).isEqualTo(true);
    browser.script("window.dispatchEvent(new Event('beforeprint'))");
    assertThat(browser.script(closed)).isEqualTo(false);
    browser.script("window.dispatchEvent(new Event('afterprint'))");
    assertThat(browser.script(closed)).isEqualTo(true);
  }

  /** Without a script the page is whole, and has no button that does nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "comparison"})
  void isReadableWithoutScripts(String page) {
    browser
        .driver()
        .executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    try {
      open(page, 1280);
      assertThat(browser.driver().findElements(By.tagName("button"))).isEmpty();
      assertThat(browser.driver().findElements(By.cssSelector("tbody tr"))).hasSizeGreaterThan(20);
    } finally {
      browser
          .driver()
          .executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }
  }

  private static void open(String page, int width) {
    browser.console();
    browser.requests();
    browser.open(PAGES.getOrDefault(page, Path.of("absent.html")), width, 900);
  }
}
