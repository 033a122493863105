package stranger;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.fe4j.Evaluation;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.image.Preprocessing;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.checkpoint.ElementType;
import org.fe4j.zoo.checkpoint.SafetensorsWriter;
import org.fe4j.zoo.checkpoint.StoredTensor;
import org.fe4j.zoo.graph.Parameter;

/** Evaluates a backbone on two classes of drawings. Its weights are random: none are downloaded. */
public final class Main {
  private static final String NAME = "squeezenet1_1";

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path images = folder.resolve("images");
    draw(images.resolve("stripes"), true);
    draw(images.resolve("squares"), false);
    Path weights = folder.resolve("random.safetensors");
    writeRandomWeights(weights);

    Backbone backbone = Backbones.named(NAME, weights);
    MetricsReport report = Evaluation.of(backbone).on(ImageFolder.of(images)).folds(5).run();
    System.out.println(report);
  }

  private static void draw(Path folder, boolean stripes) throws IOException {
    Files.createDirectories(folder);
    Random random = new Random(stripes ? 1 : 2);
    for (int i = 0; i < 15; i++) {
      BufferedImage image = new BufferedImage(120, 100, BufferedImage.TYPE_INT_RGB);
      Graphics2D pen = image.createGraphics();
      pen.setColor(new Color(random.nextInt(1 << 24)));
      for (int j = 0; j < 6; j++) {
        pen.fillRect(j * 20, stripes ? 0 : 10 * j + random.nextInt(20), 10, stripes ? 100 : 10);
      }
      pen.dispose();
      ImageIO.write(image, "png", new File(folder.toFile(), i + ".png"));
    }
  }

  private static void writeRandomWeights(Path file) throws IOException {
    ImageInput input =
        new ImageInput(224, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_DEVIATION);
    List<Parameter> parameters = Architectures.named(NAME).build(input, 1000).parameters();
    Random random = new Random(3);
    SafetensorsWriter.write(
        file,
        parameters.stream()
            .map(p -> new StoredTensor(p.name(), ElementType.FLOAT32, p.shape().sizes()))
            .toList(),
        (name, begin, target, offset, count) -> {
          for (int i = 0; i < count; i++) {
            target[offset + i] = 0.05f * (float) random.nextGaussian();
          }
        });
  }
}
