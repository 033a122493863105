package org.fe4j.feature;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;

/** Flat pictures whose colour follows from their index; some of them broken on request. */
final class GeneratedImages implements TwoClasses {
  private final int size;
  private final Set<Integer> broken = new HashSet<>();

  GeneratedImages(int size, Integer... broken) {
    this.size = size;
    this.broken.addAll(ImmutableList.copyOf(broken));
  }

  /** The colour of an image: red, green, blue. */
  static int[] colour(int index) {
    return new int[] {index * 7 % 256, index * 13 % 256, 255 - index % 256};
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String id(int index) {
    return "image%04d.png".formatted(index);
  }

  @Override
  public byte[] bytes(int index) throws IOException {
    if (broken.contains(index)) {
      return "<html>not found</html>".getBytes(StandardCharsets.UTF_8);
    }
    int[] colour = colour(index);
    BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 10; y++) {
      for (int x = 0; x < 20; x++) {
        image.setRGB(x, y, (colour[0] << 16) | (colour[1] << 8) | colour[2]);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
