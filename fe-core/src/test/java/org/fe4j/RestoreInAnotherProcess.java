package org.fe4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.metrics.MetricsReport;

/** A process that evaluates with the settings of a report that names its engine, or does not. */
final class RestoreInAnotherProcess {
  private RestoreInAnotherProcess() {}

  /** Takes a model of bytes 8 x 8 with three features, and a folder of images. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> settings = new HashMap<>(evaluation(arguments).settings());
    System.out.println("named: " + run(arguments, settings));
    settings.remove("engine");
    System.out.println("not named: " + run(arguments, settings));
  }

  private static Evaluation<MetricsReport> evaluation(String[] arguments) throws IOException {
    CustomBackbone backbone =
        CustomBackbone.builder("ours", Path.of(arguments[0]), 8, 3)
            .input(InputFormat.PIXEL_BYTES)
            .build();
    return Evaluation.of(backbone)
        .on(ImageFolder.of(Path.of(arguments[1])))
        .folds(4)
        .withoutStore();
  }

  private static String run(String[] arguments, Map<String, String> settings) throws IOException {
    Evaluation<MetricsReport> evaluation = evaluation(arguments);
    evaluation.restore(settings);
    try {
      // What a report only describes is given again.
      return String.valueOf(evaluation.folds(4).run().provenance().get("engine"));
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
