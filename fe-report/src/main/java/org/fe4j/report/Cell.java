package org.fe4j.report;

import org.fe4j.metrics.Decimals;
import org.fe4j.metrics.report.Html;

/**
 * A cell of a table.
 *
 * @param attributes of the element, with a space before each
 * @param markup what is in it
 */
record Cell(String attributes, String markup) {
  private static final int LONGEST_WORD = 34;

  /** Returns text; a long word may be broken, so that no name makes the table as wide as it is. */
  static Cell text(String text) {
    Html html = new Html();
    StringBuilder piece = new StringBuilder();
    int unbroken = 0;
    for (int codePoint : text.codePoints().toArray()) {
      unbroken = Character.isWhitespace(codePoint) ? 0 : unbroken + 1;
      if (unbroken > LONGEST_WORD) {
        html.text(piece.toString()).raw("<wbr/>");
        piece.setLength(0);
        unbroken = 1;
      }
      piece.appendCodePoint(codePoint);
    }
    return new Cell("", html.text(piece.toString()).toString());
  }

  static Cell markup(Html markup) {
    return new Cell("", markup.toString());
  }

  /** Returns a number with so many digits after the point; NaN is {@code n/a}. */
  static Cell number(double value, int digits) {
    return new Cell(numberAttributes(value), Decimals.fixed(value, digits));
  }

  static Cell figure(double value) {
    return number(value, 4);
  }

  static Cell count(long value) {
    return new Cell(numberAttributes((double) value), Phrases.number(value));
  }

  /** Returns a number that is written in another way. */
  static Cell number(double value, String text) {
    return new Cell(numberAttributes(value), new Html().text(text).toString());
  }

  /** Returns a number on a ground of this much of the colour, in [0, 1]. */
  static Cell shaded(double value, String text, double strength) {
    Cell cell = number(value, text);
    long percent = Math.round(100 * HeatMap.STRONGEST * Math.min(1, Math.max(0, strength)));
    return percent == 0
        ? cell
        : new Cell(cell.attributes() + " style=\"--heat:" + percent + "%\"", cell.markup());
  }

  static Cell empty() {
    return new Cell("", "");
  }

  /** Returns the cell in bold. */
  static Cell strong(Cell cell) {
    return new Cell(cell.attributes(), "<strong>" + cell.markup() + "</strong>");
  }

  private static String numberAttributes(double value) {
    String key = Double.isNaN(value) ? "" : Double.toString((float) value);
    return " class=\"number\" data-value=\"" + key + "\"";
  }
}
