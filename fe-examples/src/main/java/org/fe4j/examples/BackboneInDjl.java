package org.fe4j.examples;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.backbone.Backbones;
import org.fe4j.feature.DjlCriteria;
import org.fe4j.progress.ProgressListener;

/** A compiled backbone in a program that is written against DJL. */
public final class BackboneInDjl {
  private BackboneInDjl() {}

  /** Takes a backbone's name and an image; prints the length of its feature. */
  public static void main(String[] arguments)
      throws IOException, ModelException, TranslateException {
    String name = arguments[0];
    Path file = Path.of(arguments[1]);
    // begin: backbone in djl
    Criteria<Image, float[]> criteria =
        DjlCriteria.of(Backbones.named(name)).toCriteria(ProgressListener.NONE);
    try (ZooModel<Image, float[]> model = criteria.loadModel();
        Predictor<Image, float[]> predictor = model.newPredictor()) {
      float[] feature = predictor.predict(ImageFactory.getInstance().fromFile(file));
      System.out.printf("%d values, the first is %s%n", feature.length, feature[0]);
    }
    // end: backbone in djl
  }
}
