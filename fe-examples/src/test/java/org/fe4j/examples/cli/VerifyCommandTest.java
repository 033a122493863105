package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fe verify} against reference values. */
class VerifyCommandTest {
  private static final String PROPERTY = "fe.goldens";

  private static final Path GOLDENS =
      Path.of("..", "fe-zoo", "src", "test", "resources", "goldens");

  private final String before = System.getProperty(PROPERTY, "");

  @BeforeEach
  void knowNoGoldens() {
    System.setProperty(PROPERTY, "");
  }

  @AfterEach
  void restore() {
    System.setProperty(PROPERTY, before);
  }

  @Test
  void passesWhatIsRightAndFailsWhatIsNot(@TempDir Path folder) throws IOException {
    Path golden = GOLDENS.resolve("squeezenet1_1.json.gz");
    Files.copy(golden, folder.resolve(golden.getFileName()));
    FeRun right = FeRun.of("verify", "--goldens", folder.toString());
    assertThat(right.err()).isEmpty();
    assertThat(right.exitCode()).isZero();
    assertThat(right.out()).contains("squeezenet1_1").contains("1 of 1 within their tolerance");

    Files.writeString(folder.resolve("broken.json"), "{\"id\": \"squeezenet1_1\"}");
    FeRun wrong = FeRun.of("verify", "--goldens", folder.toString());
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.out()).contains("FAILED").contains("1 of 2 within their tolerance");
  }

  @Test
  void onlySomeOfTheCheckoutAreVerified() {
    System.setProperty(PROPERTY, GOLDENS.toString());
    FeRun run = FeRun.of("verify", "--only", "shufflenet_v2_x0_5,squeezenet1_0");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceFirst(" .*", "")))
        .containsExactly("backbone", "shufflenet_v2_x0_5", "squeezenet1_0", "2");
    assertThat(run.out()).endsWith("2 of 2 within their tolerance" + System.lineSeparator());
  }

  @Test
  void aFolderThatIsNamedComesBeforeThatOfTheCheckout(@TempDir Path folder) throws IOException {
    System.setProperty(PROPERTY, GOLDENS.toString());
    Files.writeString(folder.resolve("broken.json"), "{}");
    FeRun run = FeRun.of("verify", "--goldens", folder.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("broken").contains("0 of 1 within their tolerance");
  }

  @Test
  void saysWhereReferenceValuesAreWhereNobodyDid() {
    FeRun run = FeRun.of("verify");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("Say where the reference values are: --goldens DIR. In a checkout, ./fe knows");
  }

  @Test
  void namesTheGoldensThatThereAre(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("alexnet.json"), "{}");
    Files.writeString(folder.resolve("vgg11.json"), "{}");
    FeRun run = FeRun.of("verify", "--goldens", folder.toString(), "--only", "vgg11,alxnet");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(
            "--only: there is no golden file of \"alxnet\" in %s; there are: alexnet, vgg11"
                .formatted(folder));
  }

  @Test
  void refusesAFolderWithoutGoldens(@TempDir Path folder) {
    FeRun run = FeRun.of("verify", "--goldens", folder.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("holds no golden files").contains(folder.toString());
  }
}
