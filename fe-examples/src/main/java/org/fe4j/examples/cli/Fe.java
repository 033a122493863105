package org.fe4j.examples.cli;

import java.util.ServiceConfigurationError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * The {@code fe} command. Exit codes: 0 when all went well, 1 when a check failed or something went
 * wrong while running, 2 when the command line was not understood.
 */
@Command(
    name = "fe",
    description = {
      "Evaluates frozen, pre-trained image backbones on your images.",
      "Start with: fe quickstart"
    },
    subcommands = {
      QuickstartCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      TrainCommand.class,
      ClassifyCommand.class,
      ReportCommand.class,
      ReproduceCommand.class,
      ExtractCommand.class,
      DescribeCommand.class,
      ModelsCommand.class,
      PullCommand.class,
      PreprocessCommand.class,
      VerifyCommand.class,
      StoreCommand.class,
    },
    mixinStandardHelpOptions = true,
    versionProvider = Fe.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "fe COMMAND --help tells more about a command."})
public final class Fe {
  @Option(
      names = "--stacktrace",
      scope = CommandLine.ScopeType.INHERIT,
      description = "With an error, show where in the program it happened.")
  private boolean stacktrace;

  private Fe() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine(Console.ofProcess()).execute(arguments));
  }

  /** Returns the command line that writes to this console. */
  static CommandLine commandLine(Console console) {
    Fe fe = new Fe();
    CommandLine commandLine = new CommandLine(fe, new CommandFactory(console));
    FeatureOptions.replace(commandLine, "evaluate", "--model", "--data");
    FeatureOptions.replace(commandLine, "compare", "--data");
    commandLine.setOut(console.out());
    commandLine.setErr(console.err());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setAbbreviatedOptionsAllowed(false);
    commandLine.setUsageHelpAutoWidth(false);
    commandLine.setUsageHelpWidth(100);
    commandLine.setParameterExceptionHandler(new UsageErrors());
    commandLine.setExecutionStrategy(Fe::execute);
    commandLine.setExecutionExceptionHandler(new RunErrors(() -> fe.stacktrace));
    return commandLine;
  }

  /** Runs the command; what a missing native or too small a heap throws is an error like others. */
  private static int execute(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (LinkageError | OutOfMemoryError | ServiceConfigurationError e) {
      throw new ExecutionException(
          parsed.commandSpec().commandLine(), e.getClass().getSimpleName(), e);
    }
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "fe4j " + org.fe4j.Version.NAME,
        "Java ${java.version} (${java.vendor}), ${os.name} ${os.arch}"
      };
    }
  }
}
