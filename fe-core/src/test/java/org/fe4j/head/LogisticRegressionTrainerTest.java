package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Fold;
import org.fe4j.validation.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LogisticRegressionTrainerTest {

  private static final LogisticRegressionTrainer STANDARD = LogisticRegressionTrainer.standard();

  @Test
  void findsScikitLearnsMinimum() throws IOException {
    LinearFixture fixture = LinearFixture.read();
    LinearFixture.Minimum expected = fixture.logisticRegression();
    LogisticRegressionTrainer trainer =
        LogisticRegressionTrainer.builder().scaling(Scaling.NONE).c(expected.c()).build();

    LinearHead head = train(trainer, fixture.matrix(), fixture.classes(), Parts.all(120)).get(0);

    // Both stop short of the minimum by their tolerance; 1e-5 is what the fixture is good for.
    assertMinimum(head, expected.coef(), expected.intercept(), 1e-5);
  }

  static Stream<Arguments> runs() throws IOException {
    LinearFixture fixture = LinearFixture.read();
    return ScikitLearn.read().logistic().stream().map(run -> Arguments.of(fixture, run));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("runs")
  void findsItForOtherClassesAndStrengths(LinearFixture fixture, ScikitLearn.Logistic run) {
    LogisticRegressionTrainer trainer =
        LogisticRegressionTrainer.builder()
            .scaling(run.standardized() ? Scaling.STANDARDIZE : Scaling.NONE)
            .c(run.c())
            .tolerance(1e-11)
            .build();
    ImmutableList<FittingPart> part = Parts.train(run.rows().stream().mapToInt(row -> row));

    LinearHead head = train(trainer, fixture.matrix(), fixture.classes(), part).get(0);

    if (run.classes() == 2) {
      // One vector for two classes there; the difference of the two of ours. Third class absent.
      for (int i = 0; i < 8; i++) {
        assertThat(head.weight(i, 1) - head.weight(i, 0))
            .isCloseTo(run.coef().get(0).get(i), within(1e-8));
      }
      assertThat(head.weight(8, 1) - head.weight(8, 0))
          .isCloseTo(run.intercept().get(0), within(1e-8));
    } else {
      assertMinimum(head, run.coef(), run.intercept(), 1e-8);
    }
  }

  @Test
  void choosesTheStrengthOfLowestLossOnTheValidationRows() throws IOException {
    LinearFixture fixture = LinearFixture.read();
    ScikitLearn.Choice choice = ScikitLearn.read().choice();
    double lowest = choice.logLoss().stream().mapToDouble(loss -> loss).min().orElseThrow();
    double expected = choice.grid().get(choice.logLoss().indexOf(lowest));
    FittingPart part = Parts.of(IntStream.range(0, 80), IntStream.range(80, 120));
    // In no order, and one twice.
    LogisticRegressionTrainer trainer =
        LogisticRegressionTrainer.builder().c(1000, 1e-3, 1e-2, 1, 0.1, 10, 100, 1).build();

    LinearHead head =
        train(trainer, fixture.matrix(), fixture.classes(), ImmutableList.of(part)).get(0);

    assertThat(expected).as("not at an end").isEqualTo(1);
    assertThat(head.note()).startsWith("C = 1.0, chosen from 0.001 to 1000.0; ");
    // It is that of the train part alone.
    LinearHead fixed =
        train(
                trainer.toBuilder().c(expected).build(),
                fixture.matrix(),
                fixture.classes(),
                Parts.all(80))
            .get(0);
    assertThat(fixed.note()).matches("C = 1\\.0; \\d+ iterations");
    for (int i = 0; i < 9 * 3; i++) {
      assertThat(head.weight(i / 3, i % 3)).isCloseTo(fixed.weight(i / 3, i % 3), within(1e-5));
    }
    double loss =
        IntStream.range(80, 120)
            .mapToDouble(
                row ->
                    -Math.log(head.probabilities(fixture.matrix(), row)[fixture.labels().get(row)]))
            .average()
            .orElseThrow();
    // Probabilities are float32.
    assertThat(loss).isCloseTo(lowest, within(1e-6));
  }

  @Test
  void takesTheSmallerOfStrengthsThatAreAsGood() {
    // Features without a difference: every C gives the same head.
    Problems clouds = Problems.clouds(40, 3, 2, 1);
    Problems problem = new Problems(clouds.changed((row, i, value) -> 5), clouds.labels());

    LinearHead head = train(STANDARD, problem, Parts.fitting(problem.folds(2))).get(0);

    assertThat(head.note()).startsWith("C = 1.0E-4, chosen");
    assertThat(head.probabilities(problem.features(), 0)).containsExactly(0.5f, 0.5f);
  }

  /** Dimensions and rows around the sizes of pieces and blocks. */
  @ParameterizedTest
  @CsvSource({
    "1, 2, 9, NONE",
    "7, 3, 127, L2",
    "255, 3, 128, STANDARDIZE",
    "257, 4, 129, NONE",
    "1030, 5, 300, STANDARDIZE"
  })
  void endsWhereTheGradientVanishes(int dimension, int classes, int rows, Scaling scaling) {
    Problems problem = Problems.clouds(rows, dimension, classes, 0.3);
    LogisticRegressionTrainer trainer =
        LogisticRegressionTrainer.builder().scaling(scaling).c(0.5).tolerance(1e-9).build();

    LinearHead head = train(trainer, problem, Parts.all(rows)).get(0);

    double[] gradient = gradient(problem, scaling, head, 0.5);
    double[] atZero =
        gradient(
            problem,
            scaling,
            new LinearHead(
                scaler(problem, scaling),
                dimension,
                classes,
                new double[(dimension + 1) * classes],
                ""),
            0.5);
    assertThat(Vectors.largest(atZero)).isGreaterThan(1);
    // Of centred features; uncentred ones add the error of the intercept times the mean, 3.
    assertThat(Vectors.largest(gradient)).isLessThan(1e-8 * Vectors.largest(atZero));
  }

  private static FeatureScaler scaler(Problems problem, Scaling scaling) {
    return FeatureScaler.fit(
        scaling,
        problem.features(),
        ImmutableIntArray.copyOf(IntStream.range(0, problem.labels().size())));
  }

  /** Of C times the sum of losses and half the squares of the weights, written plainly. */
  private static double[] gradient(Problems problem, Scaling scaling, LinearHead head, double c) {
    int dimension = problem.features().dimension();
    int classes = problem.labels().classCount();
    FeatureScaler scaler = scaler(problem, scaling);
    double[] gradient = new double[(dimension + 1) * classes];
    for (int row = 0; row < problem.labels().size(); row++) {
      double[] x = new double[dimension + 1];
      scaler.apply(problem.features().row(row), x);
      x[dimension] = 1;
      double[] p = new double[classes];
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        for (int i = 0; i <= dimension; i++) {
          p[k] += x[i] * head.weight(i, k);
        }
        p[k] = Math.exp(p[k]);
        sum += p[k];
      }
      for (int k = 0; k < classes; k++) {
        double slope = p[k] / sum - (problem.labels().values().get(row) == k ? 1 : 0);
        for (int i = 0; i <= dimension; i++) {
          gradient[i * classes + k] += c * slope * x[i];
        }
      }
    }
    for (int i = 0; i < dimension * classes; i++) {
      gradient[i] += (classes == 2 ? 2 : 1) * head.weight(i / classes, i % classes);
    }
    return gradient;
  }

  @Test
  void givesEachPartTheHeadThatItWouldGetAlone() {
    Problems problem = Problems.clouds(203, 24, 3, 0.3);
    ImmutableList<FittingPart> parts = Parts.fitting(problem.folds(5));

    ImmutableList<LinearHead> together = train(STANDARD, problem, parts);

    for (int fold = 0; fold < 5; fold++) {
      LinearHead alone = train(STANDARD, problem, ImmutableList.of(parts.get(fold))).get(0);
      assertThat(Doubles.asList(alone.weights()))
          .isEqualTo(Doubles.asList(together.get(fold).weights()));
      assertThat(alone.note()).isEqualTo(together.get(fold).note());
    }
  }

  @Test
  void doesNotLookAtTestRows() {
    Problems problem = Problems.clouds(80, 6, 2, 0.3);
    Fold fold = problem.folds(4).get(1);
    FeatureMatrix canary =
        problem.changed((row, i, value) -> fold.test().rows().contains(row) ? Float.NaN : value);
    ImmutableList<FittingPart> parts = ImmutableList.of(fold.fitting());

    LinearHead expected = train(STANDARD, problem, parts).get(0);
    LinearHead actual = train(STANDARD, new Problems(canary, problem.labels()), parts).get(0);

    assertThat(Doubles.asList(actual.weights())).isEqualTo(Doubles.asList(expected.weights()));
  }

  @Test
  void takesNothingButTheStrengthFromValidationRows() {
    Problems problem = Problems.clouds(80, 6, 2, 0.3);
    FittingPart part = problem.folds(4).get(1).fitting();
    FeatureMatrix changed =
        problem.changed(
            (row, i, value) -> part.validation().rows().contains(row) ? -100 * value : value);
    LogisticRegressionTrainer fixed = LogisticRegressionTrainer.builder().c(2).build();

    LinearHead expected = train(fixed, problem, ImmutableList.of(part)).get(0);
    LinearHead actual =
        train(fixed, new Problems(changed, problem.labels()), ImmutableList.of(part)).get(0);

    assertThat(Doubles.asList(actual.weights())).isEqualTo(Doubles.asList(expected.weights()));
    assertThat(
            train(STANDARD, new Problems(changed, problem.labels()), ImmutableList.of(part))
                .get(0)
                .note())
        .isNotEqualTo(train(STANDARD, problem, ImmutableList.of(part)).get(0).note());
  }

  @Test
  void givesAClassThatTheTrainPartLacksNoProbability() {
    // Class 1 is in the validation part only; its rows must not decide anything either.
    Problems problem = Problems.clouds(90, 5, 3, 0.5);
    Labels labels = problem.labels();
    FittingPart without =
        Parts.of(
            IntStream.range(0, 60).filter(row -> row % 3 != 1),
            IntStream.range(60, 90).filter(row -> row % 3 != 1));
    FittingPart with =
        Parts.of(IntStream.range(0, 60).filter(row -> row % 3 != 1), IntStream.range(60, 90));

    ImmutableList<LinearHead> heads = train(STANDARD, problem, ImmutableList.of(without, with));

    assertThat(Doubles.asList(heads.get(1).weights()))
        .isEqualTo(Doubles.asList(heads.get(0).weights()));
    float[] probabilities = heads.get(0).probabilities(problem.features(), 1);
    assertThat(labels.values().get(1)).isEqualTo(1);
    assertThat(probabilities[1]).isZero();
    assertThat(probabilities[0] + probabilities[2]).isCloseTo(1, within(1e-6f));
  }

  @Test
  void isCertainWhereTheTrainPartHasOneClass() {
    Problems problem = Problems.clouds(30, 5, 3, 1);

    LinearHead head = train(STANDARD, problem, Parts.train(IntStream.of(2, 5, 8, 11))).get(0);

    assertThat(head.probabilities(problem.features(), 0)).containsExactly(0, 0, 1);
    assertThat(head.note()).isEqualTo("C = 1.0, as there are no validation rows; 0 iterations");
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void copesWithConstantFeaturesAndRowsOfZeros(Scaling scaling) {
    Problems clouds = Problems.clouds(60, 6, 2, 1);
    Problems problem =
        new Problems(
            clouds.changed((row, i, value) -> row == 7 ? 0 : i == 2 ? 0.1f : value),
            clouds.labels());
    LogisticRegressionTrainer trainer =
        LogisticRegressionTrainer.builder().scaling(scaling).build();

    for (LinearHead head : train(trainer, problem, Parts.fitting(problem.folds(3)))) {
      float[] probabilities = head.probabilities(problem.features(), 7);
      assertThat(probabilities[0] + probabilities[1]).isCloseTo(1, within(1e-6f));
      assertThat(head.note()).doesNotContain("not converged");
    }
  }

  @Test
  void saysSoWhenItDoesNotConverge() {
    Problems problem = Problems.clouds(60, 20, 3, 0.2);
    LogisticRegressionTrainer trainer =
        LogisticRegressionTrainer.builder().c(1e4).iterations(2).build();

    LinearHead head = train(trainer, problem, Parts.all(60)).get(0);

    assertThat(head.note())
        .matches(
            "C = 10000\\.0; 2 iterations, not converged: the gradient is \\d\\.\\de-0\\d of its"
                + " first, not 1\\.0e-06");
    assertThat(head.trainingCurve()).isEmpty();
  }

  @Test
  void reportsProgressToItsEnd() {
    Problems problem = Problems.clouds(60, 6, 2, 0.1);
    List<Progress> reports = new ArrayList<>();

    STANDARD.fit(
        problem.features(), problem.labels(), Parts.fitting(problem.folds(3)), reports::add);

    assertThat(reports.stream().map(Progress::done)).isSorted().doesNotHaveDuplicates();
    assertThat(reports).allMatch(p -> p.total() == 27 && p.unit().equals("values of C"));
    assertThat(reports.get(reports.size() - 1).complete()).isTrue();
  }

  @Test
  void saysWhatItDoes() {
    assertThat(STANDARD.description())
        .isEqualTo(
            "logistic regression: features standardised on the train part; L2 penalty on weights,"
                + " not on intercepts; C of the lowest validation log loss among [1.0E-4, 0.001,"
                + " 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0, 10000.0], tried upwards until one is no"
                + " better; C = 1.0 without validation rows; fitted on the train part; L-BFGS in"
                + " float64, gradient within 1.0E-6 of its first, at most 1000 iterations");
    assertThat(LogisticRegressionTrainer.builder().c(0.5).scaling(Scaling.L2).build())
        .hasToString(
            "logistic regression: features divided by their L2 norm; L2 penalty on weights, not on"
                + " intercepts; C = 0.5; fitted on the train part; L-BFGS in float64, gradient"
                + " within 1.0E-6 of its first, at most 1000 iterations");
  }

  @Test
  void refusesBadSettingsAtOnce() {
    LogisticRegressionTrainer.Builder builder = LogisticRegressionTrainer.builder();

    assertThatThrownBy(() -> builder.c())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Name at least one value of C");
    assertThatThrownBy(() -> builder.c(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("C must be positive, not 0.0");
    assertThatThrownBy(() -> builder.c(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.tolerance(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The tolerance must be between 0 and 1, not 1.0");
    assertThatThrownBy(() -> builder.iterations(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The number of iterations must be 1 or more, not 0");
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    Problems problem = Problems.clouds(6, 2, 2, 1);

    assertThatThrownBy(() -> train(STANDARD, problem, Parts.all(7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Part 0 names row 6, but there are 6 rows");
  }

  private static ImmutableList<LinearHead> train(
      LogisticRegressionTrainer trainer, Problems problem, List<FittingPart> parts) {
    return train(trainer, problem.features(), problem.labels(), parts);
  }

  private static ImmutableList<LinearHead> train(
      LogisticRegressionTrainer trainer,
      FeatureMatrix features,
      Labels labels,
      List<FittingPart> parts) {
    return trainer.train(features, labels, parts, ProgressListener.NONE);
  }

  private static void assertMinimum(
      LinearHead head, List<List<Double>> coef, List<Double> intercept, double tolerance) {
    int dimension = coef.get(0).size();
    for (int c = 0; c < coef.size(); c++) {
      for (int i = 0; i < dimension; i++) {
        assertThat(head.weight(i, c)).isCloseTo(coef.get(c).get(i), within(tolerance));
      }
      assertThat(head.weight(dimension, c)).isCloseTo(intercept.get(c), within(tolerance));
    }
  }
}
