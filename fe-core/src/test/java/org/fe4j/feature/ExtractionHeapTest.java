package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The heap that extraction needs does not grow with the data set. {@code
 * -Dfe.heapImages=10000,100000} for the long form.
 */
@Timeout(1800)
class ExtractionHeapTest {
  private static final Pattern SAID =
      Pattern.compile(
          "images (\\d+) kept ([0-9.]+) MiB peak .* first (\\d+) in .* second (\\d+) in .*");

  /** Less than the features of the larger data set, 62 MiB; in the long form a sixteenth. */
  private static final String HEAP = "-Xmx48m";

  @TempDir Path folder;

  @Test
  void needsNoMoreHeapForMoreImages() throws Exception {
    List<Double> live = new ArrayList<>();
    List<String> counts =
        Splitter.on(',').splitToList(System.getProperty("fe.heapImages", "800,8000"));
    for (String images : counts) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED", // newer JDKs warn without it
                  HEAP,
                  "-XX:+UseSerialGC",
                  "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  MeasureHeapInAnotherProcess.class.getName(),
                  folder.resolve("store" + images).toString(),
                  folder.resolve("model.pt").toString(),
                  images)
              .redirectErrorStream(true)
              .start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      System.out.println(said);
      Matcher matcher = SAID.matcher(said);
      assertThat(matcher.matches()).as(said).isTrue();
      assertThat(matcher.group(3)).isEqualTo(images);
      assertThat(matcher.group(4)).as("forward passes of the second run").isEqualTo("0");
      live.add(Double.parseDouble(matcher.group(2)));
    }
    // Hash, position, index and the store's table are about 100 bytes an image, where its feature
    // has 8,112; the peak of both runs is bounded by the heap that they are given.
    int more = Integer.parseInt(counts.get(1)) - Integer.parseInt(counts.get(0));
    assertThat(live.get(1) - live.get(0)).isLessThan(more * 200 / 1048576.0 + 1);
  }
}
