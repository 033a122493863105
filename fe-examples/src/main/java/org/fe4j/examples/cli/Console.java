package org.fe4j.examples.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;

/**
 * Where a command writes.
 *
 * <p>Safe for use by multiple threads.
 *
 * @param out takes the result and nothing else
 * @param err takes progress and errors
 * @param terminal whether somebody watches {@code err}, so that a line can be rewritten
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal) {

  /** Returns the console of this process. */
  static Console ofProcess() {
    // JDK 17 does not tell what standard error is connected to; the script that started it does.
    boolean terminal = Boolean.getBoolean("fe.terminal");
    Charset charset = Charset.defaultCharset();
    return new Console(
        new PrintWriter(System.out, true, charset),
        new PrintWriter(System.err, true, charset),
        terminal);
  }
}
