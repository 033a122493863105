package org.fe4j.metrics.report;

import com.google.common.html.HtmlEscapers;
import com.google.errorprone.annotations.CanIgnoreReturnValue;

/**
 * HTML that grows from top to bottom. What is not a constant of the program goes through {@link
 * #text}: names of classes and files belong to whoever made the data set.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
public final class Html {
  private static final char REPLACEMENT = '\uFFFD';

  private final StringBuilder html = new StringBuilder();

  /** Begins with nothing. */
  public Html() {}

  /** Appends markup as it is. */
  @CanIgnoreReturnValue
  public Html raw(String markup) {
    html.append(markup);
    return this;
  }

  /**
   * Appends text, in an element or in a quoted attribute. A control character, or half a surrogate
   * pair, which no page may hold, becomes U+FFFD.
   */
  @CanIgnoreReturnValue
  public Html text(String text) {
    html.append(HtmlEscapers.htmlEscaper().escape(allowed(text)));
    return this;
  }

  /**
   * Appends an element that holds text.
   *
   * @param tag the name of the element, and attributes after a space
   */
  @CanIgnoreReturnValue
  public Html element(String tag, String text) {
    int space = tag.indexOf(' ');
    return raw("<" + tag + ">")
        .text(text)
        .raw("</" + (space < 0 ? tag : tag.substring(0, space)) + ">\n");
  }

  /** Returns what was appended. */
  @Override
  public String toString() {
    return html.toString();
  }

  private static String allowed(String text) {
    if (text.codePoints().allMatch(Html::isAllowed)) {
      return text;
    }
    StringBuilder replaced = new StringBuilder();
    text.codePoints().forEach(c -> replaced.appendCodePoint(isAllowed(c) ? c : REPLACEMENT));
    return replaced.toString();
  }

  /** As XML 1.0 says it, without the controls that HTML refuses too. */
  private static boolean isAllowed(int codePoint) {
    boolean space = codePoint == '\t' || codePoint == '\n' || codePoint == '\r';
    boolean nonCharacter = (codePoint & 0xFFFE) == 0xFFFE;
    return space
        || (!Character.isISOControl(codePoint)
            && !nonCharacter
            && Character.getType(codePoint) != Character.SURROGATE);
  }
}
