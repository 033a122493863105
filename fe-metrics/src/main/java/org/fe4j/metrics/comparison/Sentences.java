package org.fe4j.metrics.comparison;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
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

  /** Returns a share of a cost: {@code "a fifth"}, {@code "80 %"}. */
  static String share(double ratio) {
    String[] words = {"half", "a third", "a quarter", "a fifth", "a sixth", "a seventh"};
    long parts = Math.round(1 / ratio);
    if (parts >= 2 && parts <= 7) {
      return words[(int) parts - 2];
    }
    if (parts == 10) {
      return "a tenth";
    }
    return parts < 2 ? Decimals.fixed(100 * ratio, 0) + " %" : "1/" + parts;
  }

  /** Returns {@code "1 model"} or {@code "2 models"}. */
  static String count(int n, String one) {
    return count(n, one, one + "s");
  }

  static String count(int n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }
}
