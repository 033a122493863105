package org.fe4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.fe4j.metrics.CopiesGap;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.ComparisonBuilder;
import org.fe4j.metrics.comparison.DatasetFacts;
import org.fe4j.metrics.comparison.ModelFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comparisons that lack something. */
class ComparisonPageTest {
  private static final List<String> CLASSES = List.of("a", "b", "<c>");

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 2, 3", "2, 1, 5", "2, 2, 3", "3, 2, 2", "3, 7, 2"})
  void showsAnyNumberOfModelsAndDatasets(int models, int datasets, int folds) throws Exception {
    String page = HtmlReport.of(comparison(models, datasets, folds, 1.5));

    PageStructureTest.parsed(page);
    assertThat(page).doesNotContain("NaN", "Infinity");
    for (int model = 0; model < models; model++) {
      assertThat(page).contains("model &lt;" + model + "&gt;");
    }
  }

  @Test
  void showsModelsThatAreAllTheSame() throws Exception {
    String page = HtmlReport.of(comparison(3, 3, 3, 0));

    PageStructureTest.parsed(page);
    assertThat(page).doesNotContain("NaN").contains("tied with best");
  }

  @Test
  void showsAComparisonInWhichEverythingFailed() throws Exception {
    Comparison comparison =
        Comparison.builder()
            .model(ModelFacts.of("m"))
            .model(ModelFacts.of("n"))
            .dataset(DatasetFacts.of("d", 10, 3))
            .failure("m", "d", "no <weights>")
            .build();

    String page = HtmlReport.of(comparison);

    PageStructureTest.parsed(page);
    assertThat(page).contains("no &lt;weights&gt;", "not run", "No model has a score");
  }

  @Test
  void saysWhatCopiesWouldHavePretended() throws Exception {
    Predictions predictions =
        comparison(1, 1, 3, 0.5).report("model <0>", "data & set 0").orElseThrow().predictions();
    Comparison comparison =
        Comparison.builder()
            .model(ModelFacts.of("m"))
            .dataset(DatasetFacts.of("d", predictions.size(), 3))
            .report(
                "m",
                "d",
                MetricsReport.builder(predictions)
                    .copies(new CopiesGap(3, 8, 0.5, 0.5, 0.625, 0.6))
                    .build())
            .build();

    String page = HtmlReport.of(comparison);

    PageStructureTest.parsed(page);
    assertThat(page).contains("What groups and copies do", "62.5", "12.5");
    assertThat(HtmlReport.of(comparison(1, 1, 3, 0.5))).doesNotContain("What groups and copies do");
  }

  /** As large as the source's table: 16 models on 4 data sets. */
  @Test
  void staysReadableWithSixteenModelsOnFourDatasets() throws Exception {
    Comparison comparison = comparison(16, 4, 5, 0.4);
    HtmlReport.of(comparison(2, 2, 2, 1));

    long begin = System.nanoTime();
    String page = HtmlReport.of(comparison);

    // About 2 s and 400 kB; the bounds leave room for a busy machine.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    assertThat(page.length()).isLessThan(1_200_000);
    PageStructureTest.parsed(page);
  }

  /** Returns models of rising skill; all the same where the step is 0. */
  static Comparison comparison(int models, int datasets, int folds, double step) {
    ComparisonBuilder builder = Comparison.builder();
    IntStream.range(0, models).forEach(m -> builder.model(ModelFacts.of("model <" + m + ">")));
    for (int d = 0; d < datasets; d++) {
      String dataset = "data & set " + d;
      builder.dataset(DatasetFacts.of(dataset, 90, CLASSES.size()));
      for (int m = 0; m < models; m++) {
        Predictions predictions =
            Samples.predictions(CLASSES, 90, folds, 1 + m * step, step == 0 ? d : 10L * d + m, "");
        builder.report(
            "model <" + m + ">",
            dataset,
            MetricsReport.of(predictions, ImmutableMap.of("backbone", "model <" + m + ">")));
      }
    }
    return builder.build();
  }
}
