package org.fe4j.examples.cli;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.report.ComparisonJson;
import org.fe4j.metrics.report.JsonReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fe report}: the page and the tables of results that are there. */
@Command(
    name = "report",
    header = "Writes page and tables of results that are there.",
    description = {
      "Reads report.json of an evaluation or results.json of a comparison, checks that every figure"
          + " follows from the predictions in it, prints it, and writes the other files anew: the"
          + " page report.html, tables as Markdown, CSV and LaTeX."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ReportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "report.json or results.json.")
  private Path file = Path.of("");

  @Mixin private final LimitOptions limits = new LimitOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the files go (default: the folder of FILE).")
  private @Nullable Path out;

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(
          "[%s] is a folder; give the file report.json or results.json in it".formatted(file));
    }
    Path parent = file.toAbsolutePath().getParent();
    Path folder = out != null ? out : parent != null ? parent : Path.of("");
    if (isComparison(file)) {
      Comparison comparison = ComparisonJson.read(file);
      ReportFiles.print(console, comparison, limits.limits());
      ReportFiles.write(console, comparison, limits.limits(), folder);
    } else {
      MetricsReport report = JsonReport.read(file);
      console.out().println(report);
      console.out().flush();
      ReportFiles.write(console, report, folder);
    }
    return 0;
  }

  /** Only a comparison has models; the rest of the file is looked at by its reader. */
  private static boolean isComparison(Path file) throws IOException {
    try (Reader in = Files.newBufferedReader(file);
        JsonReader json = new JsonReader(in)) {
      json.beginObject();
      while (json.hasNext()) {
        if (json.nextName().equals("models")) {
          return true;
        }
        json.skipValue();
      }
      return false;
    } catch (JsonParseException | IllegalStateException e) {
      return false;
    } catch (com.google.gson.stream.MalformedJsonException | java.io.EOFException e) {
      return false;
    }
  }
}
