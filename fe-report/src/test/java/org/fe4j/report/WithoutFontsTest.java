package org.fe4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine on which Java cannot lay out text, as many containers are. */
class WithoutFontsTest {

  @Test
  void saysInThePlaceOfEachChartWhatToInstall(@TempDir Path folder) throws Exception {
    Path page = folder.resolve("page.html");
    Path output = folder.resolve("output.txt");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                // The JDK then has no names of fonts, and fails when text is laid out.
                "-Dsun.awt.fontconfig=" + folder.resolve("absent.properties"),
                "-cp",
                classPath,
                WithoutFontsTest.class.getName(),
                page.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
    }

    String without = Files.readString(page);
    String with = HtmlReport.of(Samples.rocks());
    assertThat(with).contains("<svg").doesNotContain(Page.NO_FONTS);
    assertThat(without).doesNotContain("<svg").contains("Install fontconfig and a font");
    assertThat(count(without, Page.NO_FONTS)).isEqualTo(count(with, "<svg")).isPositive();
    // All the rest is there, figure by figure.
    assertThat(without.replaceAll("(?s)<p class=\"missing\">.*?</p>\n", ""))
        .isEqualTo(with.replaceAll("(?s)<div class=\"scroll\">\n<svg.*?</svg>\n</div>", ""));
    PageStructureTest.parsed(without);
  }

  private static int count(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }

  /** Writes the page in the process without fonts. */
  public static void main(String[] arguments) throws IOException {
    HtmlReport.write(Samples.rocks(), Path.of(arguments[0]));
  }
}
