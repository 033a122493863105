package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import java.util.SplittableRandom;
import org.fe4j.backbone.LinearClassifier;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;
import org.fe4j.validation.TrainPart;
import org.fe4j.validation.ValidationPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A head as one linear map. */
class LinearHeadTest {
  private static final int ROWS = 40;
  private static final int DIMENSION = 6;

  /** Of scales from 1e-4 to 1e4, and far from zero. */
  private static FeatureMatrix features() {
    SplittableRandom random = new SplittableRandom(4);
    float[] values = new float[ROWS * DIMENSION];
    for (int i = 0; i < values.length; i++) {
      int feature = i % DIMENSION;
      double scale = Math.pow(10, -4 + 8.0 * feature / (DIMENSION - 1));
      double label = i / DIMENSION % 3;
      values[i] = (float) (scale * (50 + label * (feature % 2) + random.nextDouble()));
    }
    return DenseFeatures.of(ROWS, DIMENSION, values);
  }

  private static Head fit(HeadTrainer trainer, FeatureMatrix features) {
    int[] labels = new int[ROWS];
    int[] rows = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      labels[i] = i % 3;
      rows[i] = i;
    }
    FittingPart part =
        new FittingPart(
            new TrainPart(ImmutableIntArray.copyOf(rows)),
            new ValidationPart(ImmutableIntArray.of()));
    return trainer
        .fit(
            features,
            new Labels(ImmutableIntArray.copyOf(labels), ImmutableList.of("a", "b", "c")),
            List.of(part),
            ProgressListener.NONE)
        .get(0);
  }

  @ParameterizedTest
  @EnumSource
  void isTheSameAsAMapOfFeaturesAsTheyAre(Scaling scaling) {
    FeatureMatrix features = features();
    for (HeadTrainer trainer :
        List.of(
            LinearHeadTrainer.builder().scaling(scaling).epochs(5).build(),
            LogisticRegressionTrainer.builder().scaling(scaling).c(1).build())) {
      assertThat(trainer.fitsLinearHeads()).isTrue();
      Head head = fit(trainer, features);
      LinearClassifier linear = head.linear().orElseThrow();
      assertThat(linear.normalizes()).isEqualTo(scaling == Scaling.L2);
      assertThat(linear.shifts()).isEqualTo(scaling == Scaling.STANDARDIZE);
      for (int row = 0; row < ROWS; row++) {
        float[] expected = head.probabilities(features, row);
        double[] found = probabilities(linear, features.row(row));
        for (int c = 0; c < 3; c++) {
          assertThat(found[c]).isCloseTo(expected[c], within(1e-6));
        }
      }
    }
  }

  private static double[] probabilities(LinearClassifier linear, float[] row) {
    double norm = 0;
    for (float value : row) {
      norm += (double) value * value;
    }
    norm = linear.normalizes() ? Math.max(Math.sqrt(norm), 1e-12) : 1;
    double[] answers = new double[linear.classCount()];
    double sum = 0;
    for (int c = 0; c < answers.length; c++) {
      answers[c] = linear.bias(c);
      for (int i = 0; i < row.length; i++) {
        answers[c] += linear.weight(c, i) * (row[i] / norm - linear.shift(i));
      }
    }
    double largest = Math.max(answers[0], Math.max(answers[1], answers[2]));
    for (int c = 0; c < answers.length; c++) {
      answers[c] = Math.exp(answers[c] - largest);
      sum += answers[c];
    }
    for (int c = 0; c < answers.length; c++) {
      answers[c] /= sum;
    }
    return answers;
  }

  @Test
  void otherHeadsAreNoMap() {
    FeatureMatrix features = features();
    for (HeadTrainer trainer :
        List.of(NearestMeanTrainer.standard(), NearestNeighborsTrainer.standard())) {
      assertThat(trainer.fitsLinearHeads()).isFalse();
      assertThat(fit(trainer, features).linear()).isEmpty();
    }
  }

  @Test
  void refusesWhatFloat32CannotHold() {
    assertThatThrownBy(
            () ->
                LinearClassifier.of(
                    false, new double[] {0}, new double[] {1, 1e39}, new double[] {0, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The weight 1 of a linear head is 1.0E39, which is no finite float32: its features are"
                + " of too different scales");
    assertThatThrownBy(
            () ->
                LinearClassifier.of(false, new double[] {0}, new double[] {1}, new double[] {0, 0}))
        .hasMessage(
            "A linear head needs weights for each class and each feature, but there are 1 for 2"
                + " classes and 1 features");
    LinearClassifier never =
        LinearClassifier.of(
            false,
            new double[] {0.1},
            new double[] {1, 2},
            new double[] {0, Double.NEGATIVE_INFINITY});
    assertThat(never.bias(1)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(never.bias(0)).isEqualTo(-(0.1 - (float) 0.1));
  }
}
