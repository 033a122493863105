package org.fe4j.feature;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * Any number of square pictures of noise, as BMP files, made when they are asked for. Their pixels
 * follow from their number.
 */
final class NoisyImages implements TwoClasses {
  static final int HEADER_BYTES = 54;
  private final int size;
  private final int side;

  /**
   * Returns pictures.
   *
   * @param side in pixels, a multiple of 4, so that rows need no padding
   */
  NoisyImages(int size, int side) {
    this.size = size;
    this.side = side;
  }

  /** Returns red, green, blue of all pixels of a picture, row by row from the top. */
  static byte[] pixels(int index, int side) {
    SplittableRandom random = new SplittableRandom(index);
    byte[] pixels = new byte[3 * side * side];
    random.nextBytes(pixels);
    return pixels;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String id(int index) {
    return "noise%06d.bmp".formatted(index);
  }

  @Override
  public byte[] bytes(int index) {
    byte[] pixels = pixels(index, side);
    ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + pixels.length);
    file.order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(HEADER_BYTES);
    // A negative height: the first row is the top one.
    file.putInt(40).putInt(side).putInt(-side).putShort((short) 1).putShort((short) 24);
    file.putInt(0).putInt(pixels.length).putInt(2835).putInt(2835).putInt(0).putInt(0);
    for (int i = 0; i < pixels.length; i += 3) {
      file.put(pixels[i + 2]).put(pixels[i + 1]).put(pixels[i]);
    }
    return file.array();
  }
}
