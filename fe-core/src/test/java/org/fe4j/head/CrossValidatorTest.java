package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.report.JsonReport;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Fold;
import org.fe4j.validation.KFold;
import org.fe4j.validation.Labels;
import org.fe4j.validation.PredefinedFolds;
import org.fe4j.validation.Splitter;
import org.fe4j.validation.StratifiedKFold;
import org.fe4j.validation.TestPart;
import org.fe4j.validation.TrainPart;
import org.fe4j.validation.ValidationPart;
import org.junit.jupiter.api.Test;

class CrossValidatorTest {

  private static final CrossValidator STANDARD =
      CrossValidator.of(StratifiedKFold.of(5), LinearHeadTrainer.standard());

  @Test
  void predictsEveryRowOnceWhileItIsHeldOut() {
    Problems problem = Problems.clouds(100, 12, 4, 3);

    Predictions predictions = validate(STANDARD, problem);

    assertThat(predictions.size()).isEqualTo(100);
    assertThat(predictions.classNames()).isEqualTo(problem.labels().classNames());
    ImmutableList<Fold> folds = problem.folds(5);
    for (int i = 0; i < predictions.size(); i++) {
      int row = problem.ids().indexOf(predictions.id(i));
      assertThat(predictions.truth(i)).isEqualTo(problem.labels().values().get(row));
      assertThat(folds.get(predictions.fold(i)).test().rows().contains(row)).isTrue();
    }
    assertThat(accuracy(predictions)).isGreaterThan(0.9);
  }

  @Test
  void tellsHowTheHeadOfEachFoldWasTrained() {
    Problems problem = Problems.clouds(100, 12, 4, 0.5);

    OutOfFold result =
        STANDARD.validate(
            problem.features(), problem.labels(), problem.ids(), ProgressListener.NONE);

    ImmutableList<Head> heads =
        LinearHeadTrainer.standard()
            .fit(
                problem.features(),
                problem.labels(),
                problem.folds(5).stream().map(Fold::fitting).toList(),
                ProgressListener.NONE);
    assertThat(result.curves()).isEqualTo(heads.stream().map(Head::trainingCurve).toList());
    assertThat(result.curves()).allMatch(Optional::isPresent).doesNotHaveDuplicates();
    assertThat(result.notes()).containsExactly("", "", "", "", "");
  }

  @Test
  void predictsTheSameEveryTime() {
    Problems problem = Problems.clouds(60, 12, 4, 0.5);

    assertThat(validate(STANDARD, problem)).isEqualTo(validate(STANDARD, problem));
  }

  @Test
  void findsNothingInRandomLabels() {
    // Overfitting, stopping or choosing on test rows would show as more than chance.
    int rows = 800;
    int classes = 4;
    Problems clouds = Problems.clouds(rows, 30, 1, 0);
    SplittableRandom random = new SplittableRandom(5);
    Labels labels =
        new Labels(
            ImmutableIntArray.copyOf(random.ints(rows, 0, classes)),
            ImmutableList.of("a", "b", "c", "d"));

    Predictions predictions = validate(STANDARD, new Problems(clouds.features(), labels));

    double chance = 1.0 / classes;
    double standardError = Math.sqrt(chance * (1 - chance) / rows);
    assertThat(accuracy(predictions))
        .isBetween(chance - 3 * standardError, chance + 3 * standardError);
  }

  @Test
  void keepsTheColumnsOfClassesThatATrainPartLacks() {
    // Class 1 has one image: the fold that tests it cannot have fitted it.
    Problems clouds = Problems.clouds(21, 4, 1, 0);
    Labels labels =
        new Labels(
            ImmutableIntArray.copyOf(
                IntStream.range(0, 21).map(row -> row == 20 ? 1 : row % 2 * 2)),
            ImmutableList.of("granite", "tuff", "gneiss"));
    CrossValidator unstratified =
        CrossValidator.of(KFold.of(3), LinearHeadTrainer.builder().epochs(3).build());

    Predictions predictions = validate(unstratified, new Problems(clouds.features(), labels));

    assertThat(predictions.classCount()).isEqualTo(3);
    assertThat(IntStream.range(0, 21).filter(i -> predictions.truth(i) == 1)).hasSize(1);
    assertThat(IntStream.range(0, 21).mapToObj(i -> predictions.probability(i, 2)))
        .allMatch(p -> p > 0.3);
  }

