package stranger;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.fe4j.Evaluation;
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

/**
 * Evaluates a backbone of the zoo where TensorFlow is the only engine, without naming it. The
 * weights are random: none are downloaded.
 */
public final class Main {
  private static final String NAME = "squeezenet1_1";
  private static final int IMAGES = 12;

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path images = folder.resolve("images");
    for (int i = 0; i < IMAGES; i++) {
      draw(images.resolve("discs"), i, true);
      draw(images.resolve("squares"), i, false);
    }
    Path weights = folder.resolve("random.safetensors");
    writeRandomWeights(weights);

    MetricsReport report =
        Evaluation.of(Backbones.named(NAME, weights)).on(ImageFolder.of(images)).folds(4).run();
    System.out.println("engine: " + report.provenance().get("engine"));
    System.out.println("PyTorch: " + System.getProperty("java.class.path").contains("pytorch"));
    System.out.println(report);
  }

  private static void draw(Path folder, int number, boolean round) throws IOException {
    Files.createDirectories(folder);
    Random random = new Random(2L * number + (round ? 1 : 0));
    BufferedImage image = new BufferedImage(110, 90, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    for (int j = 0; j < 5; j++) {
      pen.setColor(new Color(random.nextInt(1 << 24)));
      int x = random.nextInt(80);
      int y = random.nextInt(60);
      if (round) {
        pen.fillOval(x, y, 30, 30);
      } else {
        pen.fillRect(x, y, 30, 30);
      }
    }
    pen.dispose();
    ImageIO.write(image, "png", folder.resolve(number + ".png").toFile());
  }

  private static void writeRandomWeights(Path file) throws IOException {
    ImageInput input =
        new ImageInput(224, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_DEVIATION);
    List<Parameter> parameters = Architectures.named(NAME).build(input, 1000).parameters();
    Random random = new Random(5);
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
