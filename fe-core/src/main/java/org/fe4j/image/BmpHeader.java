package org.fe4j.image;

/**
 * What a BMP says about its size, checked.
 *
 * <pre>
 * "BM", file size (4), reserved (4), offset of the pixels (4)       little-endian
 * header size (4): 12: width (2), height (2), planes (2), bits (2)
 *           40 or more: width (4), height (4, negative from top to bottom), planes (2), bits (2),
 *                       compression (4): 0 and 3 none, 1 and 2 runs, 4 a JPEG, 5 a PNG
 * </pre>
 */
final class BmpHeader {
  private static final int OLD_HEADER = 12;
  private static final int RUNS_8 = 1;
  private static final int RUNS_4 = 2;
  private static final int EMBEDDED_JPEG = 4;

  private BmpHeader() {}

  /**
   * Refuses what is too large, cannot be in the file, or is a file of another format in a BMP's
   * clothes: the JDK decodes that one without asking how large it is, and Pillow does not at all.
   */
  static void check(byte[] file, SizeLimit limit, String name) throws UnreadableImageException {
    boolean old = number(file, 14, 4) == OLD_HEADER;
    int side = old ? 2 : 4;
    long width = number(file, 18, side);
    long height = number(file, 18 + side, side);
    if (!old) {
      width = Math.abs((long) (int) width);
      height = Math.abs((long) (int) height);
    }
    long bits = number(file, 20 + 2 * side, 2);
    long compression = old ? 0 : number(file, 30, 4);
    if (compression >= EMBEDDED_JPEG) {
      throw new UnreadableImageException(
          name,
          "The BMP has the compression %d, but only 0 to 3 are known. Save it anew."
              .formatted(compression));
    }
    limit.checkSamples(name, width, height, bits);
    if (compression != RUNS_8 && compression != RUNS_4) {
      SizeLimit.checkData(
          ImageFormat.BMP,
          name,
          width,
          height,
          width * height * bits / 8,
          file.length,
          file.length);
    }
  }

  private static long number(byte[] file, int position, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | (position + i < file.length ? file[position + i] & 0xFF : 0);
    }
    return value;
  }
}
