package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FeTest {

  static java.util.Set<String> commands() {
    return Fe.commandLine(Console.ofProcess()).getSubcommands().keySet();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItselfOnStandardOutput(String command) {
    FeRun run = FeRun.of(command, "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Usage: fe " + command).contains("--help");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void helpListsAllCommands() {
    FeRun run = FeRun.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains(commands());
  }

  @Test
  void misspelledCommandIsAUsageErrorThatNamesTheRightOne() {
    FeRun run = FeRun.of("quikstart");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            """
            fe: Unmatched argument at index 0: 'quikstart'
            Did you mean quickstart?
            Try 'fe --help' for what is possible.
            """);
  }

  @Test
  void misspelledOptionIsNamedEvenIfTheRightOneIsRequired() {
    FeRun run = FeRun.of("evaluate", "--modle", "resnet50");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("Unknown option", "'--modle'")
        .contains("Did you mean --model")
        .contains("Try 'fe evaluate --help'");
  }

  @Test
  void missingOptionsAreNamed() {
    FeRun run = FeRun.of("evaluate", "--model", "resnet50");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Missing required option: '--data=DIR|LIST|NAME'");
  }

  @Test
  void nothingAtAllIsAUsageErrorThatShowsTheHelp() {
    FeRun run = FeRun.of();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Usage: fe").contains(commands());
  }

  @Test
  void versionIsThatOfTheLibraryAndOfJava() {
    FeRun run = FeRun.of("--version");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("fe4j \\d+\\.\\d+")
        .contains("Java " + System.getProperty("java.version"));
  }
}
