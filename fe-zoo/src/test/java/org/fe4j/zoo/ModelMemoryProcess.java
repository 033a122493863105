package org.fe4j.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.checkpoint.ElementType;
import org.fe4j.zoo.checkpoint.SafetensorsWriter;
import org.fe4j.zoo.checkpoint.StoredTensor;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.verify.GeneratedTensor;
import org.fe4j.zoo.verify.GoldenWeights;

/**
 * Prints the memory of this process that is no file's, in megabytes, while models come and go;
 * fails where a feature is another one than before.
 */
final class ModelMemoryProcess {
  private static final int SMALL_PIXELS = 64;
  private static final int LARGE_PIXELS = 224;

  private ModelMemoryProcess() {}

  /** Takes the engine, a folder for weights, and how many predictions to make. */
  public static void main(String[] arguments) throws IOException {
    String engine = arguments[0];
    Path folder = Path.of(arguments[1]);
    int predictions = Integer.parseInt(arguments[2]);
    ArchitectureBackbone small = backbone(folder, "shufflenet_v2_x0_5", SMALL_PIXELS);
    ArchitectureBackbone large = backbone(folder, "vit_b_16", LARGE_PIXELS);
    RgbImage image = image();
    try (FeatureExtractor first = open(engine, small)) {
      float[] expected = first.extract(image);
      repeat(first, image, expected, predictions / 10);
      print("after a tenth");
      repeat(first, image, expected, predictions);
      print("after all");
      for (int i = 0; i < 3; i++) {
        try (FeatureExtractor second = open(engine, large)) {
          float[] ofSecond = second.extract(image);
          print("with a second model");
          repeat(first, image, expected, 2);
          repeat(second, image, ofSecond, 2);
        }
        print("after it was closed");
      }
      repeat(first, image, expected, 2);
    }
  }

  private static FeatureExtractor open(String engine, ArchitectureBackbone backbone)
      throws IOException {
    return FeatureExtractor.builder(backbone)
        .engine(engine)
        .batchSize(1)
        .withoutStore()
        .open(ProgressListener.NONE);
  }

  private static void repeat(FeatureExtractor model, RgbImage image, float[] expected, int times)
      throws IOException {
    for (int i = 0; i < times; i++) {
      if (!Arrays.equals(model.extract(image), expected)) {
        throw new IllegalStateException("Another feature than at first");
      }
    }
  }

  private static RgbImage image() {
    byte[] pixels = new byte[LARGE_PIXELS * LARGE_PIXELS * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ((i * 31) >>> 3);
    }
    return RgbImage.wrap(LARGE_PIXELS, LARGE_PIXELS, pixels);
  }

  private static ArchitectureBackbone backbone(Path folder, String name, int pixels)
      throws IOException {
    Preprocessing preprocessing =
        Preprocessing.of(
            pixels,
            pixels,
            Interpolation.BILINEAR,
            Preprocessing.IMAGENET_MEAN,
            Preprocessing.IMAGENET_DEVIATION);
    ImageInput input =
        new ImageInput(pixels, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_DEVIATION);
    List<Parameter> parameters =
        Architectures.named(name).build(input, 1000).storedParameters().values().asList();
    GoldenWeights weights =
        GoldenWeights.of(parameters.stream().map(ModelMemoryProcess::generated).toList());
    Path file = folder.resolve(name + ".safetensors");
    SafetensorsWriter.write(
        file,
        parameters.stream()
            .map(p -> new StoredTensor(p.name(), ElementType.FLOAT32, p.shape().sizes()))
            .toList(),
        weights::read);
    return ArchitectureBackbone.of(
        Architectures.named(name), file, preprocessing, BackboneKind.CONVOLUTIONAL, 1000);
  }

  private static GeneratedTensor generated(Parameter parameter) {
    boolean scale = parameter.shape().rank() == 1 && !parameter.name().endsWith("bias");
    return new GeneratedTensor(
        parameter.name(),
        ElementType.FLOAT32,
        parameter.shape().sizes(),
        scale ? 1 : 0,
        scale ? 0.1f : 0.02f);
  }

  private static void print(String when) throws IOException {
    System.gc(); // buffers of the JVM are no model's
    long kilobytes =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("RssAnon:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow();
    System.out.printf("%s: %d MB%n", when, kilobytes / 1024);
  }
}
