package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fe4j.metrics.statistics.Bootstrap;
import org.fe4j.metrics.statistics.CorrectedResampledT;
import org.fe4j.metrics.statistics.Interval;
import org.jspecify.annotations.Nullable;

/**
 * The intervals of a report, each computed when it is first asked for, and kept.
 *
 * <p>Safe for use by multiple threads.
 */
final class ReportIntervals {
  static final Bootstrap BOOTSTRAP = Bootstrap.seeded(42).resamples(2000);

  private static final double LEVEL = 0.95;

  private final RowScores scores;
  private final Map<String, Optional<Interval>> others = new HashMap<>();
  private @Nullable ImmutableMap<Metric, Optional<Interval>> standard;
  private int @Nullable [] units;

  ReportIntervals(RowScores scores) {
    this.scores = scores;
  }

  /** Returns the interval of a metric, or nothing where it is NaN or all rows are one unit. */
  synchronized Optional<Interval> bootstrap(Metric metric, double figure) {
    if (Double.isNaN(figure)) {
      return Optional.empty();
    }
    if (metric instanceof StoredMetric stored) {
      return stored.interval();
    }
    // One unit is all that any resample holds: an interval without width, which says nothing.
    if (unitCount(units()) < 2) {
      return Optional.empty();
    }
    if (metric instanceof StandardMetric) {
      return standard().getOrDefault(metric, Optional.empty());
    }
    return others.computeIfAbsent(metric.key(), key -> computeOther(metric));
  }

  private ImmutableMap<Metric, Optional<Interval>> standard() {
    ImmutableMap<Metric, Optional<Interval>> known = standard;
    if (known == null) {
      known = computeStandard();
      standard = known;
    }
    return known;
  }

  private ImmutableMap<Metric, Optional<Interval>> computeStandard() {
    ImmutableList<Metric> metrics = Metric.standard();
    double[][] figures = new double[metrics.size()][BOOTSTRAP.resamples()];
    Tally tally = Tally.ofResamples(scores);
    int[] units = units();
    int[] next = {0};
    BOOTSTRAP.forEachResample(
        unitCount(units),
        times -> {
          tally.clear();
          for (int row = 0; row < units.length; row++) {
            int drawn = times[units[row]];
            if (drawn > 0) {
              tally.add(row, drawn);
            }
          }
          for (int index = 0; index < figures.length; index++) {
            figures[index][next[0]] = ((StandardMetric) metrics.get(index)).figure().of(tally);
          }
          next[0]++;
        });
    ImmutableMap.Builder<Metric, Optional<Interval>> intervals = ImmutableMap.builder();
    for (int index = 0; index < figures.length; index++) {
      intervals.put(metrics.get(index), percentiles(figures[index]));
    }
    return intervals.buildOrThrow();
  }

  private Optional<Interval> computeOther(Metric metric) {
    int[] units = units();
    double[] figures =
        BOOTSTRAP
            .distribution(
                unitCount(units),
                times ->
                    AdditionalFigures.checked(metric, drawn(scores.predictions(), units, times)))
            .toArray();
    return percentiles(figures);
  }

  /** Returns each row as often as its unit was drawn. */
  private static Predictions drawn(Predictions predictions, int[] units, int[] times) {
    return predictions.select(
        IntStream.range(0, units.length)
            .flatMap(row -> IntStream.generate(() -> row).limit(times[units[row]]))
            .toArray());
  }

  private int[] units() {
    int[] known = units;
    if (known == null) {
      known = scores.predictions().units().toArray();
      units = known;
    }
    return known;
  }

  private static int unitCount(int[] units) {
    return Arrays.stream(units).max().orElse(-1) + 1;
  }

  private static Optional<Interval> percentiles(double[] figures) {
    long missing = Arrays.stream(figures).filter(Double::isNaN).count();
    return 2 * missing > figures.length
        ? Optional.empty()
        : Optional.of(Bootstrap.percentiles(figures, LEVEL));
  }

  /**
   * Returns the interval over the folds, or nothing where there is none.
   *
   * @param rows how many predictions all folds have together
   */
  static Optional<Interval> resampled(ImmutableDoubleArray figures, double trainRows, int rows) {
    int folds = figures.length();
    // Only the ratio of train to test rows counts, and these numbers are whole for k-fold.
    long trainRowsOfAllFolds = Math.round(trainRows * folds);
    if (folds < 2
        || figures.stream().anyMatch(Double::isNaN)
        || trainRowsOfAllFolds < 1
        || trainRowsOfAllFolds > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return Optional.of(
        CorrectedResampledT.interval(figures.toArray(), (int) trainRowsOfAllFolds, rows, LEVEL));
  }
}
