package org.fe4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.fe4j.engine.ChildJvm;
import org.fe4j.feature.TinySavedModel;
import org.fe4j.feature.TinyTorchScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extraction, folds, heads and report, where one engine alone is on the class path. */
class OnlyTensorFlowTest {
  @TempDir Path folder;

  private Path paintTwoColours() throws IOException {
    for (int c = 0; c < 2; c++) {
      Path images = Files.createDirectories(folder.resolve("images/colour" + c));
      for (int i = 0; i < 8; i++) {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 256; pixel++) {
          image.setRGB(pixel % 16, pixel / 16, (10 + 9 * i) * 0x010101 | (0xFF << (8 * c)));
        }
        ImageIO.write(image, "png", images.resolve("image%d.png".formatted(i)).toFile());
      }
    }
    return folder.resolve("images");
  }

  @Test
  void evaluatesWithoutBeingToldWhichEngine() throws Exception {
    Path log = folder.resolve("classes.log");
    Path model = TinySavedModel.meanOfBytes(folder.resolve("model"));
    String printed =
        ChildJvm.of(EvaluateInAnotherProcess.class)
            .withoutPyTorch()
            .flag("-Xlog:class+load:file=" + log)
            .run(model.toString(), paintTwoColours().toString());
    assertThat(printed)
        .startsWith("accuracy 1.0\nengine TensorFlow 2.16.1\nrecorded TensorFlow\n")
        .contains("colour0", "colour1", "stratified 4-fold");
    assertThat(Files.readString(log))
        .contains(" ai.djl.tensorflow.engine.TfModel ")
        .doesNotContain(" ai.djl.pytorch.");
  }

  @Test
  void isNotRecordedWherePyTorchIsTheDefault() throws Exception {
    Path model =
        TinyTorchScript.write(
            folder.resolve("model.pt"), "v = torch.mean(torch.to(x, 6), [1, 2])", "return v");
    assertThat(
            ChildJvm.of(EvaluateInAnotherProcess.class)
                .withoutTensorFlow()
                .run(model.toString(), paintTwoColours().toString()))
        .startsWith("accuracy 1.0\nengine PyTorch ")
        .contains("\nrecorded null\n");
  }

  @Test
  void doesNotReproduceWhatPyTorchHasMade() throws Exception {
    Path model = TinySavedModel.meanOfBytes(folder.resolve("model"));
    assertThat(
            ChildJvm.of(RestoreInAnotherProcess.class)
                .withoutPyTorch()
                .run(model.toString(), paintTwoColours().toString()))
        .startsWith("named: TensorFlow 2.16.1\n")
        .contains("not named: No engine \"PyTorch\" on the class path; there is: TensorFlow.")
        .contains("<artifactId>fe-pytorch</artifactId>");
  }
}
