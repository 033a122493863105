package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fe4j.backbone.Precision;
import org.fe4j.examples.cli.EngineRun.Outcome;
import org.fe4j.examples.cli.EngineRun.Setting;
import org.fe4j.feature.FeatureComparison;
import org.fe4j.metrics.PredictionChanges;
import org.junit.jupiter.api.Test;

/** What counts as a failure, and how it is shown. */
class BackboneRunsTest {
  private static final Setting FIRST = new Setting(0, "PyTorch", Precision.FP32);
  private static final Setting OTHER = new Setting(1, "TensorFlow", Precision.FP32);
  private static final Setting HALF = new Setting(2, "TensorFlow", Precision.BF16);

  private static EngineRun run(Setting setting, Setting reference, double cosine) {
    return new EngineRun(
        setting,
        reference,
        Optional.of(
            new Outcome(
                new FeatureComparison(10, 4, cosine, (1 + cosine) / 2, 0.25, 2),
                new PredictionChanges(10, 7, 3, 2, 1),
                OptionalDouble.of(12.345),
                ImmutableMap.of())),
        "");
  }

  private static EngineRun refused(Setting setting, String why) {
    return new EngineRun(setting, FIRST, Optional.empty(), why);
  }

  private static BackboneRuns runs(EngineRun... runs) {
    return new BackboneRuns("resnet18", ImmutableList.copyOf(runs));
  }

  @Test
  void showsTheFiguresOfEachRun() {
    BackboneRuns runs =
        runs(
            run(FIRST, FIRST, 1),
            run(OTHER, FIRST, 0.99999999),
            refused(HALF, "cpu|gpu\nand more of it"));

    assertThat(runs.failed()).isFalse();
    assertThat(runs.compared()).isEqualTo(2);
    assertThat(runs.table().toMarkdown())
        .isEqualTo(
            """
            | run | min cosine | mean cosine | max difference | relative | changed | to wrong | to right | accuracy | ms/image | result |
            |---|---|---|---|---|---|---|---|---|---|---|
            | PyTorch fp32 | 1.0000000 | 1.0000000 | 2.50e-01 | 1.25e-01 | 3 | 2 | 1 | 0.6000 | 12.35 | reference |
            | TensorFlow fp32 | 0.9999999 | 0.9999999 | 2.50e-01 | 1.25e-01 | 3 | 2 | 1 | 0.6000 | 12.35 | ok |
            | TensorFlow bf16 |  |  |  |  |  |  |  |  |  | not run: cpu\\|gpu |
            """);
  }

  @Test
  void inFp32ACosineMustReachTheLimit() {
    assertThat(runs(run(FIRST, FIRST, 1), run(OTHER, FIRST, 0.9999)).failed()).isFalse();
    EngineRun below = run(OTHER, FIRST, 0.99989);
    assertThat(runs(run(FIRST, FIRST, 1), below).failed()).isTrue();
    assertThat(below.result()).isEqualTo("FAILED: cosine below 0.9999");
  }

  @Test
  void otherPrecisionsAreNotJudged() {
    EngineRun half = run(HALF, FIRST, 0.9);
    assertThat(half.failed()).isFalse();
    assertThat(half.result()).isEqualTo("not judged");
    EngineRun besideHalf = run(OTHER, HALF, 0.9);
    assertThat(besideHalf.failed()).isFalse();
    assertThat(besideHalf.result()).isEqualTo("not judged");
  }

  @Test
  void fp32ThatDoesNotRunIsAFailureAndAnotherPrecisionIsNone() {
    assertThat(refused(HALF, "no such unit").failed()).isFalse();
    assertThat(refused(OTHER, "no such engine").result()).isEqualTo("FAILED: no such engine");
    assertThat(runs(run(FIRST, FIRST, 1), refused(OTHER, "no such engine")).failed()).isTrue();
    assertThat(runs(refused(HALF, "no such unit")).failed())
        .as("where nothing runs, nothing was compared")
        .isTrue();
  }
}
