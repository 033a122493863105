package org.fe4j.report;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Locale;
import org.fe4j.metrics.Decimals;

/**
 * A direction of a chart: what it shows, from where to where, and where it says so.
 *
 * @param title what is measured, with its unit
 * @param min the value at the left or at the bottom
 * @param max the value at the other end, larger
 * @param ticks the values that are written at the axis
 * @param logarithmic whether equal distances are equal factors
 */
record Axis(String title, double min, double max, ImmutableList<Tick> ticks, boolean logarithmic) {

  /** A value and how it is written. */
  record Tick(double value, String label) {}

  /** Returns an axis from one value to another, with round values between them. */
  static Axis linear(String title, double min, double max) {
    double step = step(max - min);
    int digits = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    ImmutableList.Builder<Tick> ticks = ImmutableList.builder();
    for (long i = (long) Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i++) {
      ticks.add(new Tick(i * step, Decimals.fixed(i * step + 0.0, digits)));
    }
    return new Axis(title, min, max, ticks.build(), false);
  }

  /**
   * Returns an axis with some room around the values, none of which is NaN.
   *
   * @param least where the axis begins at the earliest
   * @param most where it ends at the latest
   */
  static Axis around(String title, Collection<Double> values, double least, double most) {
    double min = values.stream().mapToDouble(v -> v).min().orElse(0);
    double max = values.stream().mapToDouble(v -> v).max().orElse(1);
    double room = Math.max((max - min) * 0.08, Math.max(1e-3, Math.abs(max) * 0.005));
    double begin = Math.max(least, min - room);
    double end = Math.min(most, max + room);
    return linear(title, begin, end);
  }

  /** Returns an axis on which the values, all above 0, lie by their logarithm. */
  static Axis logarithmicAround(String title, Collection<Double> values) {
    double min = values.stream().mapToDouble(v -> v).min().orElse(1) / 1.3;
    double max = values.stream().mapToDouble(v -> v).max().orElse(10) * 1.3;
    double[] steps = max / min > 300 ? new double[] {1} : new double[] {1, 2, 5};
    ImmutableList.Builder<Tick> ticks = ImmutableList.builder();
    for (int power = (int) Math.floor(Math.log10(min)); power <= Math.log10(max); power++) {
      for (double factor : steps) {
        double value = factor * Math.pow(10, power);
        if (value >= min && value <= max) {
          ticks.add(new Tick(value, shortened(value)));
        }
      }
    }
    return new Axis(title, min, max, ticks.build(), true);
  }

  /** Returns the value on the scale on which equal distances are drawn equally long. */
  double scaled(double value) {
    return logarithmic ? Math.log10(value) : value;
  }

  /** Returns where the value lies between the ends, in [0, 1]. */
  double share(double value) {
    return (scaled(value) - scaled(min)) / (scaled(max) - scaled(min));
  }

  private static double step(double range) {
    // Rounding of the ends is not to decide between two steps.
    double raw = range / 5 * (1 + 1e-9);
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double mantissa = raw / power;
    return power * (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10);
  }

  private static String shortened(double value) {
    if (value >= 1e9) {
      return digits(value / 1e9) + "G";
    }
    if (value >= 1e6) {
      return digits(value / 1e6) + "M";
    }
    return value >= 1e3 ? digits(value / 1e3) + "k" : digits(value);
  }

  private static String digits(double value) {
    return value >= 1 ? String.format(Locale.ROOT, "%.0f", value) : SvgWriter.number(value);
  }
}
