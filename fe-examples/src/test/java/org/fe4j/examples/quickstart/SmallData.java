package org.fe4j.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.fe4j.backbone.Backbones;

/** Images and weights that are small enough for tests. */
public final class SmallData {
  /** The classes of {@link #images}. */
  public static final List<RockTexture> CLASSES =
      List.of(RockTexture.BEDDING, RockTexture.MUD_CRACKS, RockTexture.SANDSTONE);

  /** Images of each class of {@link #images}. */
  public static final int PER_CLASS = 10;

  /** The backbone of {@link #weights}. */
  public static final String BACKBONE = "shufflenet_v2_x0_5";

  private SmallData() {}

  /** Writes three class folders of ten images and returns the folder that holds them. */
  public static Path images(Path parent) throws IOException {
    Path root = parent.resolve("rocks, all");
    for (RockTexture texture : CLASSES) {
      Path folder = Files.createDirectories(root.resolve(texture.className()));
      for (int i = 0; i < PER_CLASS; i++) {
        var image = TextureImages.toBufferedImage(TextureImages.image(texture, i));
        ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      }
    }
    return root;
  }

  /** Writes random weights of {@link #BACKBONE} and returns the file. */
  public static Path weights(Path folder) throws IOException {
    Path file = folder.resolve("random.safetensors");
    weights(file, BACKBONE);
    return file;
  }

  /** Writes random weights of an architecture to a file. */
  public static void weights(Path file, String architecture) throws IOException {
    RandomWeights.write(file, architecture, Backbones.named(architecture), 1);
  }
}
