package org.fe4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.openqa.selenium.print.PrintOptions;

/**
 * Takes pictures of the pages to look at: on a wide screen, on a phone, in the dark, on paper. Run
 * by hand: {@code java … org.fe4j.report.Screenshots DIR}.
 */
final class Screenshots {
  private Screenshots() {}

  /** Writes pages and pictures to the folder. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder);
    for (String page : Samples.PAGES) {
      Path file = folder.resolve(page + ".html");
      Files.writeString(file, Samples.page(page));
      try (Browser browser = Browser.start()) {
        take(browser, file, 1280, "");
        take(browser, file, 360, "-phone");
        browser.prefer("dark");
        take(browser, file, 1280, "-dark");
        browser.prefer("light");
        browser.print();
        take(browser, file, 794, "-print");
        browser.prefer("light");
        browser.open(file, 1280, 900);
        Files.write(
            folder.resolve(page + ".pdf"),
            Base64.getDecoder().decode(browser.driver().print(new PrintOptions()).getContent()));
      }
    }
  }

  private static void take(Browser browser, Path file, int width, String suffix)
      throws IOException {
    browser.open(file, width, 900);
    Object data =
        browser
            .driver()
            .executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
            .get("data");
    Files.write(
        file.resolveSibling(file.getFileName().toString().replace(".html", suffix + ".png")),
        Base64.getDecoder().decode(String.valueOf(data)));
  }
}
