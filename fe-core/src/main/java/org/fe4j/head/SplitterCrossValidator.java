package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.metrics.Predictions;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.Fold;
import org.fe4j.validation.Labels;
import org.fe4j.validation.Splitter;

/**
 * Folds of a splitter, heads of a trainer.
 *
 * @param splitter divides
 * @param trainer fits
 */
record SplitterCrossValidator(Splitter splitter, HeadTrainer trainer) implements CrossValidator {

  private static final int ROWS_AT_A_TIME = 128;

  @Override
  public void check(Labels labels) {
    refuseOverlap(splitter.split(labels));
  }

  @Override
  public OutOfFold validate(
      FeatureMatrix features, Labels labels, List<String> ids, ProgressListener progress) {
    if (features.rows() != labels.size() || labels.size() != ids.size()) {
      throw new IllegalArgumentException(
          "There are %d rows of features, %d labels and %d ids; there must be as many of each"
              .formatted(features.rows(), labels.size(), ids.size()));
    }
    ImmutableList<Fold> folds = splitter.split(labels);
    refuseOverlap(folds);
    ImmutableList<Head> heads =
        trainer.fit(features, labels, folds.stream().map(Fold::fitting).toList(), progress);
    List<String> groups = groups(labels, ids);
    Predictions.Builder predictions = Predictions.builder(labels.classNames());
    for (int fold = 0; fold < folds.size(); fold++) {
      ImmutableIntArray rows = folds.get(fold).test().rows();
      ImmutableList<float[]> probabilities = predict(heads.get(fold), features, rows);
      for (int i = 0; i < rows.length(); i++) {
        int row = rows.get(i);
        predictions.add(
            ids.get(row), groups.get(row), labels.values().get(row), fold, probabilities.get(i));
      }
    }
    return new OutOfFold(
        predictions.build(),
        heads.stream().map(Head::trainingCurve).collect(ImmutableList.toImmutableList()),
        heads.stream().map(Head::note).collect(ImmutableList.toImmutableList()));
  }

  /** Returns what the group of each row is called: as its first row is. */
  private static List<String> groups(Labels labels, List<String> ids) {
    Map<Integer, String> names = new HashMap<>();
    ImmutableList.Builder<String> groups = ImmutableList.builder();
    for (int row = 0; row < labels.size(); row++) {
      String id = ids.get(row);
      groups.add(names.computeIfAbsent(labels.groups().get(row), group -> id));
    }
    return groups.build();
  }

  /** Some rows at a time, on the threads of the common pool. */
  private static ImmutableList<float[]> predict(
      Head head, FeatureMatrix features, ImmutableIntArray rows) {
    return IntStream.range(0, (rows.length() + ROWS_AT_A_TIME - 1) / ROWS_AT_A_TIME)
        .parallel()
        .mapToObj(
            block ->
                rows.subArray(
                    block * ROWS_AT_A_TIME, Math.min((block + 1) * ROWS_AT_A_TIME, rows.length())))
        .map(block -> head.probabilities(features, block))
        .flatMap(List::stream)
        .collect(ImmutableList.toImmutableList());
  }

  /** A splitter may be anybody's, and a shared row would make every figure too good. */
  static void refuseOverlap(List<Fold> folds) {
    for (int fold = 0; fold < folds.size(); fold++) {
      BitSet fitting = new BitSet();
      folds.get(fold).fitting().train().rows().forEach(fitting::set);
      folds.get(fold).fitting().validation().rows().forEach(fitting::set);
      BitSet test = new BitSet();
      folds.get(fold).test().rows().forEach(test::set);
      test.and(fitting);
      if (!test.isEmpty()) {
        throw new IllegalArgumentException(
            "Fold %d both fits on row %d and tests it".formatted(fold, test.nextSetBit(0)));
      }
    }
  }

  @Override
  public String description() {
    return splitter.description() + "; " + trainer.description();
  }
}
