package org.fe4j.report;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.fe4j.metrics.report.Html;
import org.w3c.dom.Document;

/**
 * A drawing that becomes SVG in a page: shapes painted by Batik, and text that stays text. All
 * measures are in units of the drawing, of which a wide screen shows one as a pixel.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class Drawing {
  /** The size of text: still readable where a phone shows a drawing of 400 units. */
  static final double TEXT = 13;

  private static final String SVG = "http://www.w3.org/2000/svg";

  /** Which point of a text is at its place. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  private final String id;
  private final double width;
  private final double height;
  private final SVGGraphics2D graphics;
  private final Html texts = new Html();

  /**
   * Begins an empty drawing.
   *
   * @param id of the drawing in its page
   */
  Drawing(String id, double width, double height) {
    this.id = id;
    this.width = width;
    this.height = height;
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(emptyDocument());
    context.setPrecision(2);
    this.graphics = new SVGGraphics2D(context, false);
  }

  private static Document emptyDocument() {
    try {
      return DocumentBuilderFactory.newDefaultNSInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("The JDK has no XML parser", e);
    }
  }

  double width() {
    return width;
  }

  double height() {
    return height;
  }

  /** Returns a view for a chart of the given size, whose corner is at the given place. */
  Graphics2D part(double left, double top) {
    Graphics2D part = (Graphics2D) graphics.create();
    part.translate(left, top);
    return part;
  }

  void line(Ink ink, double thickness, double x1, double y1, double x2, double y2) {
    graphics.setColor(ink.colour());
    graphics.setStroke(
        new BasicStroke((float) thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
    graphics.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  void dashedLine(Ink ink, double thickness, double x1, double y1, double x2, double y2) {
    graphics.setColor(ink.colour());
    graphics.setStroke(
        new BasicStroke(
            (float) thickness,
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_ROUND,
            1,
            new float[] {5, 4},
            0));
    graphics.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  void rectangle(Ink ink, double opacity, double x, double y, double w, double h) {
    graphics.setColor(ink.colour(opacity));
    graphics.fill(new Rectangle2D.Double(x, y, w, h));
  }

  void frame(Ink ink, double x, double y, double w, double h) {
    graphics.setColor(ink.colour());
    graphics.setStroke(new BasicStroke(1));
    graphics.draw(new Rectangle2D.Double(x, y, w, h));
  }

  void ring(Ink ink, double x, double y, double radius) {
    graphics.setColor(ink.colour());
    graphics.setStroke(new BasicStroke(2));
    graphics.draw(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  void dot(Ink ink, double x, double y, double radius) {
    graphics.setColor(ink.colour());
    graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  /** Writes text whose base line is at y. */
  void text(String text, double x, double y, Anchor anchor) {
    text(text, x, y, anchor, Ink.INK, TEXT);
  }

  /** Writes text whose base line is at y. */
  void text(String text, double x, double y, Anchor anchor, Ink ink, double size) {
    texts.raw("<text x=\"%s\" y=\"%s\"".formatted(SvgWriter.number(x), SvgWriter.number(y)));
    if (size != TEXT) {
      texts.raw(" font-size=\"%s\"".formatted(SvgWriter.number(size)));
    }
    texts.raw(" class=\"f-" + ink.cssName());
    if (anchor != Anchor.START) {
      texts.raw(" " + anchor.name().toLowerCase(Locale.ROOT));
    }
    texts.raw("\">").text(text).raw("</text>\n");
  }

  /**
   * Returns the drawing as an element of a page.
   *
   * @param label what is to be seen, for those who do not see it
   */
  String svg(String label) {
    Html html =
        new Html()
            .raw(
                "<svg xmlns=\"%s\" id=\"%s\" role=\"img\" viewBox=\"0 0 %s %s\" aria-label=\""
                    .formatted(SVG, id, SvgWriter.number(width), SvgWriter.number(height)))
            .text(label)
            .raw("\" style=\"max-width:%dpx".formatted(Math.round(width * 1.25)))
            // Shrunk further, its text could not be read; its box scrolls instead.
            .raw(width > 430 ? ";min-width:%dpx\">".formatted(Math.round(width * 0.85)) : "\">")
            .raw("<g class=\"f-ink s-ink\">\n" + SvgWriter.write(graphics.getRoot()) + "</g>\n")
            .raw(texts.toString())
            .raw("</svg>\n");
    return html.toString();
  }
}
