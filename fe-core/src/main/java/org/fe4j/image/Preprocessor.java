package org.fe4j.image;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Resizes and crops pictures to what a backbone sees, equal to the byte to torchvision's {@code
 * Resize} and {@code CenterCrop} on Pillow images.
 *
 * <p>Pillow resamples in two passes, first along rows, then along columns, and rounds to 8 bits
 * after each. Only the rows and columns that survive the crop are computed here. Normalisation is
 * not done here: the compiled backbone does it on its device.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread. It keeps its buffers.
 */
public final class Preprocessor {
  private final Preprocessing preprocessing;
  private final Resampler resampler = new Resampler();
  private final int cropBytes;

  private Preprocessor(Preprocessing preprocessing) {
    this.preprocessing = preprocessing;
    this.cropBytes = preprocessing.cropBytes();
  }

  /** Returns a preprocessor of its own buffers. */
  public static Preprocessor of(Preprocessing preprocessing) {
    return new Preprocessor(preprocessing);
  }

  /** Returns the bytes of one crop: {@code S * S * 3} for a side of {@code S} pixels. */
  public int cropBytes() {
    return cropBytes;
  }

  /**
   * Returns the crop: rows from top to bottom, three bytes a pixel, red, green, blue.
   *
   * @param image any picture, of at least one pixel
   */
  public byte[] apply(RgbImage image) {
    byte[] crop = new byte[cropBytes];
    apply(image, crop, 0);
    return crop;
  }

  /**
   * Writes the crop to the buffer's position and advances it by {@link #cropBytes()}.
   *
   * @param target direct or not
   * @throws java.nio.BufferOverflowException if less remains
   */
  public void apply(RgbImage image, ByteBuffer target) {
    if (target.remaining() < cropBytes) {
      throw new BufferOverflowException();
    }
    write(image, target, target.position());
    target.position(target.position() + cropBytes);
  }

  /**
   * Writes the crop.
   *
   * @param image any picture, of at least one pixel
   * @param target receives {@link #cropBytes()} bytes
   * @param offset of the first byte written
   * @throws IndexOutOfBoundsException if the target is too short
   */
  public void apply(RgbImage image, byte[] target, int offset) {
    Objects.checkFromIndexSize(offset, cropBytes, target.length);
    write(image, ByteBuffer.wrap(target), offset);
  }

  private void write(RgbImage image, ByteBuffer target, int offset) {
    CropGeometry across = CropGeometry.of(preprocessing, image.width(), image.height());
    CropGeometry down = CropGeometry.of(preprocessing, image.height(), image.width());
    int crop = preprocessing.cropPixels();
    if (across.length() < crop || down.length() < crop) {
      target.put(offset, new byte[cropBytes]);
    }
    ResampledAxis columns =
        ResampledAxis.of(
            image.width(),
            across.resized(),
            across.first(),
            across.length(),
            preprocessing.interpolation());
    ResampledAxis rows =
        ResampledAxis.of(
            image.height(),
            down.resized(),
            down.first(),
            down.length(),
            preprocessing.interpolation());
    int origin = offset + (down.offset() * crop + across.offset()) * 3;
    resampler.resample(image, columns, rows, target, origin, crop * 3);
  }
}
