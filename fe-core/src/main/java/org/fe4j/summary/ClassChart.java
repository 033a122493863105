package org.fe4j.summary;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.fe4j.metrics.report.Html;

/** The number of images of each class: a bar and a figure for each, in the data set's order. */
final class ClassChart {
  /** A longer table is read by nobody; an overview shows all. */
  private static final int ROWS = 120;

  private static final int OVERVIEW_HEIGHT = 120;

  private ClassChart() {}

  static void append(Html html, List<ClassSummary> classes) {
    int largest = Math.max(1, classes.stream().mapToInt(ClassSummary::images).max().orElse(1));
    Set<ClassSummary> shown = Set.copyOf(classes);
    if (classes.size() > ROWS) {
      overview(html, classes, largest);
      List<ClassSummary> bySize =
          classes.stream().sorted(Comparator.comparingInt(ClassSummary::images)).toList();
      shown = new HashSet<>(bySize.subList(0, ROWS / 2));
      shown.addAll(bySize.subList(classes.size() - ROWS / 2, classes.size()));
      html.raw(
          "<p class=\"showing\">Showing %d of %s classes: the largest and the smallest.</p>\n"
              .formatted(shown.size(), Phrases.number(classes.size())));
    }
    html.raw("<div class=\"scroll\"><table class=\"bars\"><thead><tr><th scope=\"col\">class</th>")
        .raw("<th scope=\"col\" class=\"number\">images</th><th scope=\"col\" class=\"bar\">")
        .raw("<span class=\"unseen\">as a bar</span></th></tr></thead><tbody>\n");
    for (ClassSummary c : classes) {
      if (shown.contains(c)) {
        html.raw("<tr>")
            .raw("<th scope=\"row\">")
            .text(c.name())
            .raw(
                c.unreadable() == 0
                    ? "</th>"
                    : " <small>%d unreadable</small></th>".formatted(c.unreadable()))
            .element("td class=\"number\"", Phrases.number(c.images()))
            .raw(bar(c.images(), largest))
            .raw("</td></tr>\n");
      }
    }
    html.raw("</tbody></table></div>\n");
  }

  /** Returns a cell with a bar, left open. */
  static String bar(int value, int largest) {
    return String.format(
        Locale.ROOT,
        "<td class=\"bar\"><span style=\"width:%.1f%%\"></span>",
        100.0 * value / largest);
  }

  /** Appends thin bars of all classes. */
  private static void overview(Html html, List<ClassSummary> classes, int largest) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < classes.size(); i++) {
      int height = Math.round((float) OVERVIEW_HEIGHT * classes.get(i).images() / largest);
      path.append("M%d %dv-%d".formatted(i, OVERVIEW_HEIGHT, height));
    }
    html.raw(
        "<svg class=\"overview\" viewBox=\"-0.5 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\""
                .formatted(classes.size(), OVERVIEW_HEIGHT)
            + " aria-label=\"A bar for each of %s classes, in the data set's order; the tallest is"
                .formatted(Phrases.number(classes.size()))
            + " %s.\"><path d=\"%s\"/></svg>\n".formatted(Phrases.count(largest, "image"), path));
  }
}
