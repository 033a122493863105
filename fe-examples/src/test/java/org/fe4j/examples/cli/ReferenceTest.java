package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference pages are what the program says; each test writes its page below target. */
class ReferenceTest {

  @Test
  void commandLinePageIsTheHelpOfAllCommands() throws IOException {
    StringBuilder page = new StringBuilder("# Command line\n\n");
    page.append("Exit codes: 0 when all went well; 1 when a check failed or something went wrong")
        .append(
            " while running; 2 when the command line was not understood. Standard output carries")
        .append(" the result and nothing else; progress and errors go to standard error. JVM flags")
        .append(" can be added in the environment variable `FE_JAVA_OPTS`.\n\n```\n");
    page.append(help("--help")).append("```\n");
    for (String command : Fe.commandLine(Console.ofProcess()).getSubcommands().keySet()) {
      page.append("\n## fe ").append(command).append("\n```\n");
      page.append(help(command, "--help")).append("```\n");
    }
    compare("command-line.md", page.toString());
  }

  @Test
  void modelsPageIsTheListOfAllModels() throws IOException {
    String page =
        "# Models\n\nWhat `fe models --markdown` prints. *Input* is the side of the square that the"
            + " backbone sees, in pixels; *feature* the length of its default feature. A * marks the"
            + " weights that the bare name of the architecture means.\n\n";
    compare("models.md", page + help("models", "--markdown"));
  }

  private static String help(String... arguments) {
    FeRun run = FeRun.of(arguments);
    assertThat(run.exitCode()).isZero();
    return run.out().replace("\r\n", "\n").stripTrailing() + "\n";
  }

  private static void compare(String name, String expected) throws IOException {
    Path generated = Path.of("target", name);
    Files.writeString(generated, expected);
    Path page = Path.of("..", "docs", "reference", name);
    assertThat(Files.exists(page) ? Files.readString(page) : "")
        .as("copy fe-examples/%s to %s", generated, page)
        .isEqualTo(expected);
  }
}
