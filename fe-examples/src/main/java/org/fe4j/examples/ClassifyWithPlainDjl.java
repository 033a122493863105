package org.fe4j.examples;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.translator.ImageClassificationTranslatorFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Path;

/** A deployed classifier without fe4j: DJL and an engine are all that it needs. */
public final class ClassifyWithPlainDjl {
  private ClassifyWithPlainDjl() {}

  /** Takes the folder of a classifier and an image; prints its five most probable classes. */
  public static void main(String[] arguments)
      throws IOException, ModelException, TranslateException {
    Path folder = Path.of(arguments[0]);
    Path file = Path.of(arguments[1]);
    // begin: plain djl
    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optModelPath(folder)
            .optTranslatorFactory(new ImageClassificationTranslatorFactory())
            .build();
    try (ZooModel<Image, Classifications> model = criteria.loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      System.out.println(predictor.predict(ImageFactory.getInstance().fromFile(file)));
    }
    // end: plain djl
  }
}
