package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNeighborsTrainerTest {

  private static final NearestNeighborsTrainer STANDARD = NearestNeighborsTrainer.standard();

  @Test
  void votesAsScikitLearnDoes() throws IOException {
    LinearFixture fixture = LinearFixture.read();
    List<List<Double>> expected = ScikitLearn.read().neighbors();
    Head head = fit(STANDARD, fixture.matrix(), fixture.classes(), Parts.all(80));

    for (int row = ScikitLearn.TRAIN_ROWS; row < ScikitLearn.ROWS; row++) {
      float[] actual = head.probabilities(fixture.matrix(), row);
      for (int c = 0; c < 3; c++) {
        // Similarities are float32, 1e-7, and divided by 0.07.
        assertThat(actual[c])
            .isCloseTo(
                expected.get(row - ScikitLearn.TRAIN_ROWS).get(c).floatValue(), within(3e-6f));
      }
    }
  }

  /** Dimensions and rows around the sizes of pieces and tiles, written plainly beside it. */
  @ParameterizedTest
  @CsvSource({"1, 40", "3, 33", "127, 65", "129, 32", "258, 100"})
  void findsTheNearestRows(int dimension, int rows) {
    Problems problem = Problems.clouds(rows + 5, dimension, 3, 0.2);
    int[] votes = new int[3];
    Head head =
        fit(STANDARD.withK(7).withTemperature(Double.POSITIVE_INFINITY), problem, Parts.all(rows));

    for (int query = rows; query < rows + 5; query++) {
      Arrays.fill(votes, 0);
      double[] similarity = new double[rows];
      for (int row = 0; row < rows; row++) {
        similarity[row] = cosine(problem.features().row(query), problem.features().row(row));
      }
      // In one dimension all similarities are the same: the first rows.
      IntStream.range(0, rows)
          .boxed()
          .sorted((a, b) -> Double.compare(similarity[b], similarity[a]))
          .limit(7)
          .forEach(row -> votes[row % 3]++);
      float[] actual = head.probabilities(problem.features(), query);
      for (int c = 0; c < 3; c++) {
        assertThat(actual[c]).isCloseTo(votes[c] / 7f, within(1e-6f));
      }
    }
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squares = 0;
    double others = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squares += (double) a[i] * a[i];
      others += (double) b[i] * b[i];
    }
    return Math.round(product / Math.sqrt(squares * others) * 1e12) / 1e12;
  }

  @Test
  void takesTheFirstOfRowsThatAreAsSimilar() {
    // All rows point the same way; whatever their length they are as similar.
    Labels labels =
        new Labels(ImmutableIntArray.of(1, 0, 0, 1, 2), ImmutableList.of("a", "b", "c"));
    FeatureMatrix features = DenseFeatures.of(5, 2, new float[] {2, 2, 4, 4, 1, 1, 8, 8, 1, 1});

    Head head = fit(STANDARD.withK(3), features, labels, Parts.train(IntStream.of(3, 2, 1, 0)));

    assertThat(head.probabilities(features, 4)).containsExactly(2 / 3f, 1 / 3f, 0);
  }

  @Test
  void letsAllRowsVoteWhereThereAreFewerThanK() {
    Labels labels = new Labels(ImmutableIntArray.of(0, 1, 0), ImmutableList.of("a", "b"));
    FeatureMatrix features = DenseFeatures.of(3, 2, new float[] {1, 0, 0, 1, 1, 0});

    float[] probabilities =
        fit(STANDARD, features, labels, Parts.all(2)).probabilities(features, 2);

    double vote = Math.exp(1 / 0.07);
    assertThat(probabilities[0]).isCloseTo((float) (vote / (vote + 1)), within(1e-7f));
    assertThat(probabilities[1]).isCloseTo((float) (1 / (vote + 1)), within(1e-12f));
  }

  @Test
  void hasNoTroubleWithRowsOfZerosOrLowTemperatures() {
    Problems clouds = Problems.clouds(30, 4, 2, 1);
    Problems problem =
        new Problems(clouds.changed((row, i, value) -> row < 2 ? 0 : value), clouds.labels());

    float[] ofZeros = fit(STANDARD, problem, Parts.all(30)).probabilities(problem.features(), 0);
    float[] cold =
        fit(STANDARD.withTemperature(1e-300), problem, Parts.all(30))
            .probabilities(problem.features(), 5);

    // As similar to all: the first 20 rows, whose classes take turns.
    assertThat(ofZeros).containsExactly(0.5f, 0.5f);
    assertThat(cold).containsExactly(0, 1);
  }

  @Test
  void countsValidationRowsAsNeighbours() {
    Labels labels = new Labels(ImmutableIntArray.of(0, 1, 1), ImmutableList.of("a", "b"));
    FeatureMatrix features = DenseFeatures.of(3, 2, new float[] {1, 0, 0, 1, 0.1f, 1});
    FittingPart part = Parts.of(IntStream.of(0), IntStream.of(1));

    Head head = fit(STANDARD.withK(1), features, labels, ImmutableList.of(part));

    assertThat(head.probabilities(features, 2)).containsExactly(0, 1);
  }

  @Test
  void doesNotLookAtTestRows() {
    Problems problem = Problems.clouds(80, 6, 2, 0.3);
    Fold fold = problem.folds(4).get(1);
    FeatureMatrix canary =
        problem.changed((row, i, value) -> fold.test().rows().contains(row) ? Float.NaN : value);
    ImmutableList<FittingPart> parts = ImmutableList.of(fold.fitting());
    ImmutableIntArray test = fold.test().rows();

    Head expected = fit(STANDARD, problem, parts);
    Head actual = fit(STANDARD, canary, problem.labels(), parts);

    assertThat(actual.probabilities(problem.features(), test))
        .usingRecursiveComparison()
        .isEqualTo(expected.probabilities(problem.features(), test));
  }

  @Test
  void saysTheSameOfARowAloneAndAmongOthers() {
    Problems problem = Problems.clouds(150, 131, 3, 0.2);
    ImmutableList<Head> heads =
        STANDARD.fit(
            problem.features(),
            problem.labels(),
            Parts.fitting(problem.folds(3)),
            ProgressListener.NONE);
    ImmutableIntArray rows = problem.folds(3).get(1).test().rows();

    ImmutableList<float[]> together = heads.get(1).probabilities(problem.features(), rows);

    assertThat(together).hasSize(rows.length());
    for (int i = 0; i < rows.length(); i++) {
      assertThat(heads.get(1).probabilities(problem.features(), rows.get(i)))
          .containsExactly(together.get(i));
    }
    Head alone = fit(STANDARD, problem, ImmutableList.of(problem.folds(3).get(1).fitting()));
    assertThat(alone.probabilities(problem.features(), rows))
        .usingRecursiveComparison()
        .isEqualTo(together);
  }

  @Test
  void givesAClassThatTheTrainPartLacksNoProbability() {
    Problems problem = Problems.clouds(60, 5, 3, 0.5);

    Head head =
        fit(STANDARD, problem, Parts.train(IntStream.range(0, 60).filter(row -> row % 3 != 1)));

    float[] probabilities = head.probabilities(problem.features(), 1);
    assertThat(head.classCount()).isEqualTo(3);
    assertThat(probabilities[1]).isZero();
    assertThat(probabilities[0] + probabilities[2]).isCloseTo(1, within(1e-6f));
  }

  @Test
  void reportsProgressToItsEnd() {
    Problems problem = Problems.clouds(60, 6, 2, 0.1);
    List<Progress> reports = new ArrayList<>();

    STANDARD.fit(
        problem.features(), problem.labels(), Parts.fitting(problem.folds(3)), reports::add);

    assertThat(reports.stream().map(Progress::done)).isSorted().doesNotHaveDuplicates();
    assertThat(reports.get(reports.size() - 1)).matches(p -> p.complete() && p.total() == 60);
  }

  @Test
  void saysWhatItDoes() {
    assertThat(STANDARD)
        .hasToString(
            "nearest neighbours: cosine similarity, k = 20, votes weighted by exp(similarity /"
                + " 0.07); neighbours are the rows of train and validation part");
  }

  @Test
  void refusesBadSettingsAndInputs() {
    Problems problem = Problems.clouds(6, 2, 2, 1);

    assertThatThrownBy(() -> STANDARD.withK(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The number of neighbours must be 1 or more, not 0");
    assertThatThrownBy(() -> STANDARD.withTemperature(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The temperature must be positive, not 0.0");
    assertThatThrownBy(() -> fit(STANDARD, problem, Parts.all(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Part 0 has no rows to fit on");
    Head head = fit(STANDARD, problem, Parts.all(6));
    assertThatThrownBy(() -> head.probabilities(Problems.clouds(8, 3, 2, 1).features(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("This head was fitted on features of dimension 2, but these have 3");
  }

  private static Head fit(HeadTrainer trainer, Problems problem, List<FittingPart> parts) {
    return fit(trainer, problem.features(), problem.labels(), parts);
  }

  private static Head fit(
      HeadTrainer trainer, FeatureMatrix features, Labels labels, List<FittingPart> parts) {
    return trainer.fit(features, labels, parts, ProgressListener.NONE).get(0);
  }
}
