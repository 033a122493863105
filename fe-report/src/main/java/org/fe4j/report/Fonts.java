package org.fe4j.report;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;

/** Whether charts can be drawn: XChart measures text with the fonts of the machine. */
final class Fonts {
  private static final boolean USABLE = measuresText();

  private Fonts() {}

  /** Returns whether there are fonts, and what Java needs to read them. */
  static boolean areUsable() {
    return USABLE;
  }

  private static boolean measuresText() {
    try {
      FontRenderContext context = new FontRenderContext(null, true, false);
      Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
      return new TextLayout("0.5", font, context).getAdvance() > 0;
    } catch (RuntimeException | LinkageError | InternalError e) {
      // No fontconfig, no font, no libfreetype, or a JDK without them: each fails in its own way.
      return false;
    }
  }
}
