package org.fe4j.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.fe4j.metrics.ClassificationFixture;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {

  @Test
  void writesTablesThatGitHubRenders() {
    assertThat(MarkdownReport.of(SampleReport.create()))
        .isEqualTo(
            """
            # Classification report

            4 out-of-fold predictions of 3 classes in 2 folds. *Pooled*: computed once over the
            predictions of all folds. *Mean* and *sd*: over the figures of each fold, sd with n - 1.
            *95 % interval*: percentile bootstrap over 4 units (the predictions of one image or one group
            are one unit), 2,000 resamples, seed 42.

            | figure | pooled | 95 % interval | mean over folds | sd over folds |
            | :--- | ---: | ---: | ---: | ---: |
            | accuracy | 0.7500 | 0.2500 to 1.0000 | 0.7500 | 0.3536 |
            | balanced accuracy | 0.7500 | 0.5000 to 1.0000 | 0.7500 | 0.3536 |
            | macro precision | 0.6667 | 0.3333 to 0.6667 | 0.5000 | 0.2357 |
            | macro recall | 0.5000 | 0.3333 to 0.6667 | 0.5000 | 0.2357 |
            | macro F1 | 0.5556 | 0.3333 to 0.6667 | 0.5000 | 0.2357 |
            | weighted precision | 1.0000 | 0.2500 to 1.0000 | 0.7500 | 0.3536 |
            | weighted recall | 0.7500 | 0.2500 to 1.0000 | 0.7500 | 0.3536 |
            | weighted F1 | 0.8333 | 0.2500 to 1.0000 | 0.7500 | 0.3536 |
            | Cohen's kappa | 0.6000 | 0.0000 to 1.0000 | 0.6667 | 0.4714 |
            | Matthews correlation | 0.6708 | 0.0000 to 1.0000 | 0.7500 | 0.3536 |
            | log loss | 0.7823 | 0.1733 to 1.6487 | 0.7823 | 0.3640 |
            | Brier score | 0.4334 | 0.0700 to 0.9491 | 0.4334 | 0.2488 |
            | calibration error | 0.3563 | 0.1250 to 0.5625 | 0.3563 | 0.0619 |
            | majority baseline | 0.5000 |  |  |  |

            ## Classes (pooled)

            | class | precision | recall | F1 | support |
            | :--- | ---: | ---: | ---: | ---: |
            | cross_bedding | 1.0000 | 0.5000 | 0.6667 | 2 |
            | tuff, "welded" | 1.0000 | 1.0000 | 1.0000 | 2 |
            | a\\|b | 0.0000 | 0.0000 | 0.0000 | 0 |
            | **accuracy** |  |  | 0.7500 | 4 |
            | **macro avg** | 0.6667 | 0.5000 | 0.5556 | 4 |
            | **weighted avg** | 1.0000 | 0.7500 | 0.8333 | 4 |

            ## Confusion matrix (pooled)

            | true \\ predicted | cross_bedding | tuff, "welded" | a\\|b |
            | :--- | ---: | ---: | ---: |
            | cross_bedding | **1** | 0 | 1 |
            | tuff, "welded" | 0 | **2** | 0 |
            | a\\|b | 0 | 0 | **0** |

            ## Folds

            | fold | rows | accuracy | macro F1 | weighted F1 |
            | :--- | ---: | ---: | ---: | ---: |
            | 0 | 2 | 1.0000 | 0.6667 | 1.0000 |
            | 1 | 2 | 0.5000 | 0.3333 | 0.5000 |
            | **mean** |  | 0.7500 | 0.5000 | 0.7500 |
            | **sd** |  | 0.3536 | 0.2357 | 0.3536 |

            Classes without a row, 0 in the fold's macro averages: 1 in fold 0, 1 in fold 1

            ## Skipped rows, in no figure (1)

            | row | reason |
            | :--- | :--- |
            | x/5.png | truncated \\| after 7 bytes |

            ## Provenance

            |  |  |
            | :--- | :--- |
            | backbone | squeezenet1_1 |
            | seed | 42 |
            """);
  }

  @Test
  void saysWhatCopiesDoAndByWhichProtocol() {
    assertThat(MarkdownReport.of(SampleReport.complete()))
        .contains("| share of the first class | 0.5000 | 0.5000 to 0.5000 | 0.5000 | 0.7071 |\n")
        .contains(
            """

            ## Groups and copies: 2 images in 1 groups

            | copies | accuracy | macro F1 |
            | :--- | ---: | ---: |
            | kept together | 0.5000 | 0.2500 |
            | divided | 0.7500 | 0.6250 |
            | **gap** | 0.2500 | 0.3750 |
            """)
        .contains(
            """

            ## Protocol

            |  |  |
            | :--- | :--- |
            | name | standard\\|1 |
            | folds | 2 |
            """);
  }

  @Test
  void showsMarkupInNamesAsItIs() {
    Predictions predictions =
        Predictions.builder(List.of("_a_ *b* <c> [d](e) ~f~ `g` &amp; \\\nh"))
            .addLabels("x", 0, 0, 0)
            .build();

    assertThat(MarkdownReport.of(MetricsReport.of(predictions, ImmutableMap.of())))
        .contains("| \\_a\\_ \\*b\\* \\<c\\> \\[d\\](e) \\~f\\~ \\`g\\` \\&amp; \\\\ h | 1.0000 |");
  }

  @Test
  void leavesOutAConfusionMatrixThatNoPageHolds() {
    MetricsReport report =
        MetricsReport.of(
            ClassificationFixture.named("hundred_ninety_six").predictions(5), ImmutableMap.of());

    assertThat(MarkdownReport.of(report))
        .doesNotContain("Confusion matrix")
        .contains("| 195 | 0.6522 | 0.8333 | 0.7317 | 18 |");
  }
}
