package org.fe4j.zoo;

import java.util.SplittableRandom;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.MemoryImages;
import org.fe4j.image.RgbImage;

/** Pictures of three classes that a classifier can tell apart, mostly: stripes in noise. */
final class ClassifierImages {
  private static final String[] CLASSES = {"across", "down", "slanting"};

  private ClassifierImages() {}

  /** Returns so many pictures of each class, of different sizes. */
  static ImageDataset dataset(int ofEach) {
    MemoryImages.Builder images = MemoryImages.builder("stripes");
    for (int i = 0; i < ofEach * CLASSES.length; i++) {
      images.add("%s-%d".formatted(CLASSES[i % 3], i), CLASSES[i % 3], picture(i % 3, i));
    }
    return images.build();
  }

  /** Returns a picture. */
  static RgbImage picture(int label, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int width = 180 + random.nextInt(120);
    int height = 180 + random.nextInt(120);
    int period = 6 + random.nextInt(10);
    byte[] pixels = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int position = label == 0 ? y : label == 1 ? x : x + y;
        int level = position / period % 2 == 0 ? 60 : 170;
        for (int c = 0; c < 3; c++) {
          pixels[3 * (y * width + x) + c] = (byte) (level + random.nextInt(80));
        }
      }
    }
    return RgbImage.wrap(width, height, pixels);
  }
}
