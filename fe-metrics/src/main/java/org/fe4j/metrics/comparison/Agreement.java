package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fe4j.metrics.Predictions;

/** Cohen's kappa between the predictions of models (Cohen 1960). */
final class Agreement {
  private record FoldAndId(int fold, String id) {}

  private Agreement() {}

  static Similarity of(Comparison comparison, String dataset) {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    for (String model : comparison.modelNames()) {
      if (comparison.report(model, dataset).isPresent()) {
        names.add(model);
      } else {
        notes.add("%s is left out: no predictions on %s.".formatted(model, dataset));
      }
    }
    ImmutableList<String> models = names.build();
    List<Predictions> predictions =
        models.stream()
            .map(model -> comparison.report(model, dataset).orElseThrow().predictions())
            .toList();
    double[][] kappas = new double[models.size()][models.size()];
    int rows = 0;
    for (int first = 0; first < models.size(); first++) {
      Map<FoldAndId, Integer> classes = classes(predictions.get(first));
      for (int second = first; second < models.size(); second++) {
        Predictions other = predictions.get(second);
        int[] counts = counts(classes, other);
        rows = Math.max(rows, total(counts));
        kappas[first][second] = kappa(counts, other.classCount());
        kappas[second][first] = kappas[first][second];
      }
    }
    return Similarity.clustered(
        "Cohen's kappa between the predictions on " + comparison.dataset(dataset).name(),
        NamedMatrix.of(models, (row, column) -> kappas[row][column]),
        rows,
        notes.build());
  }

  private static Map<FoldAndId, Integer> classes(Predictions predictions) {
    Map<FoldAndId, Integer> classes = new HashMap<>();
    for (int row = 0; row < predictions.size(); row++) {
      classes.put(
          new FoldAndId(predictions.fold(row), predictions.id(row)), predictions.predicted(row));
    }
    return classes;
  }

  /** Returns how often one model said the one class while the other said the other. */
  private static int[] counts(Map<FoldAndId, Integer> classes, Predictions other) {
    int[] counts = new int[other.classCount() * other.classCount()];
    for (int row = 0; row < other.size(); row++) {
      Integer first = classes.get(new FoldAndId(other.fold(row), other.id(row)));
      if (first != null) {
        counts[first * other.classCount() + other.predicted(row)]++;
      }
    }
    return counts;
  }

  private static int total(int[] counts) {
    int total = 0;
    for (int count : counts) {
      total += count;
    }
    return total;
  }

  private static double kappa(int[] counts, int classCount) {
    long rows = total(counts);
    long agreeing = 0;
    long byChance = 0;
    for (int index = 0; index < classCount; index++) {
      long ofFirst = 0;
      long ofSecond = 0;
      for (int other = 0; other < classCount; other++) {
        ofFirst += counts[index * classCount + other];
        ofSecond += counts[other * classCount + index];
      }
      agreeing += counts[index * classCount + index];
      byChance += ofFirst * ofSecond;
    }
    if (rows * rows == byChance) {
      return Double.NaN;
    }
    return 1 - (double) ((rows - agreeing) * rows) / (rows * rows - byChance);
  }
}
