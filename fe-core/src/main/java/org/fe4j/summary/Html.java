package org.fe4j.summary;

import com.google.common.html.HtmlEscapers;

/**
 * HTML that grows from top to bottom. What is not a constant of the program goes through {@link
 * #text}: names of classes and files belong to whoever made the data set.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class Html {
  private final StringBuilder html = new StringBuilder();

  /** Appends markup as it is. */
  Html raw(String markup) {
    html.append(markup);
    return this;
  }

  /** Appends text, in an element or in a quoted attribute. */
  Html text(String text) {
    html.append(HtmlEscapers.htmlEscaper().escape(text));
    return this;
  }

  /** Appends an element that holds text. */
  Html element(String tag, String text) {
    int space = tag.indexOf(' ');
    return raw("<" + tag + ">")
        .text(text)
        .raw("</" + (space < 0 ? tag : tag.substring(0, space)) + ">\n");
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
