package org.fe4j.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The screen of a GIF and what its first frame says.
 *
 * <pre>
 * "GIF87a" or "GIF89a"
 * width (2), height (2), flags (1), background (1), aspect (1)     little-endian
 * palette, if flags has bit 7: 3 * 2^((flags and 7) + 1) bytes
 * 21, label, blocks                     extensions; F9: size, flags, delay (2), transparent
 * 2C, left, top, width, height (2 each), flags, palette if bit 7    the frame
 * </pre>
 *
 * <p>ImageIO returns only the frame's rectangle; Pillow returns the screen, filled with the
 * transparent index, or 0, around it.
 *
 * @param width of the screen, widened to hold the frame
 * @param height of the screen, likewise
 * @param left of the frame
 * @param top of the frame
 * @param frameWidth of the frame
 * @param frameHeight of the frame
 * @param fill palette index around the frame
 * @param hasPalette whether there is a palette; Pillow takes the indices for grey where not
 */
record GifScreen(
    int width,
    int height,
    int left,
    int top,
    int frameWidth,
    int frameHeight,
    int fill,
    boolean hasPalette) {
  /** LZW takes 12 bits for at most 4096 pixels. */
  private static final long MOST_PIXELS_A_BYTE = 2731;

  private static final int[] GREYS = IntStream.range(0, 256).map(i -> i * 0x010101).toArray();

  /** Returns the screen; an unfinished header leaves it to the reader to refuse the file. */
  static GifScreen parse(byte[] file) {
    int position = 13 + paletteBytes(at(file, 10));
    int fill = 0;
    while (at(file, position) == 0x21) {
      if (at(file, position + 1) == 0xF9 && (at(file, position + 3) & 1) != 0) {
        fill = at(file, position + 6);
      }
      position = extensionEnd(file, position);
    }
    boolean hasPalette = paletteBytes(at(file, 10)) + paletteBytes(at(file, position + 9)) > 0;
    int left = pair(file, position + 1);
    int top = pair(file, position + 3);
    int frameWidth = pair(file, position + 5);
    int frameHeight = pair(file, position + 7);
    int width = Math.max(pair(file, 6), left + frameWidth);
    int height = Math.max(pair(file, 8), top + frameHeight);
    return new GifScreen(width, height, left, top, frameWidth, frameHeight, fill, hasPalette);
  }

  /**
   * Returns the file without comments and other extensions before the frame, whose colours they do
   * not change: the reader copies what it read of one for each of its blocks, minutes for some
   * megabytes.
   */
  static byte[] withoutExtensions(byte[] file) {
    int begin = 13 + paletteBytes(at(file, 10));
    int end = begin;
    while (at(file, end) == 0x21) {
      end = extensionEnd(file, end);
    }
    if (end == begin || end >= file.length) {
      return file;
    }
    byte[] result = Arrays.copyOf(file, file.length - (end - begin));
    System.arraycopy(file, end, result, begin, file.length - end);
    return result;
  }

  private static int extensionEnd(byte[] file, int begin) {
    int position = begin + 2;
    while (at(file, position) > 0) {
      position += 1 + at(file, position);
    }
    return position + 1;
  }

  /** Refuses a screen of too many pixels, or a frame that the file cannot hold. */
  void check(byte[] file, SizeLimit limit, String name) throws UnreadableImageException {
    limit.check(name, width, height);
    SizeLimit.checkData(
        ImageFormat.GIF,
        name,
        frameWidth,
        frameHeight,
        (long) frameWidth * frameHeight,
        MOST_PIXELS_A_BYTE * file.length,
        file.length);
  }

  /** Returns the screen with the frame in its place. */
  RgbImage place(BufferedImage frame) {
    int[] palette =
        hasPalette && frame.getColorModel() instanceof IndexColorModel colours
            ? RasterSamples.paletteOf(colours)
            : GREYS;
    RgbImage inner = RasterSamples.lookUp(frame.getRaster(), palette);
    return Canvas.place(inner, left, top, width, height, fill < palette.length ? palette[fill] : 0);
  }

  private static int paletteBytes(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private static int pair(byte[] file, int position) {
    return at(file, position) | at(file, position + 1) << 8;
  }

  private static int at(byte[] file, int position) {
    return position < file.length ? file[position] & 0xFF : 0;
  }
}
