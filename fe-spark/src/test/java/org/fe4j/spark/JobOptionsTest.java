package org.fe4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fe4j.backbone.Precision;
import org.junit.jupiter.api.Test;

class JobOptionsTest {
  private static final String USAGE =
      "Options: --images … --backbone … --out … [--weights …] [--tap …] [--engine …] [--device …]"
          + " [--precision …] [--input-size …] [--batch-size …] [--decoding-threads …]"
          + " [--on-unreadable …] [--allow-unreadable …] [--store …] [--partitions …]"
          + " [--labels-from-folders] [--overwrite]";

  private static JobOptions with(String... more) {
    String[] arguments = new String[6 + more.length];
    System.arraycopy(
        new String[] {"--images", "in", "--backbone", "resnet50", "--out", "out"},
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    return JobOptions.parse(arguments);
  }

  @Test
  void readsValuesNumbersSharesAndChoices() {
    JobOptions options =
        with(
            "--overwrite", "--precision", "bf16", "--batch-size", "8", "--allow-unreadable", "0.5");

    assertThat(options.required("--images")).isEqualTo("in");
    assertThat(options.has("--overwrite")).isTrue();
    assertThat(options.has("--labels-from-folders")).isFalse();
    assertThat(options.find("--store")).isEmpty();
    assertThat(options.number("--batch-size")).hasValue(8);
    assertThat(options.number("--partitions")).isEmpty();
    assertThat(options.share("--allow-unreadable", 0.01)).isEqualTo(0.5);
    assertThat(options.choice("--precision", Precision.FP32)).isEqualTo(Precision.BF16);
  }

  @Test
  void refusesAnOptionThatItDoesNotKnow() {
    assertThatThrownBy(() -> with("--model", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no option \"--model\". " + USAGE);
  }

  @Test
  void refusesAnOptionWithoutItsValueOrTwice() {
    assertThatThrownBy(() -> with("--tap")).hasMessage("--tap needs a value. " + USAGE);
    assertThatThrownBy(() -> with("--tap", "--overwrite"))
        .hasMessage("--tap needs a value. " + USAGE);
    assertThatThrownBy(() -> with("--out", "elsewhere"))
        .hasMessage("--out is there twice. " + USAGE);
    assertThatThrownBy(() -> JobOptions.parse("--images", "in", "--out", "out"))
        .hasMessage("--backbone is missing. " + USAGE);
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> with("--batch-size", "0").number("--batch-size"))
        .hasMessage("--batch-size must be a whole number from 1 on, found \"0\"");
    assertThatThrownBy(() -> with("--batch-size", "many").number("--batch-size"))
        .hasMessage("--batch-size must be a whole number from 1 on, found \"many\"");
    assertThatThrownBy(() -> with("--allow-unreadable", "2").share("--allow-unreadable", 0))
        .hasMessage("--allow-unreadable must be a share in [0, 1], found \"2\"");
    assertThatThrownBy(() -> with("--precision", "fp64").choice("--precision", Precision.FP32))
        .hasMessage("--precision must be one of fp32, fp16, bf16, found \"fp64\"");
  }
}
