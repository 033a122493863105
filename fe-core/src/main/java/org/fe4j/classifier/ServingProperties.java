package org.fe4j.classifier;

import java.util.Map;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.ResizeMode;

/**
 * The file {@code serving.properties}, by which DJL Serving and DJL's {@code Criteria} load a
 * folder: <a href="https://docs.djl.ai/master/docs/serving/serving/docs/modes.html">its
 * settings</a>, and the arguments of DJL's {@code ImageClassificationTranslatorFactory}.
 *
 * <p>DJL resizes by its engine: bilinear, for that is the only one of its filters that keeps a byte
 * a byte. What it makes of a picture is near what the classifier was trained on, and equal only
 * where the picture has the size of the crop already.
 */
final class ServingProperties {
  private ServingProperties() {}

  static String of(ClassifierDescription description) {
    Map.Entry<String, ClassifierDescription.Program> first =
        description.programs().entrySet().iterator().next();
    Preprocessing preprocessing = description.preprocessing();
    // Where both are there, the directory's name does not keep PyTorch from its model.pt.
    String modelName =
        description.programs().values().stream()
            .map(ClassifierDescription.Program::file)
            .filter(file -> !file.contains("."))
            .findFirst()
            .orElse("model");
    return """
        # Written by fe4j. Class names are in synset.txt, everything else is in classifier.json.
        engine=%s
        modelName=%s
        option.modelName=%s
        # What DJL resizes on TensorFlow is left in floats; this signature takes those.
        option.SignatureDefKey=floats
        application=cv/image_classification
        translatorFactory=ai.djl.modality.cv.translator.ImageClassificationTranslatorFactory
        width=%d
        height=%d
        %s=%s
        centerCrop=true
        toTensor=false
        applySoftmax=false
        topK=%d
        """
        .formatted(
            first.getKey(),
            modelName,
            modelName,
            preprocessing.cropPixels(),
            preprocessing.cropPixels(),
            preprocessing.resizeMode() == ResizeMode.SHORTER_SIDE ? "resizeShort" : "resize",
            preprocessing.resizeMode() == ResizeMode.SHORTER_SIDE
                ? preprocessing.resizePixels()
                : preprocessing.cropPixels(),
            Math.min(5, description.classNames().size()));
  }
}
