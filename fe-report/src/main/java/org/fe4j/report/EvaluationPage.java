package org.fe4j.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.fe4j.metrics.Averages;
import org.fe4j.metrics.ClassMetrics;
import org.fe4j.metrics.ClassificationMetrics;
import org.fe4j.metrics.CopiesGap;
import org.fe4j.metrics.Decimals;
import org.fe4j.metrics.FoldMetrics;
import org.fe4j.metrics.FoldSummary;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Mistake;
import org.fe4j.metrics.SkippedRow;
import org.fe4j.metrics.report.Html;

/** The page of one evaluation. Not safe for concurrent use; confine an instance to one thread. */
final class EvaluationPage {
  /** A longer table is read by nobody, and makes the page heavy. */
  static final int CLASSES_SHOWN = 200;

  private static final int MISTAKES_SHOWN = 24;
  private static final int SKIPPED_SHOWN = 50;
  private static final int FOLDS_SHOWN = 100;
  private static final int NAMES_IN_SENTENCE = 3;

  /** As many as a chart has room for. */
  private static final int BARS_SHOWN = 60;

  private static final ImmutableList<Metric> FOLD_METRICS =
      ImmutableList.of(
          Metric.ACCURACY,
          Metric.BALANCED_ACCURACY,
          Metric.MACRO_F1,
          Metric.WEIGHTED_F1,
          Metric.LOG_LOSS);

  private final MetricsReport report;
  private final ClassificationMetrics pooled;
  private final Page page;

  private EvaluationPage(MetricsReport report) {
    this.report = report;
    this.pooled = report.pooled();
    String backbone = report.provenance().getOrDefault("backbone", "");
    String described = report.provenance().getOrDefault("data set", "");
    // fe4j writes "rocks: 600 images, 12 classes".
    int colon = described.lastIndexOf(": ");
    String dataset = colon < 0 ? described : described.substring(0, colon);
    this.page =
        new Page(
            backbone.isEmpty()
                ? "Evaluation"
                : backbone + (dataset.isEmpty() ? "" : " on " + dataset),
            "A classifier on frozen features, tested on images that it was not trained on: %s of %s in %s."
                .formatted(
                    Phrases.count(pooled.rowCount(), "prediction"),
                    classes(pooled.classCount()),
                    Phrases.count(report.folds().size(), "fold")));
  }

  static String of(MetricsReport report) {
    EvaluationPage page = new EvaluationPage(report);
    page.summary();
    page.classes();
    ConfusionSection.append(page.page, report);
    page.calibration();
    page.curves();
    page.folds();
    page.mistakes();
    page.distribution();
    page.copies();
    page.skipped();
    facts(page.page, "protocol", "Protocol", report.protocol());
    facts(page.page, "provenance", "Provenance", report.provenance());
    return page.page.finish();
  }

  static String classes(int count) {
    return Phrases.number(count) + (count == 1 ? " class" : " classes");
  }

  static void facts(Page page, String id, String heading, ImmutableMap<String, String> facts) {
    if (!facts.isEmpty()) {
      page.begin(id, heading);
      page.facts(facts);
      page.end();
    }
  }

  private void summary() {
    page.begin("summary", "Summary");
    page.body().element("p class=\"verdict\"", verdict());
    page.body().raw("<dl class=\"figures\">\n");
    share("accuracy", Metric.ACCURACY);
    share("balanced accuracy", Metric.BALANCED_ACCURACY);
    figure("macro F1", Metric.MACRO_F1);
    figure("weighted F1", Metric.WEIGHTED_F1);
    if (!Double.isNaN(report.pooled(Metric.TOP_5_ACCURACY))) {
      share("top-5 accuracy", Metric.TOP_5_ACCURACY);
    }
    fact("always the largest class", Phrases.percent(pooled.majorityBaseline()), "accuracy");
    figure("Cohen's kappa", Metric.COHEN_KAPPA);
    figure("Matthews correlation", Metric.MATTHEWS_CORRELATION);
    if (pooled.hasProbabilities()) {
      figure("log loss, lower is better", Metric.LOG_LOSS);
      figure("Brier score, lower is better", Metric.BRIER_SCORE);
      figure("calibration error, lower is better", Metric.CALIBRATION_ERROR);
    }
    report.metrics().stream()
        .filter(metric -> Metric.standard().stream().noneMatch(s -> s.key().equals(metric.key())))
        .forEach(metric -> figure(metric.label(), metric));
    fact("predictions", Phrases.number(pooled.rowCount()), "");
    fact("classes", Phrases.number(pooled.classCount()), "");
    fact("folds", Phrases.number(report.folds().size()), "");
    page.body().raw("</dl>\n");
    page.body()
        .element(
            "p class=\"note\"",
            "Figures are over the predictions of all folds together; in small, 95 % intervals for"
                + " other images of the same kind (percentile bootstrap over images or their"
                + " groups). A class without an image, or never predicted, counts as 0 in macro"
                + " averages.");
    page.end();
  }

