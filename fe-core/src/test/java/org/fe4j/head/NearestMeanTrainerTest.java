package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Fold;
import org.fe4j.validation.Labels;
import org.junit.jupiter.api.Test;

class NearestMeanTrainerTest {

  private static final NearestMeanTrainer STANDARD = NearestMeanTrainer.standard();

  @Test
  void saysWhatScikitLearnSays() throws IOException {
    LinearFixture fixture = LinearFixture.read();
    ScikitLearn expected = ScikitLearn.read();

    assertThat(predicted(NearestMeanTrainer.of(Scaling.NONE), fixture))
        .isEqualTo(expected.means())
        .isNotEqualTo(expected.standardizedMeans());
    assertThat(predicted(STANDARD, fixture)).isEqualTo(expected.standardizedMeans());
  }

  private static List<Integer> predicted(NearestMeanTrainer trainer, LinearFixture fixture) {
    Head head = fit(trainer, fixture.matrix(), fixture.classes(), Parts.all(80));
    List<Integer> classes = new ArrayList<>();
    for (int row = ScikitLearn.TRAIN_ROWS; row < ScikitLearn.ROWS; row++) {
      float[] p = head.probabilities(fixture.matrix(), row);
      classes.add(p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2);
    }
    return classes;
  }

  @Test
  void turnsDistancesIntoProbabilities() {
    // Means 1 and 4, that of the second over a validation row too; the last row has distances 2, 1.
    Labels labels =
        new Labels(ImmutableIntArray.of(0, 0, 1, 1, 0), ImmutableList.of("a", "b", "c"));
    FeatureMatrix features = DenseFeatures.of(5, 1, new float[] {0, 2, 3, 5, 3});
    FittingPart part = Parts.of(IntStream.of(0, 1, 2), IntStream.of(3));

    float[] probabilities =
        fit(NearestMeanTrainer.of(Scaling.NONE), features, labels, ImmutableList.of(part))
            .probabilities(features, 4);

    double a = Math.exp(-2);
    double b = Math.exp(-0.5);
    assertThat(probabilities[0]).isCloseTo((float) (a / (a + b)), within(1e-7f));
    assertThat(probabilities[1]).isCloseTo((float) (b / (a + b)), within(1e-7f));
    assertThat(probabilities[2]).as("a class without a row").isZero();
  }

  @Test
  void hasNoTroubleWithRowsThatAreFarAway() {
    Problems problem = Problems.clouds(30, 4, 2, 1);
    FeatureMatrix far = problem.changed((row, i, value) -> row == 29 ? value * 0x1p60f : value);

    float[] probabilities =
        fit(STANDARD, problem.features(), problem.labels(), Parts.all(29)).probabilities(far, 29);

    assertThat(probabilities[0] + probabilities[1]).isEqualTo(1);
  }

  @Test
  void doesNotLookAtTestRows() {
    Problems problem = Problems.clouds(80, 6, 2, 0.3);
    Fold fold = problem.folds(4).get(1);
    FeatureMatrix canary =
        problem.changed((row, i, value) -> fold.test().rows().contains(row) ? Float.NaN : value);
    ImmutableList<FittingPart> parts = ImmutableList.of(fold.fitting());
    ImmutableIntArray test = fold.test().rows();

    Head expected = fit(STANDARD, problem.features(), problem.labels(), parts);
    Head actual = fit(STANDARD, canary, problem.labels(), parts);

    assertThat(actual.probabilities(problem.features(), test))
        .usingRecursiveComparison()
        .isEqualTo(expected.probabilities(problem.features(), test));
  }

  @Test
  void givesEachPartTheHeadThatItWouldGetAlone() {
    Problems problem = Problems.clouds(90, 6, 3, 0.5);
    ImmutableList<FittingPart> parts = Parts.fitting(problem.folds(3));
    List<Progress> reports = new ArrayList<>();

    ImmutableList<Head> together =
        STANDARD.fit(problem.features(), problem.labels(), parts, reports::add);

    assertThat(reports).hasSize(3);
    assertThat(reports.get(2).complete()).isTrue();
    ImmutableIntArray rows = ImmutableIntArray.copyOf(IntStream.range(0, 90));
    for (int fold = 0; fold < 3; fold++) {
      Head alone =
          fit(STANDARD, problem.features(), problem.labels(), ImmutableList.of(parts.get(fold)));
      assertThat(alone.probabilities(problem.features(), rows))
          .usingRecursiveComparison()
          .isEqualTo(together.get(fold).probabilities(problem.features(), rows));
    }
  }

  @Test
  void saysWhatItDoes() {
    assertThat(STANDARD)
        .hasToString(
            "nearest class mean: features standardised on the train part; Euclidean distance to"
                + " the mean of train and validation rows; probabilities softmax(-distance²/2)");
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    Problems problem = Problems.clouds(6, 2, 2, 1);

    assertThatThrownBy(() -> fit(STANDARD, problem.features(), problem.labels(), Parts.all(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Part 0 has no rows to fit on");
    Head head = fit(STANDARD, problem.features(), problem.labels(), Parts.all(6));
    assertThatThrownBy(() -> head.probabilities(Problems.clouds(8, 3, 2, 1).features(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("This head was fitted on features of dimension 2, but these have 3");
  }

  private static Head fit(
      HeadTrainer trainer, FeatureMatrix features, Labels labels, List<FittingPart> parts) {
    return trainer.fit(features, labels, parts, ProgressListener.NONE).get(0);
  }
}
