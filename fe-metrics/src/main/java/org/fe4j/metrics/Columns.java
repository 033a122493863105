package org.fe4j.metrics;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;

/** Text in columns; a width is a number of code points, as in Python. */
public final class Columns {
  /** A longer label does not move the lines below it further to the right. */
  public static final int WIDEST_LABEL = 38;

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

  /**
   * Returns a label and a text after it, broken at spaces so that lines are at most so wide;
   * further lines begin below where the text does. A word without a space is not broken.
   */
  public static String wrapped(String label, String text, int pageWidth) {
    StringBuilder out = new StringBuilder(shorten(label, pageWidth));
    int indent = Math.min(width(label), WIDEST_LABEL + 2);
    int column = width(out.toString());
    boolean first = true;
    String line = shorten(text.replaceAll("\\s+", " "), Integer.MAX_VALUE);
    for (String word : Splitter.on(' ').split(line)) {
      if (!first && column + 1 + width(word) > pageWidth) {
        out.append('\n').append(" ".repeat(indent));
        column = indent;
      } else if (!first) {
        out.append(' ');
        column++;
      }
      out.append(word);
      column += width(word);
      first = false;
    }
    return out.toString();
  }
}
