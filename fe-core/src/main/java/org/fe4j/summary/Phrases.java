package org.fe4j.summary;

import com.google.common.base.CharMatcher;
import java.util.Locale;

/** The words that text and page share. */
final class Phrases {
  /** A group of near copies with more images is no picture and its copies any more. */
  static final int LONGEST_CHAIN = 50;

  static final String CHAIN =
      "Probably a chain of pictures that are alike: look before you keep them together.";

  private Phrases() {}

  /** Returns a count with its noun: {@code 1 image}, {@code 1,200 images}. */
  static String count(long n, String one) {
    return count(n, one, one + "s");
  }

  static String count(long n, String one, String many) {
    return "%s %s".formatted(number(n), n == 1 ? one : many);
  }

  static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** Returns a median, with its half where it has one. */
  static String median(double value) {
    return value == Math.rint(value)
        ? number((long) value)
        : String.format(Locale.ROOT, "%,.1f", value);
  }

  /** Returns a size for people: {@code 2.5 MB}. */
  static String bytes(long bytes) {
    String[] units = {"bytes", "kB", "MB", "GB", "TB"};
    int unit = 0;
    double value = bytes;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    String format = unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, format, value, units[unit]);
  }

  /** Returns by how much classes differ, in a few words. */
  static String imbalance(DatasetSummary summary) {
    double ratio = summary.imbalance();
    if (Double.isInfinite(ratio)) {
      return "a class has no readable image";
    }
    return String.format(Locale.ROOT, "%.1f to 1", ratio);
  }

  static String side(ImageSizes.SideRange range) {
    return range.end() == Integer.MAX_VALUE
        ? number(range.begin()) + " or more"
        : "%s to %s".formatted(number(range.begin()), number(range.end() - 1L));
  }

  /** Returns what can be done about classes with fewer images than folds. */
  static String waysOut(DatasetSummary summary) {
    int smallest = summary.classes().stream().mapToInt(ClassSummary::readable).min().orElse(0);
    return "Three ways out: %s; merge these classes into others or leave them out; or add images."
        .formatted(
            smallest >= 2
                ? "use %d folds or fewer".formatted(smallest)
                : "use fewer folds (a class with less than 2 images has too few for any)");
  }

  /** Returns a name on one line, since names of files may hold anything. */
  static String line(String text) {
    return CharMatcher.javaIsoControl().replaceFrom(text, ' ');
  }
}
