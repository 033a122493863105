package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fe4j.examples.quickstart.SmallData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The command on thirty images, one of which is copied and one of which is broken. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DescribeCommandTest {
  private Path images = Path.of("");

  @BeforeAll
  void makeData(@TempDir Path shared) throws IOException {
    images = SmallData.images(shared);
    Files.copy(images.resolve("bedding/3.png"), images.resolve("sandstone/copy.png"));
    Files.writeString(images.resolve("mud_cracks/broken.jpg"), "<html>not found</html>");
  }

  @Test
  void printsTheTableAndWritesThePage(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("new");
    FeRun run = FeRun.of("describe", "--data", "" + images, "--folds", "11", "--out", "" + out);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEqualTo("Wrote %s%n".formatted(out.resolve("describe.html")));
    assertThat(run.out())
        .contains("images            32 in 3 classes")
        .contains("formats           PNG 31")
        .contains("unreadable        1 image\n")
        .contains("exact duplicates  1 group of 2 images together, 1 ACROSS CLASSES")
        .contains("for 11 folds      2 classes have too few images")
        .contains("  bedding/3.png (bedding)\n  sandstone/copy.png (sandstone)\n")
        .contains("mud_cracks/broken.jpg\n  Expected a JPEG")
        .contains("use 10 folds or fewer");
    assertThat(out.resolve("describe.html"))
        .content()
        .contains("<h2 id=\"unreadable\">")
        .contains("<strong>sandstone</strong>\nsandstone/copy.png");
  }

  @Test
  void refusesASingleFold() {
    FeRun run = FeRun.of("describe", "--data", images.toString(), "--folds", "1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--folds must be 2 or more, but found 1")
        .contains("Try 'fe describe --help'");
  }

  @Test
  void folderThatIsNotThereIsNamed() {
    FeRun run = FeRun.of("describe", "--data", "no/such/folder");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("fe: ").contains("no/such/folder");
  }
}
