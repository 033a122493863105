package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.PredefinedFolds;
import org.fe4j.validation.StratifiedKFold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadAuditTest {

  private static final StratifiedKFold FOLDS = StratifiedKFold.of(3);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void saysOfEachSettingWhatTheTrainerAloneGives(boolean float64) {
    Problems problem = Problems.clouds(120, 30, 4, 0.15);
    LinearHeadTrainer trainer =
        LinearHeadTrainer.builder().epochs(30).patience(2).float64(float64).build();

    AuditResult result =
        HeadAudit.standard()
            .withTrainer(trainer)
            .withLearningRates(1e-3, 1e-2, 0.3)
            .run(problem.features(), problem.labels(), FOLDS, ProgressListener.NONE);

    assertThat(result.rows()).isEqualTo(120);
    assertThat(result.settings()).hasSize(9);
    for (AuditedSetting setting : result.settings()) {
      LinearHeadTrainer alone =
          trainer.toBuilder()
              .learningRate(setting.learningRate())
              .scaling(setting.scaling())
              .build();
      MetricsReport report =
          MetricsReport.of(
              CrossValidator.of(FOLDS, alone)
                  .validate(
                      problem.features(), problem.labels(), problem.ids(), ProgressListener.NONE)
                  .predictions(),
              ImmutableMap.of());
      assertThat(setting.accuracy()).isEqualTo(report.pooled().accuracy());
      assertThat(setting.macroF1()).isEqualTo(report.pooled().macro().f1());
    }
    assertThat(result.settings().stream().map(AuditedSetting::accuracy).distinct().count())
        .isGreaterThan(3);
  }

  @Test
  void goesThroughScalingsAndLearningRates() {
    Problems problem = Problems.clouds(24, 3, 2, 3);
    List<Progress> reports = new ArrayList<>();

    AuditResult result =
        HeadAudit.standard().run(problem.features(), problem.labels(), FOLDS, reports::add);

    assertThat(result.settings())
        .extracting(AuditedSetting::scaling, AuditedSetting::learningRate)
        .containsExactlyElementsOf(
            ImmutableList.copyOf(Scaling.values()).stream()
                .flatMap(
                    scaling ->
                        ImmutableList.of(1e-4, 1e-3, 1e-2).stream()
                            .map(rate -> tuple(scaling, rate)))
                .toList());
    assertThat(reports.get(reports.size() - 1))
        .matches(p -> p.complete() && p.total() == 3 * 3 * 3 * 100);
    assertThat(reports.stream().map(Progress::done)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void goesOnWhereTrainingDiverges() {
    Problems clouds = Problems.clouds(24, 2, 2, 1);
    Problems problem =
        new Problems(clouds.changed((row, i, value) -> value * 0x1p60f), clouds.labels());

    AuditResult result =
        HeadAudit.standard()
            .withLearningRates(1e-3, 1e30)
            .withScalings(Set.of(Scaling.NONE))
            .run(problem.features(), problem.labels(), FOLDS, ProgressListener.NONE);

    assertThat(result.settings().get(0).diverged()).isFalse();
    assertThat(result.settings().get(1).diverged()).isTrue();
    assertThat(result.settings().get(1).macroF1()).isNaN();
  }

  @Test
  void countsARowOnceThatSeveralFoldsTest() {
    Problems problem = Problems.clouds(60, 4, 2, 3);
    PredefinedFolds folds =
        PredefinedFolds.of(
            "two",
            60,
            ImmutableList.of(
                ImmutableIntArray.copyOf(IntStream.range(0, 20)),
                ImmutableIntArray.copyOf(IntStream.range(20, 40))),
            ImmutableIntArray.copyOf(IntStream.range(40, 60)));

    AuditResult result =
        HeadAudit.standard()
            .withLearningRates(1e-2)
            .run(problem.features(), problem.labels(), folds, ProgressListener.NONE);

    assertThat(result.rows()).isEqualTo(20);
  }

  @Test
  void saysWhatItVaries() {
    assertThat(HeadAudit.standard())
        .hasToString(
            "audit of the head: learning rates [1.0E-4, 0.001, 0.01]; features as they are |"
                + " features standardised on the train part | features divided by their L2 norm");
  }

  @Test
  void refusesBadSettings() {
    HeadAudit audit = HeadAudit.standard();

    assertThatThrownBy(() -> audit.withLearningRates())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Name at least one learning rate");
    assertThatThrownBy(() -> audit.withLearningRates(0.1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The learning rate must be positive, not -1.0");
    assertThatThrownBy(() -> audit.withScalings(Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Name at least one scaling");
    assertThatThrownBy(() -> new AuditResult(0, ImmutableList.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
