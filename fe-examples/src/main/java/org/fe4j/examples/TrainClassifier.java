package org.fe4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.Classifier;
import org.fe4j.Evaluation;
import org.fe4j.SavedClassifier;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.classifier.ClassProbability;
import org.fe4j.classifier.Classification;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.metrics.MetricsReport;

/** From an evaluation to a classifier that runs. */
public final class TrainClassifier {
  private TrainClassifier() {}

  /** Takes a backbone's name, a folder of class folders, a folder to write and an image. */
  public static void main(String[] arguments) throws IOException {
    Backbone backbone = Backbones.named(arguments[0]);
    Path folder = Path.of(arguments[2]);
    Path image = Path.of(arguments[3]);
    // begin: train
    ImageFolder rocks = ImageFolder.of(Path.of(arguments[1]));
    MetricsReport report = Evaluation.of(backbone).on(rocks).run();
    SavedClassifier saved = Classifier.train(backbone, rocks, report.protocol()).save(folder);
    System.out.printf(
        "%s: %d images, %s%n", saved.folder(), saved.images(), saved.description().classNames());
    // end: train
    // begin: classify
    try (Classifier classifier = Classifier.load(folder)) {
      Classification answer = classifier.classify(image);
      for (ClassProbability found : answer.top(3)) {
        System.out.printf("%s %.3f%n", found.className(), found.probability());
      }
    }
    // end: classify
  }
}
