package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.metrics.TrainingCurve;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Fold;
import org.fe4j.validation.TrainPart;
import org.fe4j.validation.ValidationPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LinearHeadTrainerTest {

  private static final LinearHeadTrainer STANDARD = LinearHeadTrainer.standard();

  @ParameterizedTest
  @CsvSource({"2, false", "7, false", "7, true"})
  void beginsAtTheLossOfGuessing(int classes, boolean float64) {
    Problems problem = Problems.clouds(70, 5, classes, 1);
    LinearHeadTrainer trainer =
        LinearHeadTrainer.builder().batchSize(70).epochs(1).float64(float64).build();

    LinearHead head = train(trainer, problem, all(70)).get(0);

    assertThat(curve(head).trainLosses().get(0)).isCloseTo(Math.log(classes), within(1e-12));
  }

  @Test
  void fitsClassesThatAreFarApart() {
    Problems problem = Problems.clouds(60, 16, 4, 5);
    LinearHeadTrainer trainer = LinearHeadTrainer.builder().learningRate(0.05).build();

    LinearHead head = train(trainer, problem, all(60)).get(0);

    assertThat(last(curve(head).trainLosses())).isLessThan(0.01);
    for (int row = 0; row < 60; row++) {
      float[] probabilities = head.probabilities(problem.features(), row);
      assertThat(probabilities[problem.labels().values().get(row)]).isGreaterThan(0.9f);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, 9",
    "7, 3, 40",
    "513, 3, 37",
    "1030, 4, 64",
    "256, 2, 33",
    "1, 40, 90",
    "520, 37, 101"
  })
  void computesTheSameInBothPrecisions(int dimension, int classes, int rows) {
    Problems problem = Problems.clouds(rows, dimension, classes, 0.1);
    LinearHeadTrainer.Builder builder = LinearHeadTrainer.builder().epochs(5);

    LinearHead fast = train(builder.build(), problem, all(rows)).get(0);
    LinearHead wide = train(builder.float64(true).build(), problem, all(rows)).get(0);

    for (int epoch = 0; epoch < 5; epoch++) {
      assertThat(curve(fast).trainLosses().get(epoch))
          .isCloseTo(curve(wide).trainLosses().get(epoch), within(1e-5));
    }
    for (int i = 0; i <= dimension; i++) {
      for (int c = 0; c < classes; c++) {
        assertThat(fast.weight(i, c)).isCloseTo(wide.weight(i, c), within(1e-5));
      }
    }
  }

  @Test
  void givesAFoldTheSameHeadAloneAndAmongOthers() {
    // Parts of unequal size that stop at different epochs.
    Problems problem = Problems.clouds(203, 24, 3, 0.3);
    ImmutableList<FittingPart> parts = fitting(problem.folds(5));
    LinearHeadTrainer trainer = LinearHeadTrainer.builder().learningRate(0.02).build();

    ImmutableList<LinearHead> together = train(trainer, problem, parts);

    assertThat(together.stream().map(head -> curve(head).keptEpoch()).distinct().count())
        .isGreaterThan(1);
    for (int fold = 0; fold < 5; fold++) {
      LinearHead alone = train(trainer, problem, ImmutableList.of(parts.get(fold))).get(0);
      assertSame(together.get(fold), alone);
    }
  }

  @Test
  void keepsTheBestEpochAndStopsAfterFiveThatAreNoBetter() {
    Problems problem = Problems.clouds(100, 40, 3, 0.3);
    LinearHeadTrainer trainer = LinearHeadTrainer.builder().learningRate(0.05).build();
    FittingPart part = problem.folds(5).get(0).fitting();

    LinearHead head = train(trainer, problem, ImmutableList.of(part)).get(0);

    double[] losses = curve(head).validationLosses().toArray();
    double best = Arrays.stream(losses).min().orElseThrow();
    assertThat(losses[curve(head).keptEpoch() - 1]).isEqualTo(best);
    assertThat(losses.length).isEqualTo(curve(head).keptEpoch() + 5).isLessThan(100);
    // The head is that of the epoch, not the last one.
    LinearHeadTrainer shorter = trainer.toBuilder().epochs(curve(head).keptEpoch()).build();
    LinearHead again = train(shorter, problem, ImmutableList.of(part)).get(0);
    assertThat(weights(again)).isEqualTo(weights(head));
  }

  @Test
  void doesNotLookAtTestRows() {
    Problems problem = Problems.clouds(80, 6, 2, 0.3);
    Fold fold = problem.folds(4).get(1);
    // A canary: whoever touches a test row, for scaling too, gets something that is not a number.
    FeatureMatrix canary =
        problem.changed((row, i, value) -> fold.test().rows().contains(row) ? Float.NaN : value);
    ImmutableList<FittingPart> parts = ImmutableList.of(fold.fitting());

    LinearHead expected = train(STANDARD, problem, parts).get(0);
    LinearHead actual = train(STANDARD, new Problems(canary, problem.labels()), parts).get(0);

    assertSame(actual, expected);
  }

  @Test
  void takesNothingButTheStopFromValidationRows() {
    Problems problem = Problems.clouds(80, 6, 2, 0.3);
    FittingPart part = problem.folds(4).get(1).fitting();
    FeatureMatrix changed =
        problem.changed(
            (row, i, value) -> part.validation().rows().contains(row) ? -100 * value : value);
    LinearHeadTrainer trainer = LinearHeadTrainer.builder().epochs(5).build();

    LinearHead expected = train(trainer, problem, ImmutableList.of(part)).get(0);
    LinearHead actual =
        train(trainer, new Problems(changed, problem.labels()), ImmutableList.of(part)).get(0);

    assertThat(curve(actual).trainLosses()).isEqualTo(curve(expected).trainLosses());
    assertThat(curve(actual).validationLosses()).isNotEqualTo(curve(expected).validationLosses());
  }

  @Test
  void standardizingMakesTheScaleOfFeaturesIrrelevant() {
    Problems problem = Problems.clouds(90, 12, 3, 0.5);
    Problems huge =
        new Problems(problem.changed((row, i, value) -> value * 1024), problem.labels());
    ImmutableList<FittingPart> parts = fitting(problem.folds(3));

    ImmutableList<LinearHead> expected = train(STANDARD, problem, parts);
    ImmutableList<LinearHead> actual = train(STANDARD, huge, parts);

    for (int fold = 0; fold < 3; fold++) {
      assertSame(actual.get(fold), expected.get(fold));
    }
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void copesWithConstantFeaturesAndRowsOfZeros(Scaling scaling) {
    Problems clouds = Problems.clouds(60, 6, 2, 1);
    Problems problem =
        new Problems(
            clouds.changed((row, i, value) -> row == 7 ? 0 : i == 2 ? 0.1f : value),
            clouds.labels());
    LinearHeadTrainer trainer = LinearHeadTrainer.builder().scaling(scaling).build();

    for (LinearHead head : train(trainer, problem, fitting(problem.folds(3)))) {
      float[] probabilities = head.probabilities(problem.features(), 7);
      assertThat(probabilities[0] + probabilities[1]).isCloseTo(1, within(1e-6f));
    }
  }

  @Test
  void changesWithTheSeedAndOnlyWithIt() {
    Problems problem = Problems.clouds(90, 12, 3, 0.5);
    ImmutableList<FittingPart> parts = fitting(problem.folds(3));

    LinearHead first = train(STANDARD, problem, parts).get(0);

    assertSame(train(STANDARD, problem, parts).get(0), first);
    LinearHeadTrainer other = LinearHeadTrainer.builder().seed(43).build();
    assertThat(weights(train(other, problem, parts).get(0))).isNotEqualTo(weights(first));
  }

  @Test
  void reportsProgressToItsEnd() {
    Problems problem = Problems.clouds(60, 6, 2, 0.1);
    List<Progress> reports = new ArrayList<>();
    LinearHeadTrainer trainer = LinearHeadTrainer.builder().learningRate(0.1).build();

    trainer.fit(problem.features(), problem.labels(), fitting(problem.folds(3)), reports::add);

    assertThat(reports.stream().map(Progress::done)).isSorted().doesNotHaveDuplicates();
    assertThat(reports).allMatch(p -> p.total() == 300 && p.unit().equals("epochs"));
    assertThat(reports.get(reports.size() - 1).complete()).isTrue();
    assertThat(reports.size()).as("early stops are counted as done").isLessThan(300);
  }

  @Test
  void beginsAtUniformWeightsWhenTold() {
    // The first loss is that of the initial weights: not ln 3, and the same in every fold's head.
    Problems problem = Problems.clouds(60, 16, 3, 1);
    LinearHeadTrainer trainer =
        LinearHeadTrainer.builder()
            .initialWeights(InitialWeights.UNIFORM)
            .batchSize(60)
            .learningRate(1e-9)
            .epochs(1)
            .float64(true)
            .build();
    double[] initial = InitialWeights.UNIFORM.of(16, 3, 42);

    LinearHead wide = train(trainer, problem, all(60)).get(0);
    LinearHead fast = train(trainer.toBuilder().float64(false).build(), problem, all(60)).get(0);
    LinearHead other = train(trainer.toBuilder().seed(1).build(), problem, all(60)).get(0);

    for (int i = 0; i < initial.length; i++) {
      assertThat(wide.weight(i / 3, i % 3)).isCloseTo(initial[i], within(2e-9));
      // Adam's first step is the learning rate; a float32 of at most 0.25 is within 2^-26.
      assertThat(fast.weight(i / 3, i % 3)).isCloseTo(initial[i], within(2e-8));
    }
    assertThat(weights(other)).isNotEqualTo(weights(wide));
  }

  @Test
  void drawsInitialWeightsWithinTheirBoundTheSameForever() {
    double[] weights = InitialWeights.UNIFORM.of(100, 50, 42);

    assertThat(weights).hasSize(101 * 50);
    assertThat(Arrays.stream(weights).min().orElseThrow()).isBetween(-0.1, -0.099);
    assertThat(Arrays.stream(weights).max().orElseThrow()).isBetween(0.099, 0.1);
    // Five standard errors of the mean of numbers uniform in ±0.1.
    assertThat(Arrays.stream(weights).average().orElseThrow()).isCloseTo(0, within(0.0041));
    // SplitMix64 of seed 42, computed by hand in Python: (z >> 11) / 2^53.
    assertThat(weights[0]).isCloseTo(0.04831297575436466, within(1e-15));
    assertThat(weights[1]).isCloseTo(-0.06801792142461598, within(1e-15));
  }

  @Test
  void keepsTheLastEpochUnderTheRuleOfThePreviousOne() {
    Problems problem = Problems.clouds(100, 40, 3, 0.3);
    LinearHeadTrainer trainer =
        LinearHeadTrainer.builder()
            .learningRate(0.05)
            .stopping(Stopping.PREVIOUS_EPOCH)
            .patience(3)
            .build();
    FittingPart part = problem.folds(5).get(0).fitting();

    LinearHead head = train(trainer, problem, ImmutableList.of(part)).get(0);

    double[] losses = curve(head).validationLosses().toArray();
    int epochs = losses.length;
    assertThat(epochs).isLessThan(100);
    assertThat(curve(head).keptEpoch()).isEqualTo(epochs);
    for (int epoch = epochs - 3; epoch < epochs; epoch++) {
      assertThat(losses[epoch]).isGreaterThan(0.999 * losses[epoch - 1]);
    }
    LinearHeadTrainer shorter = trainer.toBuilder().epochs(epochs).patience(100).build();
    LinearHead again = train(shorter, problem, ImmutableList.of(part)).get(0);
    assertThat(weights(again)).isEqualTo(weights(head));
  }

  @Test
  void describesThePapersProtocol() {
    assertThat(LinearHeadTrainer.paper().description())
        .isEqualTo(
            "linear head: features divided by their L2 norm; Adam, learning rate 0.001;"
                + " cross-entropy; initial weights uniform in ±1/√dimension by seed 42; batch 32,"
                + " the same in each epoch, in an order by seed 42; at most 100 epochs; stops after 5 epochs in a row whose"
                + " validation loss exceeds 0.999 of the previous epoch's; last epoch kept");
  }

  @Test
  void saysWhatItDoes() {
    assertThat(STANDARD.description())
        .isEqualTo(
            "linear head: features standardised on the train part; Adam, learning rate 0.001;"
                + " cross-entropy; zero initial weights; batch 32, reshuffled each epoch by seed"
                + " 42; at most 100 epochs; stops after 5 epochs without a lower validation loss;"
                + " best epoch kept");
    assertThat(
            LinearHeadTrainer.builder()
                .shuffling(Shuffling.NEVER)
                .float64(true)
                .build()
                .description())
        .contains("batch 32 without shuffling;")
        .endsWith("; float64");
  }

  @Test
  void refusesBadSettingsAtOnce() {
    LinearHeadTrainer.Builder builder = LinearHeadTrainer.builder();

    assertThatThrownBy(() -> builder.learningRate(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The learning rate must be positive, not 0.0");
    assertThatThrownBy(() -> builder.learningRate(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.batchSize(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The batch size must be 1 or more, not 0");
    assertThatThrownBy(() -> builder.epochs(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.patience(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    Problems problem = Problems.clouds(6, 2, 2, 1);

    assertRefused(
        Problems.clouds(7, 2, 2, 1), all(6), problem, "There are 7 rows of features, but 6 labels");
    assertRefused(problem, all(7), problem, "Part 0 names row 6, but there are 6 rows");
    assertRefused(problem, all(0), problem, "Part 0 has no rows to fit on");
    Problems notFinite =
        new Problems(
            problem.changed((row, i, value) -> row == 4 && i == 1 ? Float.NaN : value),
            problem.labels());
    assertRefused(
        notFinite,
        all(6),
        problem,
        "Row 4 has the feature NaN at 1. A head cannot be fitted on it; leave the row out, or"
            + " extract in a wider precision.");
  }

  @Test
  void saysSoWhenTrainingDiverges() {
    Problems clouds = Problems.clouds(6, 2, 2, 1);
    Problems problem =
        new Problems(clouds.changed((row, i, value) -> value * 0x1p60f), clouds.labels());
    LinearHeadTrainer trainer =
        LinearHeadTrainer.builder().scaling(Scaling.NONE).learningRate(1e30).build();

    assertThatThrownBy(() -> train(trainer, problem, all(6)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "Training diverged: a loss was NaN in epoch \\d+. Scale the features \\(STANDARDIZE\\)"
                + " or lower the learning rate \\(1.0E30\\).");
  }

  @Test
  void refusesFeaturesOfAnotherDimensionThanItsOwn() {
    Head head = train(STANDARD, Problems.clouds(8, 2, 2, 1), all(8)).get(0);

    assertThat(head.classCount()).isEqualTo(2);
    assertThatThrownBy(() -> head.probabilities(Problems.clouds(8, 3, 2, 1).features(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("This head was fitted on features of dimension 2, but these have 3");
  }

  private static ImmutableList<LinearHead> train(
      LinearHeadTrainer trainer, Problems problem, List<FittingPart> parts) {
    return trainer.train(problem.features(), problem.labels(), parts, ProgressListener.NONE);
  }

  private static ImmutableList<FittingPart> fitting(List<Fold> folds) {
    return folds.stream().map(Fold::fitting).collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<FittingPart> all(int rows) {
    return ImmutableList.of(
        new FittingPart(
            new TrainPart(ImmutableIntArray.copyOf(IntStream.range(0, rows))),
            new ValidationPart(ImmutableIntArray.of())));
  }

  private static TrainingCurve curve(LinearHead head) {
    return head.trainingCurve().orElseThrow();
  }

  private static List<Double> weights(LinearHead head) {
    return Doubles.asList(head.weights());
  }

  private static void assertSame(LinearHead actual, LinearHead expected) {
    assertThat(weights(actual)).isEqualTo(weights(expected));
    assertThat(curve(actual).keptEpoch()).isEqualTo(curve(expected).keptEpoch());
    assertThat(curve(actual).trainLosses()).isEqualTo(curve(expected).trainLosses());
    assertThat(curve(actual).validationLosses()).isEqualTo(curve(expected).validationLosses());
  }

  private static double last(ImmutableDoubleArray values) {
    return values.get(values.length() - 1);
  }

  private static void assertRefused(
      Problems features, List<FittingPart> parts, Problems labels, String message) {
    assertThatThrownBy(
            () -> STANDARD.fit(features.features(), labels.labels(), parts, ProgressListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
