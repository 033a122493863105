package org.fe4j.examples.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what was not understood, what may have been meant, and where help is. */
final class UsageErrors implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("fe: " + error.getMessage());
    if (error instanceof UnmatchedArgumentException unmatched) {
      List<String> meant = unmatched.getSuggestions();
      if (!meant.isEmpty()) {
        err.println("Did you mean " + String.join(" or ", meant) + "?");
      }
    }
    err.println(
        "Try '" + command.getCommandSpec().qualifiedName() + " --help' for what is possible.");
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
