package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.UnitScores;
import org.fe4j.metrics.statistics.Bootstrap;

/**
 * The scores of several models on one data set, as they are and in resamples of its units: the same
 * resamples for every model, so that differences are paired. Rows are the same one where fold and
 * id are. A model that has too few rows in common with the reference is refused.
 */
final class ResampledScores {
  /** Below this share of common rows, models were tested on something else. */
  private static final double SMALLEST_SHARE = 0.9;

  private final Map<String, Double> observed = new LinkedHashMap<>();
  private final Map<String, ImmutableDoubleArray> resampled = new LinkedHashMap<>();
  private final Map<String, String> refused = new TreeMap<>();
  private int rows;
  private int units;

  private record FoldAndId(int fold, String id) {}

  private ResampledScores() {}

  /**
   * Returns the scores.
   *
   * @param models those to compare, the reference among them; each has a report on the data set
   * @param reference the model to whose rows the others' are compared
   */
  static ResampledScores of(
      Comparison comparison,
      String dataset,
      Metric metric,
      List<String> models,
      String reference,
      long seed) {
    ResampledScores scores = new ResampledScores();
    Predictions ofReference = predictions(comparison, reference, dataset);
    Map<String, int[]> rowsOfModels = new LinkedHashMap<>();
    for (String model : models) {
      int[] rows =
          scores.common(ofReference, reference, predictions(comparison, model, dataset), model);
      if (!scores.refused.containsKey(model)) {
        rowsOfModels.put(model, rows);
      }
    }
    int[] kept = common(rowsOfModels.values(), ofReference.size());
    if (kept.length == 0) {
      rowsOfModels.keySet().stream()
          .filter(model -> !model.equals(reference))
          .forEach(model -> scores.refused.put(model, "there is no row that all models have"));
      return scores;
    }
    int[] unitOfRow = ofReference.select(kept).units().toArray();
    Map<String, UnitScores> figures = new LinkedHashMap<>();
    rowsOfModels.forEach(
        (model, rows) -> {
          Predictions selected = predictions(comparison, model, dataset).select(pick(rows, kept));
          figures.put(model, UnitScores.of(selected, metric, unitOfRow));
          scores.observed.put(model, metric.of(selected));
        });
    scores.rows = kept.length;
    scores.draw(figures, unitOfRow, seed);
    return scores;
  }

  private static Predictions predictions(Comparison comparison, String model, String dataset) {
    return comparison.report(model, dataset).orElseThrow().predictions();
  }

  /** Returns the row of the model for each row of the reference, or -1; or refuses the model. */
  private int[] common(
      Predictions ofReference, String reference, Predictions ofModel, String model) {
    Map<FoldAndId, Integer> places = new HashMap<>();
    for (int row = 0; row < ofModel.size(); row++) {
      places.put(new FoldAndId(ofModel.fold(row), ofModel.id(row)), row);
    }
    int[] rowsOfModel = new int[ofReference.size()];
    int shared = 0;
    for (int row = 0; row < rowsOfModel.length; row++) {
      FoldAndId place = new FoldAndId(ofReference.fold(row), ofReference.id(row));
      rowsOfModel[row] = places.getOrDefault(place, -1);
      if (rowsOfModel[row] >= 0) {
        shared++;
        if (ofModel.truth(rowsOfModel[row]) != ofReference.truth(row)) {
          refused.put(
              model,
              "row \"%s\" is of the class \"%s\" here, but for %s it is of \"%s\""
                  .formatted(
                      place.id(),
                      ofModel.classNames().get(ofModel.truth(rowsOfModel[row])),
                      reference,
                      ofReference.classNames().get(ofReference.truth(row))));
          return rowsOfModel;
        }
      }
    }
    int larger = Math.max(ofReference.size(), ofModel.size());
    if (shared < SMALLEST_SHARE * larger) {
      refused.put(
          model,
          "only %d of its %d test rows are among the %d of %s with the same fold; test both on the"
                  .formatted(shared, ofModel.size(), ofReference.size(), reference)
              + " same images in the same folds");
    }
    return rowsOfModel;
  }

  /** Returns the rows of the reference that no model lacks. */
  private static int[] common(Iterable<int[]> rowsOfModels, int size) {
    return IntStream.range(0, size)
        .filter(
            row -> {
              for (int[] rows : rowsOfModels) {
                if (rows[row] < 0) {
                  return false;
                }
              }
              return true;
            })
        .toArray();
  }

  private static int[] pick(int[] rows, int[] places) {
    return IntStream.of(places).map(place -> rows[place]).toArray();
  }

  /** Computes the figures of one resample after the other: drawing costs as much as a figure. */
  private void draw(Map<String, UnitScores> figures, int[] unitOfRow, long seed) {
    this.units = IntStream.of(unitOfRow).max().orElse(-1) + 1;
    Map<String, ImmutableDoubleArray.Builder> values = new LinkedHashMap<>();
    figures.keySet().forEach(model -> values.put(model, ImmutableDoubleArray.builder()));
    Bootstrap.seeded(seed)
        .forEachResample(
            units,
            times ->
                values.forEach(
                    (model, all) ->
                        all.add(Objects.requireNonNull(figures.get(model)).score(times))));
    values.forEach((model, all) -> resampled.put(model, all.build()));
  }

  /** Returns the models that are compared, in the order in which they were named. */
  ImmutableList<String> models() {
    return ImmutableList.copyOf(observed.keySet());
  }

  /** Returns the score of the model on the common rows. */
  double observed(String model) {
    return Objects.requireNonNull(observed.get(model));
  }

  /** Returns the score of the model in each resample. */
  ImmutableDoubleArray resampled(String model) {
    return Objects.requireNonNull(resampled.get(model));
  }

  /** Returns the number of resamples. */
  int resamples() {
    return resampled.values().stream().mapToInt(ImmutableDoubleArray::length).max().orElse(0);
  }

  /** Returns why models are not compared, by model. */
  ImmutableMap<String, String> refused() {
    return ImmutableMap.copyOf(refused);
  }

  /** Returns the number of rows that all compared models have in common. */
  int rows() {
    return rows;
  }

  /** Returns the number of units that these rows are of. */
  int units() {
    return units;
  }
}
