package org.fe4j.metrics;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fe4j.metrics.statistics.Interval;
import org.jspecify.annotations.Nullable;

/**
 * The intervals of a report, each computed when it is first asked for, and kept.
 *
 * <p>Safe for use by multiple threads.
 */
final class ReportIntervals {
  static final int RESAMPLES = 2000;
  static final long SEED = 42;
  static final double LEVEL = 0.95;

  private final RowScores scores;
  private final Map<String, Optional<Interval>> others = new HashMap<>();
  private @Nullable Map<Metric, Optional<Interval>> standard;

  ReportIntervals(RowScores scores) {
    this.scores = scores;
  }

  /** Returns the interval of a metric, or nothing where it is NaN. */
  synchronized Optional<Interval> bootstrap(Metric metric, double figure) {
    if (Double.isNaN(figure)) {
      return Optional.empty();
    }
    if (metric instanceof StoredMetric stored) {
      return stored.interval();
    }
    if (metric instanceof StandardMetric) {
      return standard().getOrDefault(metric, Optional.empty());
    }
    return others.computeIfAbsent(metric.key(), key -> other(metric));
  }

  private Map<Metric, Optional<Interval>> standard() {
    Map<Metric, Optional<Interval>> known = standard;
    if (known == null) {
      known = computeStandard();
      standard = known;
    }
    return known;
  }

  private Map<Metric, Optional<Interval>> computeStandard() {
    List<StandardMetric> metrics = new ArrayList<>();
    Metric.standard().forEach(metric -> metrics.add((StandardMetric) metric));
    double[][] figures = new double[metrics.size()][RESAMPLES];
    ImmutableIntArray units = scores.predictions().units();
    Tally tally = Tally.ofResamples(scores);
    int unitCount = (int) units.stream().distinct().count();
    SplittableRandom random = new SplittableRandom(SEED);
    int[] times = new int[unitCount];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      draw(random, times);
      tally.clear();
      for (int row = 0; row < units.length(); row++) {
        if (times[units.get(row)] > 0) {
          tally.add(row, times[units.get(row)]);
        }
      }
      for (int index = 0; index < figures.length; index++) {
        figures[index][resample] = metrics.get(index).figure().of(tally);
      }
    }
    Map<Metric, Optional<Interval>> intervals = new HashMap<>();
    for (int index = 0; index < figures.length; index++) {
      intervals.put(metrics.get(index), percentiles(figures[index]));
    }
    return intervals;
  }

  private static void draw(SplittableRandom random, int[] times) {
    Arrays.fill(times, 0);
    for (int i = 0; i < times.length; i++) {
      times[random.nextInt(times.length)]++;
    }
  }

  private Optional<Interval> other(Metric metric) {
    return Optional.empty();
  }

  private static Optional<Interval> percentiles(double[] figures) {
    double[] sorted = Arrays.stream(figures).filter(one -> !Double.isNaN(one)).sorted().toArray();
    return sorted.length == 0
        ? Optional.empty()
        : Optional.of(
            new Interval(
                quantile(sorted, (1 - LEVEL) / 2), quantile(sorted, (1 + LEVEL) / 2), LEVEL));
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  static Optional<Interval> resampled(
      ImmutableDoubleArray figures, double trainRows, double testRows) {
    return Optional.empty();
  }
}
