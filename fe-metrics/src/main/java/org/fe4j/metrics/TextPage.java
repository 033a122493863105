package org.fe4j.metrics;

import com.google.common.base.Splitter;
import java.util.Map;

/**
 * Plain text for a terminal that grows from top to bottom: sections with headings, at most {@link
 * #WIDTH} columns wide but for words that have no space to break at.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
public final class TextPage {
  /** The columns of a page. */
  public static final int WIDTH = 100;

  /** A longer label does not move the lines below it further to the right. */
  private static final int WIDEST_LABEL = 38;

  private final StringBuilder out = new StringBuilder();

  /** Begins a section, after an empty line where there is something before it. */
  public void heading(String heading) {
    if (!out.isEmpty()) {
      out.append('\n');
    }
    String line = Columns.shorten(heading, WIDTH);
    out.append(line).append('\n').append("-".repeat(Columns.width(line))).append('\n');
  }

  /** Appends text as it is. */
  public TextPage append(Object text) {
    out.append(text);
    return this;
  }

  /**
   * Appends a label and a text after it, broken at spaces; further lines begin below where the text
   * does.
   */
  public void wrapped(String label, String text) {
    String begin = Columns.shorten(label, WIDTH);
    out.append(begin);
    int indent = Math.min(Columns.width(label), WIDEST_LABEL + 2);
    int column = Columns.width(begin);
    boolean first = true;
    String line = Columns.shorten(text.replaceAll("\\s+", " "), Integer.MAX_VALUE);
    for (String word : Splitter.on(' ').split(line)) {
      if (!first && column + 1 + Columns.width(word) > WIDTH) {
        out.append('\n').append(" ".repeat(indent));
        column = indent;
      } else if (!first) {
        out.append(' ');
        column++;
      }
      out.append(word);
      column += Columns.width(word);
      first = false;
    }
    out.append('\n');
  }

  /** Appends a section of names and values; nothing where there are none. */
  public void facts(String heading, Map<String, String> facts) {
    if (facts.isEmpty()) {
      return;
    }
    heading(heading);
    int widest = facts.keySet().stream().mapToInt(Columns::width).max().orElse(0);
    facts.forEach(
        (name, value) -> wrapped(Columns.left(name, Math.min(widest, WIDEST_LABEL)) + "  ", value));
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
