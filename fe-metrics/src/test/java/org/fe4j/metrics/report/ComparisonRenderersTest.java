package org.fe4j.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.ComparisonBuilder;
import org.fe4j.metrics.comparison.ComparisonFixture;
import org.fe4j.metrics.comparison.ComparisonTables;
import org.fe4j.metrics.comparison.DatasetFacts;
import org.fe4j.metrics.comparison.ModelFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonRenderersTest {
  private final Comparison comparison =
      ComparisonFixture.fourByThree().failure("small", "cars", "out of memory, 2 GiB").build();

  @Test
  void writesAllDigitsAsCsv() {
    assertThat(ComparisonCsv.wideTable(comparison, Metric.ACCURACY).lines().limit(2))
        .containsExactly("model,rocks,leaves,cars,mean,mean rank", "big,0.96,0.96,0.96,0.96,1.0");
    assertThat(ComparisonCsv.wideTable(comparison, Metric.ACCURACY))
        .contains("small,0.88,0.88,failed,,\n");
    assertThat(ComparisonCsv.longTable(comparison).lines())
        .hasSize(1 + 12 * comparison.metrics().size())
        .contains("small,cars,accuracy,,,,,,\"failed: out of memory, 2 GiB\"")
        // There are no probabilities, and no log loss.
        .contains("big,rocks,logLoss,,,,,,ok");
    assertThat(ComparisonCsv.of(ComparisonTables.models(comparison)).lines().skip(1).limit(1))
        .containsExactly(
            "big,transformer,ImageNet-21k,100000000,50.0,512,224,100.0,10.0,100.0,CC BY-NC 4.0,no");
  }

  @Test
  void writesMarkdownTables() {
    String markdown = ComparisonMarkdown.of(comparison);

    assertThat(markdown)
        .startsWith("# Comparison\n\nbig has the best mean accuracy over 3 data sets (0.9600).")
        .contains("| small | 0.8800 | 0.8800 | failed |  |  |\n")
        .containsPattern(
            "\\| medium \\| 0\\.9500 \\| 0\\.9\\d+ \\| 0\\.9\\d+ \\| 0\\.9500 \\| 0\\.0354"
                + " \\| 0\\.0100 \\| 0\\.\\d+ \\| tied \\|")
        .contains("\n## Models by kind\n\n| kind | data set | models | mean | sd | min | max |\n")
        .contains("\n## Models by pre-training\n")
        .contains("\n## Cohen's kappa between the predictions on cars\n")
        .contains("No model is better at less time than these: medium, big.")
        .contains("\n## Best model of each class of cars\n")
        .contains("| small | cars | out of memory, 2 GiB |\n")
        .endsWith("| machine | 2 cores |\n| seed | 42 |\n| backbone | made up |\n")
        .doesNotContain("\n\n\n");
  }

  @Test
  void printsTheProtocolOnceAndWhereReportsDiffer() {
    MetricsReport report = ComparisonFixture.report(8, 2, 2, row -> row > 0);
    ComparisonBuilder builder = Comparison.builder().dataset(DatasetFacts.of("d", 8, 2));
    for (int model = 0; model < 7; model++) {
      builder
          .model(ModelFacts.of("m" + model))
          .report(
              "m" + model,
              "d",
              MetricsReport.builder(report.predictions())
                  .protocol(ImmutableMap.of("protocol", "standard, version 1", "seed", "4" + model))
                  .provenance(ImmutableMap.of("backbone", "b" + model / 4))
                  .build());
    }
    Comparison seven = builder.build();

    assertThat(ComparisonMarkdown.of(seven))
        .endsWith(
            """

            ## Protocol

            |  |  |
            | :--- | :--- |
            | protocol | standard, version 1 |
            | seed | 40; 41; 42; 43; 44; and 2 more |

            ## Provenance

            |  |  |
            | :--- | :--- |
            | backbone | b0; b1 |
            """);
    assertThat(seven.toString())
        .endsWith(
            """

            Protocol
            --------
            protocol  standard, version 1
            seed      40; 41; 42; 43; 44; and 2 more
            """);
  }

  @Test
  void showsMarkupInNamesAsItIs() {
    Comparison odd =
        Comparison.builder()
            .model(ModelFacts.of("a|b & _c_ $5"))
            .dataset(DatasetFacts.of("100 % <i>", 8, 2))
            .report("a|b & _c_ $5", "100 % <i>", ComparisonFixture.report(8, 2, 2, row -> row > 0))
            .build();

    assertThat(ComparisonMarkdown.of(odd))
        .contains("| a\\|b \\& \\_c\\_ $5 | 0.8750 |")
        .doesNotContain("<i>");
    assertThat(ComparisonLatex.of(odd))
        .contains("model & 100 \\% \\textless{}i\\textgreater{} & mean & mean rank \\\\")
        .contains("a\\textbar{}b \\& \\_c\\_ \\$5 & \\textbf{0.8750} & 0.8750 & 1.00 \\\\");
  }

  @Test
  void setsWhatIsTiedWithTheBestInBold() {
    assertThat(ComparisonLatex.of(comparison))
        .startsWith("% Needs booktabs.\n\\begin{table}\n\\centering\n\\caption{Pooled accuracy,")
        .contains("\\begin{tabular}{lrrrrr}\n\\toprule\nmodel & rocks & leaves & cars & mean")
        .contains(
            "medium & \\textbf{0.9500} & \\textbf{0.9500} & \\textbf{0.9500} & 0.9500 & 2.00 \\\\\n")
        .contains("small & 0.8800 & 0.8800 & failed &  &  \\\\\n")
        .contains("\\caption{The models and what they cost.}");
  }

  @Test
  void writesTheFiveFilesAndNothingElse(@TempDir Path temporary) throws IOException {
    Path directory = temporary.resolve("new/out");

    ComparisonDirectory.write(comparison, directory);

    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder(
            "results.json", "comparison.md", "comparison.tex", "long.csv", "wide.csv");
    assertThat(ComparisonJson.read(directory.resolve("results.json"), List.of()))
        .isEqualTo(comparison);
    assertThat(Files.readString(directory.resolve("comparison.md")))
        .isEqualTo(ComparisonMarkdown.of(comparison));
    assertThat(Files.readString(directory.resolve("comparison.tex")))
        .isEqualTo(ComparisonLatex.of(comparison));
    assertThat(Files.readString(directory.resolve("long.csv")))
        .isEqualTo(ComparisonCsv.longTable(comparison));
    assertThat(Files.readString(directory.resolve("wide.csv")))
        .isEqualTo(ComparisonCsv.wideTable(comparison, Metric.ACCURACY));
  }
}
