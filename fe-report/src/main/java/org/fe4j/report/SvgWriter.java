package org.fe4j.report;

import com.google.common.collect.ImmutableSet;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Writes what Batik drew, for a page: colours as classes of the style sheet, one decimal, nothing
 * that is the default anyway, and runs of lines as one path.
 */
final class SvgWriter {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+(E-?\\d+)?");

  /** What Batik adds to each group and no chart needs. */
  private static final ImmutableSet<String> LEFT_OUT =
      ImmutableSet.of(
          // Axes have room for all data; a marker at the edge is shown whole.
          "clip-path",
          "color-interpolation",
          "color-rendering",
          "font-family",
          "font-size",
          "font-style",
          "font-weight",
          "image-rendering",
          "shape-rendering",
          "stroke-miterlimit",
          "text-rendering");

  /** Of a line, which are written as the path. */
  private static final ImmutableSet<String> COORDINATES = ImmutableSet.of("x1", "x2", "y1", "y2");

  private static final ImmutableSet<String> DEFAULTS =
      ImmutableSet.of(
          "fill-opacity=1",
          "stroke-opacity=1",
          "stroke-width=1",
          "stroke-dasharray=none",
          "stroke-dashoffset=0");

  private final StringBuilder out = new StringBuilder();

  private SvgWriter() {}

  /** Returns the content of the element. */
  static String write(Element root) {
    SvgWriter writer = new SvgWriter();
    writer.children(root);
    return writer.out.toString();
  }

  /** Returns the number with one decimal, or none. */
  static String number(double value) {
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  private void children(Element parent) {
    StringBuilder path = new StringBuilder();
    String attributesOfPath = "";
    String endOfPath = "";
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (!(child instanceof Element element)) {
        continue;
      }
      if (!element.getTagName().equals("line")) {
        flush(path, attributesOfPath);
        endOfPath = "";
        element(element);
        continue;
      }
      String attributes = attributes(element);
      if (!attributes.equals(attributesOfPath)) {
        flush(path, attributesOfPath);
        attributesOfPath = attributes;
        endOfPath = "";
      }
      String begin = point(element, "x1", "y1");
      String end = point(element, "x2", "y2");
      path.append(begin.equals(endOfPath) ? "" : "M" + begin).append('L').append(end);
      endOfPath = end;
    }
    flush(path, attributesOfPath);
  }

  private void flush(StringBuilder path, String attributes) {
    if (!path.isEmpty()) {
      out.append("<path d=\"").append(path).append('"').append(attributes).append("/>\n");
      path.setLength(0);
    }
  }

  private static String point(Element line, String x, String y) {
    return rounded(line.getAttribute(x)) + " " + rounded(line.getAttribute(y));
  }

  private void element(Element element) {
    String tag = element.getTagName();
    String attributes = attributes(element);
    if (tag.equals("defs") || (tag.equals("g") && isEmpty(element)) || isInvisible(element)) {
      return;
    }
    boolean bare = tag.equals("g") && attributes.isEmpty();
    if (!bare) {
      out.append('<').append(tag).append(attributes);
    }
    if (element.getFirstChild() == null) {
      out.append("/>\n");
      return;
    }
    out.append(bare ? "" : ">\n");
    children(element);
    out.append(bare ? "" : "</" + tag + ">\n");
  }

  private static boolean isEmpty(Element element) {
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element) {
        return false;
      }
    }
    return true;
  }

  private static boolean isInvisible(Element element) {
    return element.getAttribute("fill").equals(numbers(Ink.CLEAR))
        || element.getAttribute("stroke").equals(numbers(Ink.CLEAR));
  }

  private static String numbers(Ink ink) {
    return "rgb(%d,%d,%d)"
        .formatted(ink.colour().getRed(), ink.colour().getGreen(), ink.colour().getBlue());
  }

  private static String attributes(Element element) {
    StringBuilder text = new StringBuilder();
    StringBuilder classes = new StringBuilder();
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      String name = attributes.item(i).getNodeName();
      String value = attributes.item(i).getNodeValue();
      if ((name.equals("fill") || name.equals("stroke")) && !value.equals("none")) {
        Ink ink = Ink.ofAttribute(value);
        if (ink != Ink.CLEAR) {
          classes.append(classes.isEmpty() ? "" : " ");
          classes.append(name.charAt(0)).append('-').append(ink.cssName());
        }
      } else if (!LEFT_OUT.contains(name)
          && !COORDINATES.contains(name)
          && !DEFAULTS.contains(name + "=" + value)) {
        String shown = name.equals("id") || value.contains("#") ? value : rounded(value);
        text.append(' ').append(name).append("=\"").append(shown).append('"');
      }
    }
    return (classes.isEmpty() ? "" : " class=\"" + classes + "\"") + text;
  }

  private static String rounded(String value) {
    Matcher matcher = NUMBER.matcher(value);
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(text, number(Double.parseDouble(matcher.group())));
    }
    return matcher.appendTail(text).toString().trim();
  }
}
