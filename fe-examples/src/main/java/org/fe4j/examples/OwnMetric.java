package org.fe4j.examples;

import java.nio.file.Path;
import org.fe4j.Evaluation;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;

/** A metric of one's own beside the standard ones. */
public final class OwnMetric {
  private OwnMetric() {}

  // begin: metric
  /** The share of rows that are right, or wrong with a probability under one half. */
  static final class NeverSurelyWrong implements Metric {
    @Override
    public String key() {
      return "neverSurelyWrong";
    }

    @Override
    public String label() {
      return "never surely wrong";
    }

    @Override
    public double of(Predictions predictions) {
      int fine = 0;
      for (int row = 0; row < predictions.size(); row++) {
        int predicted = predictions.predicted(row);
        boolean right = predicted == predictions.truth(row);
        fine += right || predictions.probability(row, predicted) < 0.5 ? 1 : 0;
      }
      return (double) fine / predictions.size();
    }
  }

  // end: metric

  /** Takes a backbone's name and a folder. */
  public static void main(String[] arguments) {
    String model = arguments[0];
    Path folder = Path.of(arguments[1]);
    // begin: report
    Metric metric = new NeverSurelyWrong();
    MetricsReport report = Evaluation.of(model).on(ImageFolder.of(folder)).metric(metric).run();
    System.out.println(report.pooled(metric) + " " + report.interval(metric));
    // end: report
  }
}
