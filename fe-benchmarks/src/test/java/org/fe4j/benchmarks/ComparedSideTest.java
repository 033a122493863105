package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.engine.Engines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ComparedSideTest {
  private ComparedSide side;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    side = new ComparedSide(Engines.PYTORCH, DeviceKind.CPU);
  }

  @AfterEach
  void stop() throws IOException {
    side.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fused", "plain"})
  void timesABatch(String way) {
    assertThat(side.answer("open a %s squeezenet1_1 fp32 2".formatted(way)))
        .startsWith("{\"dimension\": 512, \"side\": 224, \"path\": \"")
        .endsWith("model.pt\"}");
    assertThat(side.answer("run a 3")).matches(times(3));
    assertThat(side.answer("close a")).isEqualTo("{}");
    assertThat(side.answer("run a 1"))
        .isEqualTo("{\"error\": \"run a 1: java.lang.IllegalArgumentException: not open: a\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "extract; {\"images\": 5}",
        "decode; {\"images\": 5, \"side\": 224, \"resize\": 256, \"interpolation\": \"BILINEAR\"}"
      })
  void timesTheFilesOfAFolder(String way, String facts) {
    assertThat(side.answer("photographs %s 5".formatted(folder))).isEqualTo("{}");
    assertThat(folder.resolve("class1/000003.jpg")).exists();
    assertThat(side.answer("open e %s squeezenet1_1 fp32 2 %s".formatted(way, folder)))
        .isEqualTo(facts);
    assertThat(side.answer("run e 2")).matches(times(2));
  }

  @Test
  void reportsNoTimeOfImagesThatItDoesNotExtract() throws IOException {
    side.answer("photographs %s 4".formatted(folder));
    Path copy = folder.resolve("class0/copy.jpg");
    Files.copy(folder.resolve("class0/000000.jpg"), copy);
    side.answer("open e extract squeezenet1_1 fp32 2 " + folder);

    assertThat(side.answer("run e 1")).contains("4 of 5 images were extracted");
  }

  @Test
  void saysWhatItDoesNotKnow() {
    assertThat(side.answer("fly")).isEqualTo("{\"error\": \"no such command: fly\"}");
    assertThat(side.answer("open a slow squeezenet1_1 fp32 2")).contains("no such way: slow");
    assertThat(side.answer("open a fused squeezenet fp32 2")).contains("Unknown backbone");
    assertThat(side.answer("open a fused")).contains("IndexOutOfBounds");
  }

  private static String times(int count) {
    String time = "[0-9.E-]+";
    return "\\{\"milliseconds\": \\[%s\\]\\}".formatted((time + ", ").repeat(count - 1) + time);
  }
}
