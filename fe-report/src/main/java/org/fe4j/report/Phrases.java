package org.fe4j.report;

import java.util.Locale;
import org.fe4j.metrics.Decimals;
import org.fe4j.metrics.statistics.Interval;

/** Numbers as a page writes them. */
final class Phrases {
  private Phrases() {}

  /** Returns {@code "12,345"}. */
  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns {@code "1 row"} or {@code "12,345 rows"}. */
  static String count(long value, String noun) {
    return number(value) + " " + (value == 1 ? noun : noun + "s");
  }

  /** Returns a figure with four digits, or {@code n/a}. */
  static String figure(double value) {
    return Decimals.fixed(value, 4);
  }

  /** Returns {@code "87.3 %"}; the space does not break. */
  static String percent(double share) {
    return Double.isNaN(share) ? "n/a" : Decimals.fixed(100 * share, 1) + "\u00a0%";
  }

  /** Returns {@code "84.5–90.1 %"}. */
  static String percentRange(Interval interval) {
    return Decimals.fixed(100 * interval.low(), 1) + "\u2013" + percent(interval.high());
  }

  /** Returns {@code "0.845–0.901"}. */
  static String range(Interval interval) {
    return Decimals.fixed(interval.low(), 3) + "\u2013" + Decimals.fixed(interval.high(), 3);
  }
}
