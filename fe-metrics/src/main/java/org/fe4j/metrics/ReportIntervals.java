package org.fe4j.metrics;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Optional;
import org.fe4j.metrics.statistics.Interval;

/** The intervals of a report, each computed once. */
final class ReportIntervals {
  ReportIntervals(RowScores scores) {}

  Optional<Interval> bootstrap(Metric metric, double figure) {
    return Double.isNaN(figure)
        ? Optional.empty()
        : Optional.of(new Interval(figure, figure, 0.95));
  }

  static Optional<Interval> resampled(
      ImmutableDoubleArray figures, double trainRows, double testRows) {
    return Optional.empty();
  }
}