  /** Says the result to somebody who reads nothing else. */
  private String verdict() {
    StringBuilder text = new StringBuilder();
    text.append("About ")
        .append(Phrases.percent(pooled.accuracy()))
        .append(" of new images of this kind would be recognised rightly");
    report
        .interval(Metric.ACCURACY)
        .ifPresent(
            i -> text.append(" (95 % interval ").append(Phrases.percentRange(i)).append(")"));
    text.append("; always naming the most frequent class would give ")
        .append(Phrases.percent(pooled.majorityBaseline()))
        .append(". ");
    List<ClassMetrics> worst =
        pooled.perClass().stream()
            .filter(c -> c.support() > 0 && c.f1() < 1)
            .sorted(Comparator.comparingDouble(ClassMetrics::f1))
            .limit(NAMES_IN_SENTENCE)
            .toList();
    if (worst.isEmpty()) {
      return text.append("No class has a mistake.").toString();
    }
    text.append(worst.size() == 1 ? "The hardest class is " : "The hardest classes are ");
    for (int i = 0; i < worst.size(); i++) {
      text.append(i == 0 ? "" : i == worst.size() - 1 ? " and " : ", ")
          // Isolated, whichever way its script runs.
          .append("\u2068")
          .append(TextWidth.fit(worst.get(i).name(), 1, 40))
          .append("\u2069 (F1 ")
          .append(Decimals.fixed(worst.get(i).f1(), 2))
          .append(")");
    }
    return text.append(".").toString();
  }

  private void share(String name, Metric metric) {
    fact(
        name,
        Phrases.percent(report.pooled(metric)),
        report.interval(metric).map(Phrases::percentRange).orElse(""));
  }

  private void figure(String name, Metric metric) {
    fact(
        name,
        Phrases.figure(report.pooled(metric)),
        report.interval(metric).map(Phrases::range).orElse(""));
  }

  private void fact(String name, String value, String small) {
    page.body().raw("<div>").element("dt", name).raw("<dd>").text(value);
    if (!small.isEmpty()) {
      page.body().raw(" ").element("small", small);
    }
    page.body().raw("</dd></div>\n");
  }

  private void classes() {
    page.begin("classes", "Classes");
    List<ClassMetrics> all = pooled.perClass();
    List<ClassMetrics> shown =
        all.size() <= CLASSES_SHOWN
            ? all
            : all.stream()
                .sorted(Comparator.comparingDouble(ClassMetrics::f1))
                .limit(CLASSES_SHOWN)
                .toList();
    page.showing(
        shown.size(), all.size(), "classes, those with the lowest F1", "all are in report.md.");
    page.paragraph("The stronger the ground of a figure, the more is missing to 1.");
    DataTable table =
        new DataTable("Precision, recall and F1 of each class")
            .text("class")
            .numbers("precision", "recall", "F1", "images");
    double worst = 1 - all.stream().mapToDouble(ClassMetrics::f1).min().orElse(1);
    for (ClassMetrics c : shown) {
      table.row(
          Cell.text(c.name()),
          share(c.precision(), worst),
          share(c.recall(), worst),
          share(c.f1(), worst),
          Cell.count(c.support()));
    }
    averages(table, "macro average", pooled.macro());
    averages(table, "weighted average", pooled.weighted());
    page.table(table);
    page.end();
  }

  /** The ground is darker the more is missing, so that the eye finds the hard classes. */
  private static Cell share(double value, double worst) {
    return Cell.shaded(value, Phrases.figure(value), (1 - value) / Math.max(0.1, worst));
  }

  private void averages(DataTable table, String name, Averages averages) {
    table.footRow(
        Cell.text(name),
        Cell.figure(averages.precision()),
        Cell.figure(averages.recall()),
        Cell.figure(averages.f1()),
        Cell.count(pooled.rowCount()));
  }

