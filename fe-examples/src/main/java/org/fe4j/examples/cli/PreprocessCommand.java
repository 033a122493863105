package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.fe4j.backbone.Backbone;
import org.fe4j.examples.quickstart.TextureImages;
import org.fe4j.file.WholeFile;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.Preprocessor;
import org.fe4j.image.RgbImage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fe preprocess}: what a backbone sees of an image. */
@Command(
    name = "preprocess",
    header = "Writes what a backbone sees of an image.",
    description = "Decodes, resizes and crops the image as the backbone's weights ask for.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PreprocessCommand implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME",
      description = "The backbone, whose weights decide how images are prepared.")
  private String model = "";

  @Parameters(paramLabel = "IMAGE", description = "An image file of any kind that fe reads.")
  private Path image = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "crop.png",
      description = "The PNG file to write.")
  private Path out = Path.of("");

  PreprocessCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Backbone backbone = ModelOptions.named(command, model, null);
    Preprocessing preprocessing = backbone.preprocessing();
    RgbImage decoded = ImageDecoder.standard().decode(Files.readAllBytes(image), image.toString());
    int side = preprocessing.cropPixels();
    RgbImage seen = RgbImage.wrap(side, side, Preprocessor.of(preprocessing).apply(decoded));
    WholeFile.write(
        out, file -> ImageIO.write(TextureImages.toBufferedImage(seen), "png", file.toFile()));
    console
        .out()
        .printf(
            "%s: %d x %d of %d x %d pixels, resized to %d (%s, %s)%n",
            out,
            side,
            side,
            decoded.width(),
            decoded.height(),
            preprocessing.resizePixels(),
            words(preprocessing.resizeMode()),
            words(preprocessing.interpolation()));
    return 0;
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
