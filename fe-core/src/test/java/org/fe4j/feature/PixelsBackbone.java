package org.fe4j.feature;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;

/**
 * A backbone whose feature is the picture itself: every value can be checked, and shards are small
 * in rows.
 */
final class PixelsBackbone {
  private PixelsBackbone() {}

  static Backbone of(Path file, int side) throws IOException {
    TinyTorchScript.write(file, "v = torch.flatten(torch.to(x, 6), 1)", "return v");
    return CustomBackbone.builder("pixels", file, side, 3 * side * side)
        .input(InputFormat.PIXEL_BYTES)
        .preprocessing(
            Preprocessing.of(
                side,
                side,
                Interpolation.BILINEAR,
                Preprocessing.IMAGENET_MEAN,
                Preprocessing.IMAGENET_DEVIATION))
        .build();
  }

  /** Returns whether a feature is the picture of this number. */
  static boolean isFeatureOf(float[] feature, int index, int side) {
    byte[] pixels = NoisyImages.pixels(index, side);
    for (int i = 0; i < pixels.length; i++) {
      if (feature[i] != (pixels[i] & 0xFF)) {
        return false;
      }
    }
    return feature.length == pixels.length;
  }
}
