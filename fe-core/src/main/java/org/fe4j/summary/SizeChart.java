package org.fe4j.summary;

import java.util.List;
import org.fe4j.metrics.report.Html;

/** How large images are: extremes, a histogram of the shorter side, the commonest sizes. */
final class SizeChart {
  private SizeChart() {}

  static void append(Html html, DatasetSummary summary) {
    ImageSizes sizes = summary.sizes();
    html.raw("<section><h2 id=\"sizes\">Sizes in pixels</h2>\n");
    if (sizes.distinct() == 0) {
      html.raw("<p>No image can be read.</p></section>\n");
      return;
    }
    html.raw("<div class=\"scroll\"><table><thead><tr><td></td>")
        .raw("<th scope=\"col\" class=\"number\">minimum</th>")
        .raw("<th scope=\"col\" class=\"number\">median</th>")
        .raw("<th scope=\"col\" class=\"number\">maximum</th></tr></thead><tbody>\n");
    extent(html, "width", sizes.width());
    extent(html, "height", sizes.height());
    html.raw("</tbody></table></div>\n");
    if (sizes.small() > 0) {
      html.element(
          "p",
          "%s below %d pixels on the shorter side, and enlarged for most backbones."
              .formatted(Phrases.count(sizes.small(), "image is", "images are"), ImageSizes.SMALL));
    }
    html.raw("<h3>Shorter side</h3>\n");
    histogram(html, sizes.shorterSides());
    commonest(html, sizes);
    html.raw("</section>\n");
  }

  private static void extent(Html html, String name, ImageSizes.Extent extent) {
    html.raw("<tr>")
        .element("th scope=\"row\"", name)
        .element("td class=\"number\"", Phrases.number(extent.minimum()))
        .element("td class=\"number\"", Phrases.median(extent.median()))
        .element("td class=\"number\"", Phrases.number(extent.maximum()))
        .raw("</tr>\n");
  }

  private static void histogram(Html html, List<ImageSizes.SideRange> ranges) {
    int largest = Math.max(1, ranges.stream().mapToInt(r -> r.images()).max().orElse(1));
    html.raw("<div class=\"scroll\"><table class=\"bars\"><thead><tr><th scope=\"col\">pixels</th>")
        .raw("<th scope=\"col\" class=\"number\">images</th><th scope=\"col\" class=\"bar\">")
        .raw("<span class=\"unseen\">as a bar</span></th></tr></thead><tbody>\n");
    for (ImageSizes.SideRange range : ranges) {
      html.raw("<tr>")
          .element("th scope=\"row\"", Phrases.side(range))
          .element("td class=\"number\"", Phrases.number(range.images()))
          .raw(ClassChart.bar(range.images(), largest))
          .raw("</td></tr>\n");
    }
    html.raw("</tbody></table></div>\n");
  }

  private static void commonest(Html html, ImageSizes sizes) {
    html.raw("<h3>Commonest sizes</h3>\n");
    if (sizes.distinct() > sizes.commonest().size()) {
      html.raw(
          "<p class=\"showing\">Showing %d of %s sizes.</p>\n"
              .formatted(sizes.commonest().size(), Phrases.number(sizes.distinct())));
    }
    int largest = sizes.commonest().get(0).images();
    html.raw("<div class=\"scroll\"><table class=\"bars\"><thead><tr>")
        .raw("<th scope=\"col\">width × height</th>")
        .raw("<th scope=\"col\" class=\"number\">images</th><th scope=\"col\" class=\"bar\">")
        .raw("<span class=\"unseen\">as a bar</span></th></tr></thead><tbody>\n");
    for (ImageSizes.SizeCount size : sizes.commonest()) {
      html.raw("<tr>")
          .element(
              "th scope=\"row\"",
              "%s × %s".formatted(Phrases.number(size.width()), Phrases.number(size.height())))
          .element("td class=\"number\"", Phrases.number(size.images()))
          .raw(ClassChart.bar(size.images(), largest))
          .raw("</td></tr>\n");
    }
    html.raw("</tbody></table></div>\n");
  }
}
