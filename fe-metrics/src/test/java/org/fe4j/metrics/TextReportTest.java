package org.fe4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextReportTest {

  @Test
  void laysOutClassesConfusionFoldsSkippedRowsAndProvenance() {
    assertThat(threeRocks().toString())
        .isEqualTo(
            """
            Pooled: all 5 out-of-fold predictions of 2 folds together (3 classes)
            ---------------------------------------------------------------------
                          precision    recall  f1-score   support

                  gneiss     1.0000    0.5000    0.6667         2
                   shale     0.6667    1.0000    0.8000         2
                    tuff     1.0000    1.0000    1.0000         1

                accuracy                         0.8000         5
               macro avg     0.8889    0.8333    0.8222         5
            weighted avg     0.8667    0.8000    0.7867         5

            accuracy                0.8000  [0.4000, 1.0000]
            balanced accuracy       0.8333  [0.5000, 1.0000]
            macro F1                0.8222  [0.3750, 1.0000]
            weighted F1             0.7867  [0.2800, 1.0000]
            Cohen's kappa           0.6875  [0.0000, 1.0000]
            Matthews correlation    0.7350  [0.0000, 1.0000]
            log loss (nats)         0.7507  [0.4499, 1.1090]
            Brier score             0.4250  [0.2250, 0.6750]
            calibration error       0.2500  [0.0500, 0.5000]
            majority baseline       0.4000

            [ ] 95 % interval: percentile bootstrap over 5 rows, 2000 resamples, seed 42

            Pooled confusion matrix: rows are true classes, columns predicted ones
            ----------------------------------------------------------------------
               a   b   c
               1   1   .  | a = gneiss
               .   2   .  | b = shale
               .   .   1  | c = tuff

            Per fold, and mean and standard deviation (n - 1) over the 2 folds
            ------------------------------------------------------------------
                    fold     rows     accuracy     macro F1  weighted F1

                       0        3       1.0000       1.0000       1.0000
                       1        2       0.5000       0.2222       0.3333

                    mean                0.7500       0.6111       0.6667
                      sd                0.3536       0.5500       0.4714

            Classes without a row, 0 in the fold's macro averages: 1 in fold 1

            Skipped: 1 row in no figure
            ---------------------------
            6.png: truncated after 7 bytes

            Provenance
            ----------
            backbone       squeezenet1_1.imagenet1k_v1
            preprocessing  resize 256 (shorter side, bilinear, antialias), centre crop 224, mean (0.485, 0.456,
                           0.406), deviation (0.229, 0.224, 0.225)
            """);
  }

  private static MetricsReport threeRocks() {
    Predictions predictions =
        Predictions.builder(List.of("gneiss", "shale", "tuff"))
            .add("1.png", 0, 0, new double[] {0.75, 0.25, 0})
            .add("2.png", 1, 0, new double[] {0.25, 0.5, 0.25})
            .add("3.png", 2, 0, new double[] {0.25, 0.25, 0.5})
            .add("4.png", 0, 1, new double[] {0.25, 0.5, 0.25})
            .add("5.png", 1, 1, new double[] {0.25, 0.5, 0.25})
            .build();
    return MetricsReport.of(
        predictions,
        ImmutableMap.of(
            "backbone",
            "squeezenet1_1.imagenet1k_v1",
            "preprocessing",
            "resize 256 (shorter side, bilinear, antialias), centre crop 224, mean (0.485,"
                + " 0.456, 0.406), deviation (0.229, 0.224, 0.225)"),
        List.of(new SkippedRow("6.png", "truncated after 7 bytes")));
  }

  @Test
  void saysWhatCopiesDoAndByWhichProtocol() {
    Predictions predictions =
        Predictions.builder(List.of("gneiss", "shale"))
            .addLabels("1.png", "quarry", 0, 0, 0)
            .addLabels("2.png", "quarry", 0, 1, 0)
            .addLabels("3.png", 1, 1, 1)
            .build();
    String text =
        MetricsReport.builder(predictions)
            .metrics(List.of(new ShareOfClass()))
            .copies(new CopiesGap(1, 2, 0.7767, 0.75, 0.8, 0.7))
            .protocol(ImmutableMap.of("name", "standard 1", "folds", "5, stratified, seed 42"))
            .reproduction(ImmutableMap.of("secret", "not printed"))
            .build()
            .toString();

    assertThat(text)
        .contains(
            """
            majority baseline           0.6667

            [ ] 95 % interval: percentile bootstrap over 2 units of 3 rows, 2000 resamples, seed 42
            """)
        .contains("share of the first class    0.3333  [0.0000, 0.5000]\n")
        .contains(
            """

            Groups and copies: 2 images in 1 group
            --------------------------------------
                           accuracy  macro F1
            kept together    0.7767    0.7500
            divided          0.8000    0.7000
            gap             +0.0233   -0.0500

            Protocol
            --------
            name   standard 1
            folds  5, stratified, seed 42
            """)
        .doesNotContain("not printed");
  }

  @Test
  void fitsEightyColumnsWhateverClassesAreCalled() {
    List<String> names =
        IntStream.range(0, 100).mapToObj(index -> "a_class_name_".repeat(10) + index).toList();
    Predictions.Builder builder = Predictions.builder(names);
    for (int row = 0; row < 1000; row++) {
      builder.addLabels("row-" + row, row % 100, row % 99, row / 100 % 5);
    }
    String text = MetricsReport.of(builder.build(), ImmutableMap.of()).toString();

    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    assertThat(text).contains("a_class_name_a_cla...e_a_class_name_42 ");
    assertThat(text).doesNotContain("onfusion");
  }

  @Test
  void fitsAHundredColumnsWithAConfusionMatrixOfTwelveClasses() {
    List<String> names =
        IntStream.range(0, 12).mapToObj(index -> "a_class_name_".repeat(10) + index).toList();
    Predictions.Builder builder = Predictions.builder(names);
    for (int row = 0; row < 99_999; row++) {
      builder.addLabels("row-" + row, row % 12, row % 7, row % 5);
    }

    assertThat(MetricsReport.of(builder.build(), ImmutableMap.of()).toString().lines())
        .allMatch(line -> line.length() <= 100)
        .anyMatch(line -> line.contains(" | l = a_class_na"));
  }

  @Test
  void breaksNoLineWhereANameDoes() {
    Predictions predictions =
        Predictions.builder(List.of("line\nbreak")).addLabels("a", 0, 0, 0).build();

    assertThat(MetricsReport.of(predictions, ImmutableMap.of()).toString())
        .contains("line?break")
        .doesNotContain("line\nbreak");
  }

  @Test
  void showsTheFirstTwentySkippedRowsAndTheirCount() {
    Predictions predictions =
        Predictions.builder(List.of("gneiss")).addLabels("a", 0, 0, 0).build();
    List<SkippedRow> skipped =
        IntStream.range(0, 23).mapToObj(row -> new SkippedRow("x" + row, "truncated")).toList();

    assertThat(MetricsReport.of(predictions, ImmutableMap.of(), skipped).toString())
        .contains("Skipped: 23 rows in no figure\n")
        .contains("x19: truncated\n... and 3 more\n")
        .doesNotContain("x20");
  }

  @Test
  void saysWhichFoldLacksAClass() {
    Predictions predictions =
        Predictions.builder(List.of("gneiss", "shale"))
            .addLabels("a", 0, 0, 0)
            .addLabels("b", 1, 1, 0)
            .addLabels("c", 1, 1, 1)
            .build();

    assertThat(MetricsReport.of(predictions, ImmutableMap.of()).toString())
        .contains("\nClasses without a row, 0 in the fold's macro averages: 1 in fold 1\n");
  }

  @Test
  void holdsOnlyAsciiBesidesNamesAndValues() {
    Stream<String> lines =
        MetricsReport.of(
                ClassificationFixture.named("balanced").predictions(5),
                ImmutableMap.of("seed", "42"))
            .toString()
            .lines();

    assertThat(lines).allMatch(line -> line.chars().allMatch(letter -> letter < 128));
  }
}
