package org.fe4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fe4j.image.DecodingTrial.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Mutated files of every format: each gives a picture or a refusal that names it, in time, within a
 * bound on memory, and without harm to the JVM.
 */
final class BrokenImagesTest {
  /** Of each format: 16 kinds of damage, 25 times. */
  private static final int FILES = 400;

  /** Low, so that what a header asks for stands out from what a picture takes. */
  private static final long MAXIMUM_PIXELS = 1_000_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void givesAPictureOrARefusalWhateverTheFile(ImageFormat format)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    // In a process of its own: what is native may crash it.
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", // newer JDKs warn without it
                "-Xmx512m",
                "-Djava.awt.headless=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-XX:ErrorFile=" + folder.resolve("crash.txt"),
                "-cp",
                System.getProperty("java.class.path"),
                BrokenImageProcess.class.getName(),
                format.name(),
                "0",
                String.valueOf(FILES),
                String.valueOf(MAXIMUM_PIXELS))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }

    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    assertThat(lines.stream().filter(line -> !line.matches("(trying|count|slowest) .*")))
        .as("failures, or what the JVM said; the last file was %s", last(lines, "trying "))
        .isEmpty();
    assertThat(process.exitValue()).isZero();
    assertThat(lines.stream().filter(line -> line.startsWith("trying "))).hasSize(FILES);
    // Both kinds of end occur, or the corpus tests nothing.
    assertThat(lines).anyMatch(line -> line.startsWith("count " + format + " DECODED"));
    assertThat(lines).anyMatch(line -> line.startsWith("count " + format + " REFUSED"));
  }

  private static String last(List<String> lines, String prefix) {
    return lines.stream().filter(line -> line.startsWith(prefix)).reduce("none", (a, b) -> b);
  }

  @Test
  void everySeedIsSound() throws IOException, InterruptedException {
    for (var seed : MutatedImages.ofAll().seeds().entrySet()) {
      DecodingTrial trial =
          DecodingTrial.of(ImageDecoder.standard(), seed.getValue(), seed.getKey());
      assertThat(trial.verdict())
          .as(seed.getKey() + ": " + trial.detail())
          .isEqualTo(Verdict.DECODED);
    }
  }

  @Test
  void equalNumbersGiveEqualFiles() throws IOException {
    MutatedImage first = MutatedImages.ofAll().get(77);
    MutatedImage again = MutatedImages.ofAll().get(77);
    assertThat(again.name()).isEqualTo(first.name());
    assertThat(again.bytes()).isEqualTo(first.bytes());
  }

  @Test
  void aFileThatHangsOrThrowsIsSeen() throws InterruptedException {
    ImageDecoder broken =
        new ImageDecoder() {
          @Override
          public RgbImage decode(byte[] encoded, String name) throws UnreadableImageException {
            if (encoded.length == 0) {
              throw new StackOverflowError("deep");
            }
            while (encoded.length == 2 && !Thread.interrupted()) {
              Thread.onSpinWait();
            }
            throw new UnreadableImageException("other", "");
          }

          @Override
          public String identity() {
            return "broken";
          }
        };
    DecodingTrial threw = DecodingTrial.of(broken, new byte[0], "a");
    assertThat(threw.verdict()).isEqualTo(Verdict.THREW);
    assertThat(threw.detail()).contains("StackOverflowError");
    assertThat(DecodingTrial.of(broken, new byte[1], "a").verdict()).isEqualTo(Verdict.UNNAMED);
    assertThat(DecodingTrial.of(broken, new byte[2], "a", /* seconds= */ 1).verdict())
        .isEqualTo(Verdict.HUNG);
  }

  @Test
  void refusesDamagedAlphaAsDamageOrReadsThePictureWithoutIt() throws IOException {
    // The reader reports damaged alpha as an OutOfMemoryError, which would end a run.
    byte[] sound = ImageFixture.bytesOf("variants/w_lossya2.webp");
    byte[] damaged = sound.clone();
    for (int i = 50; i < 200; i++) {
      damaged[i] ^= 0x55;
    }
    assertThat(ImageDecoder.standard().decode(damaged, "alpha.webp").pixels())
        .isEqualTo(ImageDecoder.standard().decode(sound, "sound.webp").pixels());
  }
}
