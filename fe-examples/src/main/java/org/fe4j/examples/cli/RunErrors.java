package org.fe4j.examples.cli;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in one paragraph what went wrong while a command ran. */
final class RunErrors implements IExecutionExceptionHandler {
  private final BooleanSupplier stacktrace;

  RunErrors(BooleanSupplier stacktrace) {
    this.stacktrace = stacktrace;
  }

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (stacktrace.getAsBoolean()) {
      error.printStackTrace(err);
    } else {
      err.println("fe: " + message(error));
    }
    err.flush();
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  /** Returns the messages of an error and its causes, each said once. */
  static String message(Throwable error) {
    List<String> parts = new ArrayList<>();
    for (Throwable at = error; at != null; at = at.getCause()) {
      String part = text(at);
      if (parts.stream().noneMatch(said -> said.contains(part))) {
        parts.add(part);
      }
    }
    return String.join("\n  because: ", parts);
  }

  private static String text(Throwable error) {
    @Nullable String message = error.getMessage();
    // The JDK's messages of these are a path and nothing else.
    if (error instanceof NoSuchFileException) {
      return "There is no file or folder " + message;
    }
    if (error instanceof NotDirectoryException) {
      return "Not a folder: " + message;
    }
    if (error instanceof AccessDeniedException) {
      return "No permission for " + message;
    }
    if (error instanceof FileAlreadyExistsException) {
      return "There is already a file " + message;
    }
    return message == null || message.isBlank()
        ? error.getClass().getSimpleName()
        : ModelOptions.forCommandLine(message);
  }
}