  @Test
  void refusesClassesThatAreTooSmallBeforeAnythingRuns() {
    Labels labels = new Labels(ImmutableIntArray.of(0, 0, 1), ImmutableList.of("a", "b"));

    assertThatThrownBy(() -> STANDARD.check(labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a (2), b (1)");
  }

  @Test
  void refusesInputsOfDifferentLengths() {
    Problems problem = Problems.clouds(20, 3, 2, 1);

    assertThatThrownBy(
            () ->
                STANDARD.validate(
                    problem.features(),
                    problem.labels(),
                    ImmutableList.of("one"),
                    ProgressListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There are 20 rows of features, 20 labels and 1 ids; there must be as many of each");
  }

  @Test
  void refusesASplitterThatTestsWhatItFits() {
    CrossValidator cheating =
        CrossValidator.of(new CheatingSplitter(), LinearHeadTrainer.standard());

    assertThatThrownBy(() -> validate(cheating, Problems.clouds(4, 3, 2, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Fold 0 both fits on row 2 and tests it");
  }

  @Test
  void testsTheSameRowsInEachPredefinedFold() throws IOException {
    Problems problem = Problems.clouds(90, 12, 3, 3);
    ImmutableIntArray tested = ImmutableIntArray.copyOf(IntStream.range(60, 90));
    PredefinedFolds folds =
        PredefinedFolds.of(
            "two folds that share 20 rows to fit on",
            90,
            ImmutableList.of(
                ImmutableIntArray.copyOf(IntStream.range(0, 40)),
                ImmutableIntArray.copyOf(IntStream.range(20, 60))),
            tested);

    Predictions predictions =
        validate(CrossValidator.of(folds, LinearHeadTrainer.standard()), problem);

    assertThat(predictions.size()).isEqualTo(60);
    MetricsReport report = MetricsReport.of(predictions, ImmutableMap.of());
    assertThat(report.folds()).hasSize(2);
    for (int fold = 0; fold < 2; fold++) {
      assertThat(idsOf(predictions, fold))
          .containsExactlyElementsOf(tested.asList().stream().map(problem.ids()::get).toList());
    }
    assertThat(report.overFolds(Metric.ACCURACY).mean()).isGreaterThan(0.9);
    assertThat(report.pooled().accuracy()).isGreaterThan(0.9);
    assertThat(JsonReport.read(new StringReader(JsonReport.of(report)), "ours")).isEqualTo(report);
  }

  private static List<String> idsOf(Predictions predictions, int fold) {
    return IntStream.range(0, predictions.size())
        .filter(row -> predictions.fold(row) == fold)
        .mapToObj(predictions::id)
        .toList();
  }

  @Test
  void describesFoldsAndHead() {
    assertThat(STANDARD.description())
        .startsWith("stratified 5-fold, shuffled with seed 42")
        .contains("; linear head: ");
  }

  private static final class CheatingSplitter implements Splitter {
    @Override
    public ImmutableList<Fold> split(Labels labels) {
      FittingPart fitting =
          new FittingPart(
              new TrainPart(ImmutableIntArray.of(0, 1)),
              new ValidationPart(ImmutableIntArray.of(2)));
      return ImmutableList.of(new Fold(fitting, new TestPart(ImmutableIntArray.of(2, 3))));
    }

    @Override
    public String description() {
      return "cheats";
    }
  }

  private static Predictions validate(CrossValidator validator, Problems problem) {
    return validator
        .validate(problem.features(), problem.labels(), problem.ids(), ProgressListener.NONE)
        .predictions();
  }

  private static double accuracy(Predictions predictions) {
    return IntStream.range(0, predictions.size())
            .filter(i -> predictions.predicted(i) == predictions.truth(i))
            .count()
        / (double) predictions.size();
  }
}
