package org.fe4j.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The picture of an extended WebP, or the first frame of an animated one, as a file of its own: the
 * reader takes still pictures only, and it reports damaged alpha as too little memory.
 *
 * <pre>
 * "RIFF", size (4), "WEBP"                                   little-endian; then chunks:
 * name (4), size (4), data, a zero if the size is odd
 *   "VP8X"  flags (1: bit 1 animated), reserved (3), canvas width - 1 (3), height - 1 (3)
 *   "ANMF"  left / 2 (3), top / 2 (3), width - 1 (3), height - 1 (3), duration (3), flags (1),
 *           then the chunks of the frame: "ALPH" and "VP8 ", or "VP8L"
 * </pre>
 *
 * <p>WebP container specification. Alpha beside the picture and metadata are left out: they are
 * dropped anyway.
 *
 * @param width of the canvas in pixels
 * @param height of the canvas in pixels
 * @param left of the frame on the canvas
 * @param top of the frame on the canvas
 * @param file a WebP file of the frame
 */
record WebpFrame(int width, int height, int left, int top, ByteBuffer file) {
  private static final int ANIMATED = 2;

  /** Returns whether the file has a canvas, and so more than a picture. */
  static boolean isExtended(byte[] file) {
    return file.length > 30 && name(file, 12).equals("VP8X");
  }

  /** Returns whether an extended file says that it is animated. */
  static boolean isAnimated(byte[] file) {
    return (file[20] & ANIMATED) != 0;
  }

  /** Returns the first frame of an extended file. */
  static WebpFrame first(byte[] file, String name) throws UnreadableImageException {
    int width = triple(file, 24) + 1;
    int height = triple(file, 27) + 1;
    if (!isAnimated(file)) {
      int picture = find(file, 12, name, "VP8 ", "VP8L");
      return new WebpFrame(width, height, 0, 0, still(file, picture, name));
    }
    int data = find(file, 12, name, "ANMF") + 8;
    int picture = find(file, data + 16, name, "VP8 ", "VP8L");
    int left = 2 * triple(file, data);
    int top = 2 * triple(file, data + 3);
    return new WebpFrame(width, height, left, top, still(file, picture, name));
  }

  private static ByteBuffer still(byte[] file, int picture, String name)
      throws UnreadableImageException {
    long size = 8 + Integer.toUnsignedLong(size(file, picture));
    if (picture + size > file.length) {
      throw truncated(file, name);
    }
    int padded = (int) (size + (size & 1));
    ByteBuffer still = ByteBuffer.allocate(12 + padded).order(ByteOrder.LITTLE_ENDIAN);
    still.put(file, 0, 4).putInt(4 + padded).put(file, 8, 4);
    still.put(file, picture, (int) size).rewind();
    return still;
  }

  private static int find(byte[] file, int start, String name, String... chunks)
      throws UnreadableImageException {
    long position = start;
    while (position + 8 <= file.length) {
      int at = (int) position;
      for (String chunk : chunks) {
        if (name(file, at).equals(chunk)) {
          return at;
        }
      }
      long size = Integer.toUnsignedLong(size(file, at));
      position += 8 + size + (size & 1);
    }
    throw truncated(file, name);
  }

  private static int size(byte[] file, int chunk) {
    return triple(file, chunk + 4) | (file[chunk + 7] & 0xFF) << 24;
  }

  private static int triple(byte[] file, int position) {
    return (file[position] & 0xFF)
        | (file[position + 1] & 0xFF) << 8
        | (file[position + 2] & 0xFF) << 16;
  }

  private static String name(byte[] file, int position) {
    return new String(file, position, 4, StandardCharsets.ISO_8859_1);
  }

  private static UnreadableImageException truncated(byte[] file, String name) {
    return new UnreadableImageException(
        name,
        "The WebP ends inside its first picture (%,d bytes). Fetch the file again."
            .formatted(file.length));
  }
}
