package org.fe4j.report;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.DoubleStream;
import org.fe4j.metrics.TrainingCurve;

/** The loss of each fold's head, epoch by epoch. */
final class LearningCurves {
  /** More charts than this are looked at by nobody. */
  private static final int CHARTS = 10;

  /** A line of more points looks the same. */
  private static final int POINTS = 200;

  private LearningCurves() {}

  static void append(Page page, SortedMap<Integer, TrainingCurve> curves) {
    page.paragraph(
        "The loss in nats: on the images trained on during each epoch, and after it on those held"
            + " back for validation. The ring marks the epoch whose weights were kept; the line ends where"
            + " training stopped.");
    page.showing(
        Math.min(CHARTS, curves.size()), curves.size(), "folds", "the table has the others.");
    double highest =
        curves.values().stream()
            .flatMapToDouble(
                c -> DoubleStream.concat(c.trainLosses().stream(), c.validationLosses().stream()))
            .filter(Double::isFinite)
            .max()
            .orElse(1);
    int longest = curves.values().stream().mapToInt(TrainingCurve::epochs).max().orElse(1);
    page.beginCharts();
    curves.entrySet().stream()
        .limit(CHARTS)
        .forEach(
            entry -> {
              TrainingCurve curve = entry.getValue();
              page.chart(
                  "Fold %d: kept epoch %d, stopped after epoch %d."
                      .formatted(entry.getKey(), curve.keptEpoch(), curve.epochs()),
                  id -> chart(id, entry.getKey(), curve, longest, highest));
            });
    page.endCharts();
    DataTable table =
        new DataTable("Training of each fold")
            .text("fold")
            .numbers("kept epoch", "stopped after", "train loss kept", "validation loss kept");
    curves.forEach(
        (fold, curve) ->
            table.row(
                Cell.text(Integer.toString(fold)),
                Cell.count(curve.keptEpoch()),
                Cell.count(curve.epochs()),
                Cell.figure(curve.trainLosses().get(curve.keptEpoch() - 1)),
                Cell.figure(
                    curve.validationLosses().isEmpty()
                        ? Double.NaN
                        : curve.validationLosses().get(curve.keptEpoch() - 1))));
    page.table(table);
  }

  private static String chart(
      String id, int fold, TrainingCurve curve, int longest, double highest) {
    XyPlot plot =
        new XyPlot(
            id,
            250,
            Axis.linear("epoch", Math.min(1, longest - 1), Math.max(2, longest)),
            Axis.linear("loss", 0, Math.max(1e-9, highest * 1.05)));
    line(plot, "training", Ink.SERIES_1, XyPlot.Style.LINE, curve.trainLosses());
    if (!curve.validationLosses().isEmpty()) {
      line(plot, "validation", Ink.SERIES_2, XyPlot.Style.DASHED, curve.validationLosses());
    }
    ImmutableDoubleArray kept =
        curve.validationLosses().isEmpty() ? curve.trainLosses() : curve.validationLosses();
    double loss = kept.get(curve.keptEpoch() - 1);
    if (Double.isFinite(loss)) {
      plot.ring(Ink.INK, curve.keptEpoch(), loss);
      plot.name("kept: " + curve.keptEpoch(), curve.keptEpoch(), loss);
    }
    double end = kept.get(curve.epochs() - 1);
    if (curve.epochs() != curve.keptEpoch() && Double.isFinite(end)) {
      plot.name("stopped: " + curve.epochs(), curve.epochs(), end);
    }
    return plot.svg(
        "Learning curve of fold %d: training and validation loss over %d epochs; epoch %d was kept, with the loss %s."
            .formatted(fold, curve.epochs(), curve.keptEpoch(), Phrases.figure(loss)));
  }

  private static void line(
      XyPlot plot, String name, Ink ink, XyPlot.Style style, ImmutableDoubleArray losses) {
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    int step = Math.max(1, losses.length() / POINTS);
    for (int i = 0; i < losses.length(); i++) {
      if ((i % step == 0 || i == losses.length() - 1) && Double.isFinite(losses.get(i))) {
        xs.add(i + 1.0);
        ys.add(losses.get(i));
      }
    }
    if (!xs.isEmpty()) {
      plot.add(name, ink, style, 0, xs, ys);
    }
  }
}
