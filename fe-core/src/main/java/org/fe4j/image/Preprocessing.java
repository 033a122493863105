package org.fe4j.image;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What happens to a picture before a backbone sees it: resize, centre crop (with zeros around a
 * picture that is smaller than the crop, as torchvision), and the normalisation {@code (byte / 255
 * - mean) / deviation} that the compiled backbone does itself. Part of the weights, not a choice.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param resizeMode what {@code resizePixels} means
 * @param resizePixels the size before the crop, at least 1
 * @param interpolation the filter
 * @param cropPixels side of the square that the backbone sees, at least 1
 * @param mean for red, green, blue, in [0, 1]
 * @param deviation for red, green, blue, positive
 */
public record Preprocessing(
    ResizeMode resizeMode,
    int resizePixels,
    Interpolation interpolation,
    int cropPixels,
    ImmutableList<Double> mean,
    ImmutableList<Double> deviation) {

  /** The mean of ImageNet's training images, as torchvision has it. */
  public static final ImmutableList<Double> IMAGENET_MEAN = ImmutableList.of(0.485, 0.456, 0.406);

  /** The deviation of ImageNet's training images, as torchvision has it. */
  public static final ImmutableList<Double> IMAGENET_DEVIATION =
      ImmutableList.of(0.229, 0.224, 0.225);

  /** Refuses sizes under 1 and a mean or deviation without three values. */
  public Preprocessing {
    if (resizePixels < 1 || cropPixels < 1) {
      throw new IllegalArgumentException(
          "Sizes must be at least 1 pixel, found resize %d and crop %d"
              .formatted(resizePixels, cropPixels));
    }
    if (mean.size() != 3 || deviation.size() != 3) {
      throw new IllegalArgumentException("Mean and deviation need three values each");
    }
    for (double d : deviation) {
      if (!(d > 0)) {
        throw new IllegalArgumentException("Deviations must be positive, found " + deviation);
      }
    }
  }

  /** Returns all of it in one line, as provenance and the recipes of stored features state it. */
  public String description() {
    // A number is %s: %d has other digits in some locales.
    return "resize %s %s %s, crop %s, mean %s, deviation %s"
        .formatted(resizeMode, resizePixels, interpolation, cropPixels, mean, deviation);
  }

  /** Returns the bytes of one crop: three for each of its pixels. */
  public int cropBytes() {
    return Math.multiplyExact(3, Math.multiplyExact(cropPixels, cropPixels));
  }

  /** Returns the same for another crop, with the size before it changed in proportion. */
  public Preprocessing withCropPixels(int pixels) {
    int resize = Math.toIntExact(Math.round((double) resizePixels * pixels / cropPixels));
    return new Preprocessing(resizeMode, resize, interpolation, pixels, mean, deviation);
  }

  /** Returns torchvision's usual kind: shorter side, then centre crop. */
  public static Preprocessing of(
      int resizePixels,
      int cropPixels,
      Interpolation interpolation,
      List<Double> mean,
      List<Double> deviation) {
    return new Preprocessing(
        ResizeMode.SHORTER_SIDE,
        resizePixels,
        interpolation,
        cropPixels,
        ImmutableList.copyOf(mean),
        ImmutableList.copyOf(deviation));
  }
}
