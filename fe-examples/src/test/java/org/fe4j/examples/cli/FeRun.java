package org.fe4j.examples.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command line inside the test. */
record FeRun(int exitCode, String out, String err) {

  /** Runs a command as if no terminal were there. */
  static FeRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), /* terminal= */ false);
    int exitCode = Fe.commandLine(console).execute(arguments);
    return new FeRun(exitCode, out.toString(), err.toString());
  }
}
