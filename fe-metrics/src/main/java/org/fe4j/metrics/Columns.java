package org.fe4j.metrics;

import com.google.common.base.CharMatcher;

/** Text in columns; a width is a number of code points, as in Python. */
public final class Columns {
  private static final String GAP = "...";

  private Columns() {}

  /** Returns the number of code points. */
  public static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Returns the text flush right in a column that it may overflow. */
  public static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - width(text))) + text;
  }

  /** Returns the text flush left in a column that it may overflow. */
  public static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /**
   * Returns the text on one line, with its middle left out where it is too wide: long names often
   * differ at their ends only.
   */
  public static String shorten(String name, int widest) {
    String text = CharMatcher.javaIsoControl().replaceFrom(name, '?');
    int width = width(text);
    if (width <= widest) {
      return text;
    }
    int kept = widest - GAP.length();
    int head = text.offsetByCodePoints(0, (kept + 1) / 2);
    int tail = text.offsetByCodePoints(0, width - kept / 2);
    return text.substring(0, head) + GAP + text.substring(tail);
  }
}