  private void calibration() {
    page.begin("calibration", "Are its probabilities right?");
    if (!pooled.hasProbabilities()) {
      page.paragraph("The predictions are labels without probabilities, so nobody knows.");
      page.end();
      return;
    }
    page.paragraph(CalibrationCharts.sentence(report));
    page.beginCharts();
    page.chart(
        "Reliability diagram: of the predictions with a probability, how many are right. On the"
            + " dashed line they are right as often as they say; below it they promise too much."
            + " 15 bins of equal width.",
        id -> CalibrationCharts.reliability(id, pooled.reliability()));
    page.chart(
        "How sure it is: the share of the predictions in each bin of probability.",
        id -> CalibrationCharts.confidence(id, pooled.reliability()));
    page.endCharts();
    page.details(
        "The figures of the bins", () -> page.table(CalibrationCharts.table(pooled.reliability())));
    page.end();
  }

  private void curves() {
    if (report.trainingCurves().isEmpty()) {
      return;
    }
    page.begin("training", "How the heads were trained");
    LearningCurves.append(page, report.trainingCurves());
    page.end();
  }

  private void folds() {
    page.begin("folds", "Folds");
    List<FoldMetrics> folds = report.folds();
    if (folds.size() > 1) {
      FoldSummary accuracy = report.overFolds(Metric.ACCURACY);
      page.paragraph(
          "Accuracy over the folds: mean %s, standard deviation %s (n \u2212 1)."
                  .formatted(
                      Phrases.figure(accuracy.mean()), Phrases.figure(accuracy.standardDeviation()))
              + report
                  .resampledInterval(Metric.ACCURACY)
                  .map(
                      i ->
                          " For heads trained on other images, the 95 % interval is "
                              + Phrases.percentRange(i)
                              + " (corrected resampled t).")
                  .orElse(""));
      page.chart(
          "Figures of each fold: " + BoxPlot.reading(folds.size()), id -> foldBoxes(id, folds));
    }
    page.showing(
        Math.min(folds.size(), FOLDS_SHOWN), folds.size(), "folds", "all are in report.md.");
    DataTable table = new DataTable("Figures of each fold").text("fold").numbers("images");
    FOLD_METRICS.forEach(metric -> table.numbers(metric.label()));
    for (FoldMetrics fold : folds.subList(0, Math.min(folds.size(), FOLDS_SHOWN))) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(Integer.toString(fold.fold())));
      cells.add(Cell.count(fold.metrics().rowCount()));
      FOLD_METRICS.forEach(metric -> cells.add(Cell.figure(ofFold(fold, metric))));
      table.row(cells);
    }
    if (folds.size() > 1) {
      footer(table, "mean", FoldSummary::mean);
      footer(table, "sd", FoldSummary::standardDeviation);
    }
    page.table(table);
    page.end();
  }

  private void footer(DataTable table, String name, ToDoubleFunction<FoldSummary> figure) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text(name));
    cells.add(Cell.empty());
    FOLD_METRICS.forEach(
        metric -> cells.add(Cell.figure(figure.applyAsDouble(report.overFolds(metric)))));
    table.footRow(cells.toArray(Cell[]::new));
  }

  private static double ofFold(FoldMetrics fold, Metric metric) {
    ClassificationMetrics figures = fold.metrics();
    return metric == Metric.ACCURACY
        ? figures.accuracy()
        : metric == Metric.BALANCED_ACCURACY
            ? figures.balancedAccuracy()
            : metric == Metric.MACRO_F1
                ? figures.macro().f1()
                : metric == Metric.WEIGHTED_F1 ? figures.weighted().f1() : figures.logLoss();
  }

  private static String foldBoxes(String id, List<FoldMetrics> folds) {
    BoxPlot plot = new BoxPlot(id, "figure of a fold");
    for (Metric metric :
        List.of(Metric.ACCURACY, Metric.BALANCED_ACCURACY, Metric.MACRO_F1, Metric.WEIGHTED_F1)) {
      plot.add(metric.label(), folds.stream().map(fold -> ofFold(fold, metric)).toList());
    }
    return plot.svg(
        "Boxes of accuracy, balanced accuracy, macro F1 and weighted F1 over %s; accuracy from %s to %s."
            .formatted(
                Phrases.count(folds.size(), "fold"),
                Phrases.figure(
                    folds.stream().mapToDouble(f -> ofFold(f, Metric.ACCURACY)).min().orElse(0)),
                Phrases.figure(
                    folds.stream().mapToDouble(f -> ofFold(f, Metric.ACCURACY)).max().orElse(0))),
        0,
        1);
  }

  private void mistakes() {
    ImmutableList<Mistake> mistakes = report.mostConfidentMistakes(MISTAKES_SHOWN);
    if (mistakes.isEmpty()) {
      return;
    }
    page.begin("mistakes", "Most confident mistakes");
    page.paragraph(
        "Look here first: what is wrong with a high probability is often a wrong label, or"
            + " something the images should not show.");
    int wrong = pooled.rowCount() - pooled.confusionMatrix().correctCount();
    page.showing(mistakes.size(), wrong, "mistakes", "all are in predictions.csv.");
    Html html = page.body();
    html.raw("<ul class=\"mistakes\">\n");
    for (Mistake mistake : mistakes) {
      html.raw("<li>");
      String picture = report.pictures().get(mistake.id());
      if (picture != null) {
        html.raw("<img src=\"").text(picture).raw("\" alt=\"").text(mistake.id()).raw("\"/>");
      }
      html.raw("<dl>");
      pair("is", report.classNames().get(mistake.truth()));
      pair("taken for", report.classNames().get(mistake.predicted()));
      pair("probability", Phrases.percent(mistake.probability()));
      pair("image", mistake.id());
      html.raw("</dl></li>\n");
    }
    html.raw("</ul>\n");
    page.end();
  }

  private void pair(String name, String value) {
    page.body()
        .raw("<div>")
        .element("dt", name)
        .raw("<dd><bdi>")
        .text(value)
        .raw("</bdi></dd></div>");
  }

  private void distribution() {
    page.begin("distribution", "Images of each class");
    List<ClassMetrics> all = pooled.perClass();
    int largest = Math.max(1, all.stream().mapToInt(ClassMetrics::support).max().orElse(1));
    List<ClassMetrics> bySize =
        all.stream().sorted(Comparator.comparingInt(ClassMetrics::support).reversed()).toList();
    List<ClassMetrics> shown = new ArrayList<>(bySize);
    if (all.size() > BARS_SHOWN) {
      shown = new ArrayList<>(bySize.subList(0, BARS_SHOWN / 2));
      shown.addAll(bySize.subList(all.size() - BARS_SHOWN / 2, all.size()));
    }
    page.showing(
        shown.size(), all.size(), "classes, the largest and the smallest", "all are in report.md.");
    DataTable table =
        new DataTable("Images of each class").text("class").numbers("images").text("as a bar");
    for (ClassMetrics c : shown) {
      table.row(
          Cell.text(c.name()),
          Cell.count(c.support()),
          new Cell(
              " class=\"bars\"",
              "<span class=\"bar\" style=\"width:%s%%\"></span>"
                  .formatted(SvgWriter.number(100.0 * c.support() / largest))));
    }
    page.table(table.unsorted());
    page.end();
  }

  private void copies() {
    report.copies().ifPresent(this::copies);
  }

  private void copies(CopiesGap gap) {
    page.begin("copies", "What groups and copies do");
    page.paragraph(
        ("%s lie in %s, of the data set or of copies. The figures of this page keep each group in one"
                + " part; with groups divided among training and testing, accuracy would seem %s %s.")
            .formatted(
                Phrases.count(gap.images(), "image"),
                Phrases.count(gap.groups(), "group"),
                points(Math.abs(gap.accuracyGap())),
                gap.accuracyGap() < 0 ? "lower" : "higher"));
    page.table(
        new DataTable("Figures with groups kept together and divided")
            .text("groups")
            .numbers("accuracy", "macro F1")
            .row(
                Cell.text("kept together"),
                Cell.figure(gap.accuracyTogether()),
                Cell.figure(gap.macroF1Together()))
            .row(
                Cell.text("divided"),
                Cell.figure(gap.accuracyDivided()),
                Cell.figure(gap.macroF1Divided()))
            .unsorted());
    page.end();
  }

  private static String points(double gap) {
    return Phrases.percent(gap).replace("\u00a0%", " percentage points");
  }

  private void skipped() {
    ImmutableList<SkippedRow> rows = report.skipped();
    if (rows.isEmpty()) {
      return;
    }
    page.begin("skipped", "Skipped images");
    page.paragraph(
        "%s could not be read, and %s in no figure."
            .formatted(Phrases.count(rows.size(), "image"), rows.size() == 1 ? "is" : "are"));
    page.showing(
        Math.min(rows.size(), SKIPPED_SHOWN), rows.size(), "images", "all are in report.md.");
    DataTable table = new DataTable("Skipped images").text("image", "reason");
    rows.stream()
        .limit(SKIPPED_SHOWN)
        .forEach(row -> table.row(Cell.text(row.id()), Cell.text(row.reason())));
    page.table(table);
    page.end();
  }
}
