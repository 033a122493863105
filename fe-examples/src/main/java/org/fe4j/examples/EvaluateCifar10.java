package org.fe4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.Evaluation;
import org.fe4j.dataset.published.Cifar10;
import org.fe4j.metrics.MetricsReport;

/** How good a backbone is on a public data set, read from its publisher's archive. */
public final class EvaluateCifar10 {
  private EvaluateCifar10() {}

  /** Takes a backbone's name and {@code cifar-10-binary.tar.gz}, or the folder in it. */
  public static void main(String[] arguments) throws IOException {
    String model = arguments[0];
    Path archive = Path.of(arguments[1]);
    // begin: public data set
    Cifar10 images = Cifar10.of(archive); // or Cifar10.download(progress)
    MetricsReport report = Evaluation.of(model).on(images).folds(5).run();
    System.out.println(report);
    // end: public data set
  }
}
