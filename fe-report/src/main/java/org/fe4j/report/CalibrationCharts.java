package org.fe4j.report;

import java.util.List;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.ReliabilityBins;
import org.fe4j.metrics.ReliabilityBins.Bin;

/** What the probabilities of a classifier are worth. */
final class CalibrationCharts {
  /** Less than this, on average, is nothing to speak of. */
  private static final double NOTHING = 0.01;

  private CalibrationCharts() {}

  static String sentence(MetricsReport report) {
    List<Bin> bins = filled(report.pooled().reliability());
    double rows = bins.stream().mapToInt(Bin::rows).sum();
    double gap =
        bins.stream().mapToDouble(bin -> bin.rows() * (bin.meanConfidence() - bin.accuracy())).sum()
            / rows;
    String what =
        Math.abs(gap) < NOTHING
            ? "On average it is as sure as it is right"
            : gap > 0
                ? "On average it is surer than it is right, by " + points(gap)
                : "On average it is right more often than it says, by " + points(-gap);
    return what
        + "; the expected calibration error is "
        + Phrases.figure(report.pooled(Metric.CALIBRATION_ERROR))
        + ".";
  }

  private static String points(double share) {
    return Phrases.percent(share).replace("\u00a0%", " percentage points");
  }

  static String reliability(String id, ReliabilityBins bins) {
    List<Bin> filled = filled(bins);
    XyPlot plot =
        new XyPlot(
            id,
            330,
            Axis.linear("mean probability of the predicted class", 0, 1),
            Axis.linear("share predicted rightly", 0, 1));
    bins.bins().stream()
        .filter(bin -> bin.rows() > 0)
        .forEach(bin -> plot.bar(bin.low(), bin.high(), bin.accuracy()));
    plot.add(
        "as sure as right",
        Ink.FAINT,
        XyPlot.Style.DASHED,
        0,
        List.of(0.0, 1.0),
        List.of(0.0, 1.0));
    plot.add(
        "this classifier",
        Ink.SERIES_2,
        XyPlot.Style.LINE_AND_POINTS,
        0,
        filled.stream().map(Bin::meanConfidence).toList(),
        filled.stream().map(Bin::accuracy).toList());
    Bin last = filled.get(filled.size() - 1);
    return plot.svg(
        "Reliability diagram over %d of %d bins that have predictions; in the highest, mean probability %s and accuracy %s."
            .formatted(
                filled.size(),
                bins.bins().size(),
                Phrases.figure(last.meanConfidence()),
                Phrases.figure(last.accuracy())));
  }

  static String confidence(String id, ReliabilityBins bins) {
    double rows = bins.bins().stream().mapToInt(Bin::rows).sum();
    double largest = bins.bins().stream().mapToInt(Bin::rows).max().orElse(1) / rows;
    XyPlot plot =
        new XyPlot(
            id,
            330,
            Axis.linear("probability of the predicted class", 0, 1),
            Axis.linear("share of the predictions", 0, largest * 1.05));
    bins.bins().forEach(bin -> plot.bar(bin.low(), bin.high(), bin.rows() / rows));
    return plot.svg(
        "Histogram of the probability of the predicted class; the largest bin holds %s of the predictions."
            .formatted(Phrases.percent(largest)));
  }

  static DataTable table(ReliabilityBins bins) {
    DataTable table =
        new DataTable("Predictions by the probability of the predicted class")
            .text("probability")
            .numbers("predictions", "mean probability", "predicted rightly");
    for (Bin bin : bins.bins()) {
      table.row(
          Cell.text("%s to %s".formatted(Phrases.figure(bin.low()), Phrases.figure(bin.high()))),
          Cell.count(bin.rows()),
          Cell.figure(bin.meanConfidence()),
          Cell.figure(bin.accuracy()));
    }
    return table.unsorted();
  }

  private static List<Bin> filled(ReliabilityBins bins) {
    return bins.bins().stream().filter(bin -> bin.rows() > 0).toList();
  }
}
