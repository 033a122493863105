package org.fe4j.examples.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what was not understood, what may have been meant, and where help is. */
final class UsageErrors implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    if (arguments.length == 0) {
      command.usage(err);
      return command.getCommandSpec().exitCodeOnInvalidInput();
    }
    // An option that is missing may be there, misspelled.
    List<String> unknown = command.getUnmatchedArguments();
    if (!(error instanceof MissingParameterException) || unknown.isEmpty()) {
      err.println("fe: " + error.getMessage());
      suggest(error, err);
    } else {
      UnmatchedArgumentException unmatched = new UnmatchedArgumentException(command, unknown);
      err.println("fe: " + unmatched.getMessage());
      suggest(unmatched, err);
    }
    err.println(
        "Try '" + command.getCommandSpec().qualifiedName() + " --help' for what is possible.");
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static void suggest(ParameterException error, PrintWriter err) {
    if (error instanceof UnmatchedArgumentException unmatched) {
      List<String> meant = unmatched.getSuggestions();
      if (!meant.isEmpty()) {
        // picocli gives several, the nearest first, and the others are far.
        err.println("Did you mean " + meant.get(0) + "?");
      }
    }
  }
}
