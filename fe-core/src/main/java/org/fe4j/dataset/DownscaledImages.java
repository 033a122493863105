package org.fe4j.dataset;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.Interpolation;
import org.fe4j.image.RgbImage;
import org.fe4j.image.UnreadableImageException;

/**
 * The images of a data set, none with a shorter side of more pixels than a limit.
 *
 * @param whole the data set
 * @param pixels the limit, at least 1
 */
record DownscaledImages(ImageDataset whole, int pixels) implements ImageDataset {
  private static final ImageDecoder DECODER = ImageDecoder.standard();

  /** Refuses a limit under 1. */
  DownscaledImages {
    if (pixels < 1) {
      throw new IllegalArgumentException(
          "[%s] Pictures can be made smaller down to 1 pixel, not %d"
              .formatted(whole.name(), pixels));
    }
  }

  @Override
  public String name() {
    return "%s (at most %d pixels)".formatted(whole.name(), pixels);
  }

  @Override
  public int size() {
    return whole.size();
  }

  @Override
  public ImmutableList<String> classNames() {
    return whole.classNames();
  }

  @Override
  public int label(int index) {
    return whole.label(index);
  }

  @Override
  public String id(int index) {
    return whole.id(index);
  }

  @Override
  public String group(int index) {
    return whole.group(index);
  }

  @Override
  public byte[] bytes(int index) throws IOException {
    byte[] encoded = whole.bytes(index);
    RgbImage picture;
    try {
      picture = DECODER.decode(encoded, whole.id(index));
    } catch (UnreadableImageException e) {
      return encoded; // Whoever decodes it next says the same, as without this view.
    }
    int shorter = Math.min(picture.width(), picture.height());
    if (shorter <= pixels) {
      return encoded;
    }
    // A pixmap: what a PNG's bytes are depends on the machine's zlib, and features are kept by
    // bytes.
    return picture
        .resized(
            scaled(picture.width(), shorter),
            scaled(picture.height(), shorter),
            Interpolation.BILINEAR)
        .toPpm();
  }

  /** Rounds down, as torchvision does and {@link org.fe4j.image.ResizeMode#SHORTER_SIDE}. */
  private int scaled(int side, int shorter) {
    return Math.toIntExact((long) pixels * side / shorter);
  }
}
