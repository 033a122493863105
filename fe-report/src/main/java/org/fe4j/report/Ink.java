package org.fe4j.report;

import java.awt.Color;
import java.util.Locale;

/**
 * The colours of charts, as the classes of the style sheet that say what they are in light, in dark
 * and on paper. Each has a colour of its own while a chart is drawn, by which it is found again.
 */
enum Ink {
  /** Text and frames. */
  INK(Color.BLACK),
  /** Text that matters less. */
  FAINT(new Color(1, 2, 3)),
  /** Grid lines. */
  LINE(new Color(1, 2, 4)),
  /** The ground of the page. */
  PAPER(Color.WHITE),
  /** The first colour of data; the boxes of XChart are blue, whatever it is told. */
  SERIES_1(Color.BLUE),
  /** What is marked; the medians of XChart are red. */
  SERIES_2(Color.RED),
  SERIES_3(new Color(1, 2, 5)),
  SERIES_4(new Color(1, 2, 6)),
  SERIES_5(new Color(1, 2, 7)),
  SERIES_6(new Color(1, 2, 8)),
  /** Not drawn at all. */
  CLEAR(new Color(1, 2, 9, 0));

  private static final Ink[] SERIES = {SERIES_1, SERIES_2, SERIES_3, SERIES_4, SERIES_5, SERIES_6};

  private final Color colour;

  Ink(Color colour) {
    this.colour = colour;
  }

  /** Returns what to draw with. */
  Color colour() {
    return colour;
  }

  /** Returns the same, partly covering what is below. */
  Color colour(double opacity) {
    return new Color(
        colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(255 * opacity));
  }

  /** Returns the name in the style sheet: {@code "series-1"}. */
  String cssName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the colour of a series of data; from the seventh on they repeat. */
  static Ink series(int index) {
    return SERIES[index % SERIES.length];
  }

  /**
   * Returns what an attribute of SVG says: {@code "rgb(1,2,3)"}.
   *
   * @throws IllegalStateException if no ink has the colour, which would be the same in the dark
   */
  static Ink ofAttribute(String value) {
    for (Ink ink : values()) {
      Color c = ink.colour;
      String numbers = "rgb(%d,%d,%d)".formatted(c.getRed(), c.getGreen(), c.getBlue());
      if (value.equals(numbers) || value.equals(nameOf(ink))) {
        return ink;
      }
    }
    throw new IllegalStateException("A chart is drawn with the colour " + value);
  }

  /** Batik writes the colours that have a name in SVG by their name. */
  private static String nameOf(Ink ink) {
    return switch (ink) {
      case INK -> "black";
      case PAPER -> "white";
      case SERIES_1 -> "blue";
      case SERIES_2 -> "red";
      default -> "";
    };
  }
}
