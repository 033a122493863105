package org.fe4j.report;

import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fe4j.metrics.report.Html;

/**
 * A page that grows section by section. It is well-formed XML as well, holds its style, script and
 * pictures, and tells the browser to fetch nothing else.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class Page {
  /** What stands where a chart would be. */
  static final String NO_FONTS =
      "This chart was not drawn, since Java found no fonts on the machine that wrote the page."
          + " Install fontconfig and a font there, such as fonts-dejavu-core on Debian, and write"
          + " the page again; the tables hold the figures.";

  private record Section(String id, String heading) {}

  private final String title;
  private final String lead;
  private final Html body = new Html();
  private final List<Section> sections = new ArrayList<>();
  private int charts;

  /**
   * Begins a page.
   *
   * @param title the heading of the page
   * @param lead what it is about, in a line below
   */
  Page(String title, String lead) {
    this.title = title;
    this.lead = lead;
  }

  /** Returns where the content of the current section goes. */
  Html body() {
    return body;
  }

  /** Begins a section, which {@link #end} ends. */
  void begin(String id, String heading) {
    sections.add(new Section(id, heading));
    body.raw("<section aria-labelledby=\"" + id + "\">")
        .element("h2 id=\"" + id + "\" tabindex=\"-1\"", heading);
  }

  /** Ends the section. */
  void end() {
    body.raw("</section>\n");
  }

  /** Appends a paragraph. */
  void paragraph(String text) {
    body.element("p", text);
  }

  /** Appends a heading within the section. */
  void heading(String text) {
    body.element("h3", text);
  }

  /** Says that not all is shown. */
  void showing(int shown, int all, String what, String rest) {
    if (all > shown) {
      body.element(
          "p class=\"note\"",
          "Showing %s of %s %s; %s"
              .formatted(Phrases.number(shown), Phrases.number(all), what, rest));
    }
  }

  /** Draws a chart, given its id in the page. */
  interface Chart {
    String svg(String id);
  }

  /** Begins a group of charts, which stand side by side where there is room. */
  void beginCharts() {
    body.raw("<div class=\"charts\">\n");
  }

  /** Ends the group. */
  void endCharts() {
    body.raw("</div>\n");
  }

  /** Appends a chart with its caption. */
  void chart(String caption, Chart chart) {
    charts++;
    body.raw("<figure class=\"chart\">");
    if (Fonts.areUsable()) {
      body.raw("<div class=\"scroll\">\n" + chart.svg("chart-" + charts) + "</div>");
    } else {
      body.element("p class=\"missing\"", NO_FONTS);
    }
    body.element("figcaption", caption).raw("</figure>\n");
  }

  /** Appends names and values. */
  void facts(Map<String, String> facts) {
    body.raw("<dl class=\"facts\">\n");
    facts.forEach(
        (name, value) ->
            body.raw("<div>").element("dt", name).element("dd", value).raw("</div>\n"));
    body.raw("</dl>\n");
  }

  /** Appends a table. */
  void table(DataTable table) {
    table.appendTo(body);
  }

  /** Appends what is long, closed until a reader opens it; open on paper. */
  void details(String summary, Runnable content) {
    body.raw("<details>").element("summary", summary);
    content.run();
    body.raw("</details>\n");
  }

  /** Returns the whole page. */
  String finish() {
    String script = resource("page.js");
    String digest =
        BaseEncoding.base64()
            .encode(Hashing.sha256().hashString(script, StandardCharsets.UTF_8).asBytes());
    Html html =
        new Html()
            .raw("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">")
            .raw("<head><meta charset=\"utf-8\"/>\n")
            .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
            .raw(" img-src data:; style-src 'unsafe-inline'; script-src 'sha256-" + digest + "';")
            .raw(" base-uri 'none'; form-action 'none'\"/>\n")
            .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
            .raw("<meta name=\"color-scheme\" content=\"light dark\"/>\n")
            // Without this a browser asks the server for an icon.
            .raw("<link rel=\"icon\" href=\"data:,\"/>\n")
            .element("title", title)
            .raw("<style>\n" + resource("page.css") + "</style></head>\n<body>\n")
            .raw("<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header>")
            .element("h1", title)
            .element("p", lead)
            .raw("</header>\n<nav aria-label=\"Sections\"><ul>\n");
    for (Section section : sections) {
      html.raw("<li>").element("a href=\"#" + section.id() + "\"", section.heading()).raw("</li>");
    }
    html.raw("</ul></nav>\n<main id=\"main\" tabindex=\"-1\">\n")
        .raw(body.toString())
        .raw("</main>\n<footer><p>Written by fe4j. This file needs no network and no other")
        .raw(" file.</p></footer>\n<script>" + script + "</script>\n</body></html>\n");
    return html.toString();
  }

  private static String resource(String name) {
    try {
      return Resources.toString(Resources.getResource(Page.class, name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The library lacks " + name, e);
    }
  }
}
