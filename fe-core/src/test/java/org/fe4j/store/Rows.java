package org.fe4j.store;

import java.nio.charset.StandardCharsets;

/** Made-up images and features for tests: the feature follows from the image's number. */
final class Rows {
  private Rows() {}

  static ImageHash image(int number) {
    return ImageHash.of(("image " + number).getBytes(StandardCharsets.UTF_8));
  }

  static float[] feature(int number, int dimension) {
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) Math.sin(number * 0.7 + i * 1.3) * (number + 1);
    }
    return values;
  }
}
