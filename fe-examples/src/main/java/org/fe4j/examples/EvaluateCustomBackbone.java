package org.fe4j.examples;

import java.nio.file.Path;
import java.util.List;
import org.fe4j.Evaluation;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.metrics.MetricsReport;

/**
 * How good a backbone of one's own is: a TorchScript file, as {@code torch.jit.save} writes it, or,
 * where TensorFlow is the engine, a SavedModel directory. Either is a program that the engine runs:
 * load only what you trust.
 */
public final class EvaluateCustomBackbone {
  private EvaluateCustomBackbone() {}

  /** Takes the model, the length of its features, and a folder of class folders. */
  public static void main(String[] arguments) {
    Path model = Path.of(arguments[0]);
    int dimension = Integer.parseInt(arguments[1]);
    Path folder = Path.of(arguments[2]);
    // begin: custom backbone
    Preprocessing preprocessing =
        Preprocessing.of(
            /* resizePixels= */ 146,
            /* cropPixels= */ 128,
            Interpolation.BICUBIC,
            /* mean= */ List.of(0.5, 0.5, 0.5),
            /* deviation= */ List.of(0.25, 0.25, 0.25));
    Backbone backbone =
        CustomBackbone.builder("ours", model, preprocessing.cropPixels(), dimension)
            .preprocessing(preprocessing)
            .build();
    MetricsReport report = Evaluation.of(backbone).on(ImageFolder.of(folder)).folds(5).run();
    System.out.println(report);
    // end: custom backbone
  }
}
