package org.fe4j.report;

/**
 * How much room text needs, about, in the sans-serif fonts of browsers: whoever reads the page has
 * other fonts than the machine that writes it, and the page is the same wherever it is written.
 */
final class TextWidth {
  private TextWidth() {}

  /** Returns the width of text of this size, rather too large than too small. */
  static double of(String text, double size) {
    return size * text.codePoints().mapToDouble(TextWidth::ems).sum();
  }

  /** Returns text cut to the width, with an ellipsis where something was cut. */
  static String fit(String text, double size, double width) {
    if (of(text, size) <= width) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    double left = width - of("\u2026", size);
    for (int codePoint : text.codePoints().toArray()) {
      left -= size * ems(codePoint);
      if (left < 0) {
        break;
      }
      cut.appendCodePoint(codePoint);
    }
    return cut.append('\u2026').toString();
  }

  private static double ems(int codePoint) {
    if (codePoint >= 0x2E80) {
      return 1.1;
    }
    if ("iljtfI.,:;'|!()[] ".indexOf(codePoint) >= 0) {
      return 0.36;
    }
    if ("mwMW@%\u2026".indexOf(codePoint) >= 0) {
      return 0.95;
    }
    return Character.isUpperCase(codePoint) ? 0.72 : 0.6;
  }
}
