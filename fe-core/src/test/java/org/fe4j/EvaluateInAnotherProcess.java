package org.fe4j;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.metrics.MetricsReport;

/** A process that evaluates a model on images, with the engine that is there. */
final class EvaluateInAnotherProcess {
  private EvaluateInAnotherProcess() {}

  /** Takes a model of bytes 8 x 8 with three features, and a folder of images. */
  public static void main(String[] arguments) throws IOException {
    CustomBackbone backbone =
        CustomBackbone.builder("ours", Path.of(arguments[0]), 8, 3)
            .input(InputFormat.PIXEL_BYTES)
            .build();
    MetricsReport report =
        Evaluation.of(backbone)
            .on(ImageFolder.of(Path.of(arguments[1])))
            .folds(4)
            .withoutStore()
            .run();
    System.out.println("accuracy " + report.pooled().accuracy());
    System.out.println("engine " + report.provenance().get("engine"));
    System.out.println("recorded " + report.reproduction().get("engine"));
    System.out.println(report);
  }
}
