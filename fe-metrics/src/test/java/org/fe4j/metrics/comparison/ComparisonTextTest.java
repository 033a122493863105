package org.fe4j.metrics.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.fe4j.metrics.CopiesGap;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.report.ComparisonMarkdown;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {
  @Test
  void showsWhatDecides() {
    Comparison comparison =
        Comparison.builder()
            .model(ModelFacts.of("resnet50"))
            .model(ModelFacts.of("alexnet"))
            .model(ModelFacts.of("vit_h_14"))
            .dataset(DatasetFacts.of("rocks", 40, 2))
            .report("resnet50", "rocks", ComparisonFixture.report(40, 5, 2, row -> row != 0))
            .report("alexnet", "rocks", ComparisonFixture.report(40, 5, 2, row -> row != 0))
            .failure("vit_h_14", "rocks", "out of memory")
            .audit("rocks", List.of(new AuditFinding("alexnet", true, "rank 1 to 2")))
            .provenance(ImmutableMap.of("machine", "2 cores"))
            .build();

    assertThat(comparison.toString())
        .isEqualTo(
            """
            Comparison of 3 models on 1 data set by accuracy
            ------------------------------------------------
            resnet50 has the best accuracy on rocks (0.9750). Which of the others are cheaper is unknown: no
            cost is known of all.
            vit_h_14 is left out: no accuracy on rocks (out of memory)

            Ranks: 1 is the best
            --------------------
            model     mean rank  rocks
            resnet50       1.50    1.5
            alexnet        1.50    1.5

            Friedman's test is refused: there is one data set only, and ranks differ between data sets; compare
            them within a data set by the paired bootstrap instead.
            Nemenyi's test is refused: there is one data set only, and ranks differ between data sets; compare
            them within a data set by the paired bootstrap instead.
            Wilcoxon's tests are refused. With 1 data set the smallest two-sided p-value of a Wilcoxon test is
            1; one pair needs 0.05. 6 data sets are the fewest that could; compare within each data set instead.

            rocks: 40 images of 2 classes
            -----------------------------
            model     accuracy     low    high    mean      sd  behind  p  status
            resnet50    0.9750  0.9250  1.0000  0.9750  0.0559             best
            alexnet     0.9750  0.9250  1.0000  0.9750  0.0559  0.0000  1  tied
            vit_h_14                                                       failed

            resnet50 has the best accuracy; tied with it: alexnet (paired bootstrap over 40 units, 1 of 1
            comparisons above p = 0.05 after Holm).

            No result: 1 of 3
            -----------------
            vit_h_14 on rocks: out of memory

            Flagged by the audit: the place hangs on how the head was trained
            -----------------------------------------------------------------
            alexnet on rocks: rank 1 to 2

            Provenance
            ----------
            machine  2 cores
            """);
  }

  @Test
  void staysWithin100ColumnsOfAscii() {
    ComparisonBuilder builder = Comparison.builder();
    for (int model = 0; model < 16; model++) {
      builder.model(ModelFacts.of("efficientnet_v2_l.imagenet1k_v1_of_the_vendor_" + model));
    }
    for (int dataset = 0; dataset < 4; dataset++) {
      String name = "a data set with a rather long name, number " + dataset;
      builder.dataset(DatasetFacts.of(name, 100, 2));
      for (int model = 0; model < 16; model++) {
        builder.report(
            "efficientnet_v2_l.imagenet1k_v1_of_the_vendor_" + model,
            name,
            ComparisonFixture.report(
                100, 5, 2, ComparisonFixture.errsIn(5 + (model + dataset) % 16)));
      }
    }

    String text = builder.build().toString();

    assertThat(text.lines()).allMatch(line -> line.length() <= 100).hasSizeGreaterThan(100);
    assertThat(text.chars()).allMatch(letter -> letter < 128);
    // The table of a data set is not divided: names are shortened to fit.
    assertThat(text).contains("model  ").contains("  behind      p  status\n");
    assertThat(text).contains("a data se...number 3");
  }

  @Test
  void keepsControlCharactersOfNamesFromTheTerminal() {
    Comparison comparison =
        Comparison.builder()
            .model(ModelFacts.of("red\u001b[31m"))
            .dataset(DatasetFacts.of("rocks\nand more", 4, 2))
            .failure("red\u001b[31m", "rocks\nand more", "it\nfailed")
            .build();

    assertThat(comparison.toString()).doesNotContain("\u001b").contains("it failed");
  }

  @Test
  void saysWhatCopiesWouldHavePretended() {
    Predictions predictions = ComparisonFixture.report(40, 5, 2, row -> row != 0).predictions();
    Comparison comparison =
        Comparison.builder()
            .model(ModelFacts.of("resnet50"))
            .model(ModelFacts.of("alexnet"))
            .dataset(DatasetFacts.of("rocks", 40, 2))
            .report(
                "resnet50",
                "rocks",
                MetricsReport.builder(predictions)
                    .copies(new CopiesGap(3, 8, 0.975, 0.97, 0.99, 0.98))
                    .build())
            .report("alexnet", "rocks", MetricsReport.builder(predictions).build())
            .build();

    assertThat(comparison.toString())
        .contains(
            """
            Groups and copies: accuracy where they are kept together, and were they divided
            -------------------------------------------------------------------------------
            data set  model     groups  images  together  divided     gap
            rocks     resnet50       3       8    0.9750   0.9900  0.0150
            """);
    assertThat(ComparisonMarkdown.of(comparison))
        .contains("| rocks | resnet50 | 3 | 8 | 0.9750 | 0.9900 | 0.0150 |");
  }

  @Test
  void saysThatAnAuditFoundNothing() {
    Comparison comparison =
        Comparison.builder()
            .model(ModelFacts.of("resnet50"))
            .dataset(DatasetFacts.of("rocks", 40, 2))
            .report("resnet50", "rocks", ComparisonFixture.report(40, 5, 2, row -> row != 0))
            .audit("rocks", List.of(new AuditFinding("resnet50", false, "rank 1")))
            .build();

    assertThat(comparison.toString())
        .contains("No model's place hangs on how the head was trained.");
    assertThat(comparison.toBuilder().audit("rocks", List.of()).build().toString())
        .doesNotContain("Audit");
  }
}
