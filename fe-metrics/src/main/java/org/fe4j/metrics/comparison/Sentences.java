package org.fe4j.metrics.comparison;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.fe4j.metrics.Decimals;
import org.fe4j.metrics.Metric;

/** Numbers as they stand in sentences. */
final class Sentences {
  private static final double SMALLEST_SHOWN = 0.001;

  private Sentences() {}

  /** Returns a p-value with two significant digits; {@code "< 0.001"} where it is smaller. */
  static String pValue(double value) {
    if (value < SMALLEST_SHOWN) {
      return "< 0.001";
    }
    return new BigDecimal(value)
        .round(new MathContext(2, RoundingMode.HALF_EVEN))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** Returns {@code "= 0.31"} or {@code "< 0.001"}. */
  static String pEquals(double value) {
    return value < SMALLEST_SHOWN ? pValue(value) : "= " + pValue(value);
  }

  /** Returns whether a figure of the metric is a share, which is shown in hundredths. */
  private static boolean isShare(Metric metric) {
    return metric.higherIsBetter() && Metric.standard().contains(metric);
  }

  /** Returns a difference of scores: {@code "0.4 points"} for shares, else four digits. */
  static String difference(Metric metric, double difference) {
    return isShare(metric)
        ? Decimals.fixed(100 * difference, 1) + " points"
        : Decimals.fixed(difference, 4) + " in " + metric.label();
  }

  /**
   * Returns how another score differs, with the sign that its number changes by: {@code "-0.4
   * points"}, {@code "+0.0123 in log loss"}; without one where it is the same.
   *
   * @param gain by how much the other score is better, whichever way the metric points
   */
  static String change(Metric metric, double gain) {
    boolean rises = metric.higherIsBetter() ? gain > 0 : gain < 0;
    return (gain == 0 ? "" : rises ? "+" : "-") + difference(metric, Math.abs(gain));
  }

  /** Returns a share of a cost: {@code "a fifth"} within a twentieth of it, {@code "80 %"}. */
  static String share(double ratio) {
    String[] words = {"half", "a third", "a quarter", "a fifth", "a sixth", "a seventh"};
    long parts = Math.round(1 / ratio);
    if (parts < 2 || Math.abs(ratio * parts - 1) > 0.0501) {
      // Not "100 %" of what is cheaper.
      return Decimals.fixed(100 * ratio, ratio > 0.99 && ratio < 1 ? 1 : 0) + " %";
    }
    if (parts <= 7) {
      return words[(int) parts - 2];
    }
    return parts == 10 ? "a tenth" : "1/" + parts;
  }

  /** Returns neighbours of an order by name, many of them by the first and the last. */
  static String span(List<String> names) {
    return names.size() <= 4
        ? String.join(", ", names)
        : "%s to %s (%d in this order)"
            .formatted(names.get(0), names.get(names.size() - 1), names.size());
  }

  /** Returns {@code "1 model"} or {@code "2 models"}. */
  static String count(int n, String one) {
    return count(n, one, one + "s");
  }

  static String count(int n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }
}
