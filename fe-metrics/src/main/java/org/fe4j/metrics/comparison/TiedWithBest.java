package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.statistics.Interval;

/**
 * Which models are as good as the best, as far as these images can tell: on one data set, or by the
 * mean over data sets.
 *
 * <p>Every other model is compared with the best by a paired bootstrap over the out-of-fold
 * predictions: units (see {@code Predictions.units()}) are drawn with replacement 2,000 times, the
 * same ones for all models, and on each data set by itself. The two-sided p-value is the share of
 * resamples whose difference is at least as far from the observed one as that is from 0 (shift
 * method, the observed one counted, {@code PairedBootstrap}). Holm's correction covers the
 * comparisons with the best; a model whose corrected p-value is above 0.05 is tied. Heads and folds
 * are taken as they are: what another training would give is not in it.
 *
 * <p>The smallest p-value of 2,000 resamples is 1 / 2,001: beside more than 100 rivals Holm's
 * correction lets none differ.
 *
 * <p>Only rows (fold and id) that all compared models have are used; a model that shares fewer than
 * nine tenths of them with the best is refused. Immutable and safe for use by multiple threads.
 */
public final class TiedWithBest {
  /** The level of the whole family of comparisons. */
  public static final double ALPHA = 0.05;

  /**
   * A model beside the best.
   *
   * @param model its name
   * @param difference by how much the best is better, on the common rows; positive where it is,
   *     whichever way the metric points
   * @param interval the 95 % percentile interval of the difference
   * @param pValue uncorrected, in (0, 1]
   * @param adjustedPValue corrected by Holm, in (0, 1]
   * @param isTied whether the corrected p-value is above {@link #ALPHA}
   */
  public record Rival(
      String model,
      double difference,
      Interval interval,
      double pValue,
      double adjustedPValue,
      boolean isTied) {}

  private final Metric metric;
  private final ImmutableList<String> datasets;
  private final Optional<String> best;
  private final ImmutableList<Rival> rivals;
  private final ImmutableMap<String, String> refused;
  private final int rows;
  private final int units;

  TiedWithBest(
      Metric metric,
      List<String> datasets,
      Optional<String> best,
      ImmutableList<Rival> rivals,
      ImmutableMap<String, String> refused,
      int rows,
      int units) {
    this.metric = metric;
    this.datasets = ImmutableList.copyOf(datasets);
    this.best = best;
    this.rivals = rivals;
    this.refused = refused;
    this.rows = rows;
    this.units = units;
  }

  /**
   * Returns the models beside the best of the data set.
   *
   * @throws IllegalArgumentException if there is no such data set
   */
  public static TiedWithBest of(Comparison comparison, String dataset, Metric metric) {
    return PairedComparison.onDataset(comparison, dataset, metric);
  }

  /**
   * Returns the models beside the one with the best mean over the data sets. Models and data sets
   * without a score are left out, as {@link Ranking#leftOut()} says.
   */
  public static TiedWithBest overall(Comparison comparison, Metric metric) {
    return PairedComparison.overall(comparison, metric);
  }

  /** Returns whose scores they are. */
  public Metric metric() {
    return metric;
  }

  /** Returns the data set; several where the scores are means over them. */
  public ImmutableList<String> datasets() {
    return datasets;
  }

  /** Returns the model with the best score, the first of equals; nothing without a score. */
  public Optional<String> best() {
    return best;
  }

  /** Returns every other model that is compared, the nearest to the best first. */
  public ImmutableList<Rival> rivals() {
    return rivals;
  }

  /** Returns the model beside the best; nothing for the best itself and models not compared. */
  public Optional<Rival> rival(String model) {
    return rivals.stream().filter(rival -> rival.model().equals(model)).findFirst();
  }

  /** Returns the best and all that are tied with it, the best first. */
  public ImmutableList<String> tied() {
    ImmutableList.Builder<String> tied = ImmutableList.builder();
    best.ifPresent(tied::add);
    rivals.stream().filter(Rival::isTied).map(Rival::model).forEach(tied::add);
    return tied.build();
  }

  /** Returns whether the model is the best or tied with it. */
  public boolean isTied(String model) {
    return tied().contains(model);
  }

  /** Returns why models were not compared, by model. */
  public ImmutableMap<String, String> refused() {
    return refused;
  }

  /** Returns the number of rows that all compared models have, over all data sets. */
  public int rows() {
    return rows;
  }

  /** Returns the number of units that were drawn from, over all data sets. */
  public int units() {
    return units;
  }

  /** Returns the best and what is tied with it in a sentence. */
  public String sentence() {
    if (best.isEmpty()) {
      return "No model has a score.";
    }
    String where =
        datasets.size() == 1 ? "" : " by the mean over %d data sets".formatted(datasets.size());
    List<String> others = tied().subList(1, tied().size());
    String what = "%s has the best %s%s".formatted(best.get(), metric.label(), where);
    if (rivals.isEmpty()) {
      return what + "; no other model is compared with it.";
    }
    String how =
        "(paired bootstrap over %d units, %d of %d comparisons above p = 0.05 after Holm)"
            .formatted(units, others.size(), rivals.size());
    return others.isEmpty()
        ? "%s, and no other is tied with it %s.".formatted(what, how)
        : "%s; tied with it: %s %s.".formatted(what, String.join(", ", others), how);
  }
}
