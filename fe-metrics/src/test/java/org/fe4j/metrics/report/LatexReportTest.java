package org.fe4j.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.fe4j.metrics.ClassificationFixture;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.junit.jupiter.api.Test;

class LatexReportTest {

  @Test
  void writesTablesWithRulesOfBooktabs() {
    assertThat(LatexReport.of(SampleReport.create()))
        .isEqualTo(
            """
            % Needs booktabs.
            \\begin{table}
            \\centering
            \\caption{Figures of each class over 4 out-of-fold predictions.}
            \\begin{tabular}{lrrrr}
            \\toprule
            Class & Precision & Recall & F1 & Support \\\\
            \\midrule
            cross\\_bedding & 1.0000 & 0.5000 & 0.6667 & 2 \\\\
            tuff, {\\char34}welded{\\char34} & 1.0000 & 1.0000 & 1.0000 & 2 \\\\
            a\\textbar{}b & 0.0000 & 0.0000 & 0.0000 & 0 \\\\
            \\midrule
            Accuracy &  &  & 0.7500 & 4 \\\\
            Macro average & 0.6667 & 0.5000 & 0.5556 & 4 \\\\
            Weighted average & 1.0000 & 0.7500 & 0.8333 & 4 \\\\
            \\bottomrule
            \\end{tabular}
            \\end{table}

            \\begin{table}
            \\centering
            \\caption{Figures of each fold, their mean and standard deviation ($n-1$).}
            \\begin{tabular}{lrrrr}
            \\toprule
            Fold & Rows & Accuracy & Macro F1 & Weighted F1 \\\\
            \\midrule
            0 & 2 & 1.0000 & 0.6667 & 1.0000 \\\\
            1 & 2 & 0.5000 & 0.3333 & 0.5000 \\\\
            \\midrule
            Mean &  & 0.7500 & 0.5000 & 0.7500 \\\\
            SD &  & 0.3536 & 0.2357 & 0.3536 \\\\
            \\bottomrule
            \\end{tabular}
            \\end{table}
            """);
  }

  @Test
  void printsNamesAsTheyAre() {
    assertThat(LatexReport.escaped("[a] 50% & $1 #2 x_y^z {~} <\\b> c--d---e\nf-g \u5ca9"))
        .isEqualTo(
            "{[}a{]} 50\\% \\& \\$1 \\#2 x\\_y\\textasciicircum{}z \\{\\textasciitilde{}\\}"
                + " \\textless{}\\textbackslash{}b\\textgreater{} c-{}-d-{}-{}-e f-g \u5ca9");
  }

  @Test
  void breaksATableOfManyClassesOverPages() {
    String latex =
        LatexReport.of(
            MetricsReport.of(
                ClassificationFixture.named("hundred_ninety_six").predictions(5),
                ImmutableMap.of()));

    assertThat(latex)
        .startsWith("% Needs booktabs and longtable.\n\\begin{longtable}{lrrrr}\n")
        .contains("\\endhead\n0 & ")
        .contains("195 & 0.6522 & 0.8333 & 0.7317 & 18 \\\\\n\\midrule\n")
        .contains("\\bottomrule\n\\end{longtable}\n");
  }

  @Test
  void hasNoMeanOfASingleFold() {
    Predictions oneFold = Predictions.builder(List.of("a")).addLabels("x", 0, 0, 0).build();

    assertThat(LatexReport.of(MetricsReport.of(oneFold, ImmutableMap.of())))
        .contains("\\caption{Figures of the one fold.}")
        .doesNotContain("Mean")
        .doesNotContain("n/a");
  }
}
