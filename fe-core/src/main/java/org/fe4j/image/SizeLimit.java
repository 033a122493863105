package org.fe4j.image;

/**
 * What a header may ask for. It is held against the file before memory is taken for pixels, since a
 * header can say anything.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class SizeLimit {
  /** Three bytes a pixel in one array, of which the JVM allows a little less than 2 GiB. */
  private static final long MOST_PIXELS = (Integer.MAX_VALUE - 8) / 3;

  /** A small picture may lie in a tile of the usual size, whatever the limit. */
  private static final long USUAL_TILE_PIXELS = 1 << 20;

  /** What a reader may take for each pixel before ours takes three bytes: RGBA of 8 bits. */
  private static final int SAMPLE_BITS = 32;

  private final long maximumPixels;

  SizeLimit(long maximumPixels) {
    if (maximumPixels < 1 || maximumPixels > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "The limit must be 1 to %,d pixels, found %,d".formatted(MOST_PIXELS, maximumPixels));
    }
    this.maximumPixels = maximumPixels;
  }

  /** Refuses a picture of too many pixels. */
  void check(String name, long width, long height) throws UnreadableImageException {
    if (exceeds(width, height, maximumPixels)) {
      throw new UnreadableImageException(
          name,
          "The picture has %,d x %,d pixels; at most %,d are read. Scale it down first."
              .formatted(width, height, maximumPixels));
    }
  }

  /** Refuses a picture whose reader would take much more memory than for the most pixels. */
  void checkSamples(String name, long width, long height, long bitsPerPixel)
      throws UnreadableImageException {
    check(name, width, height);
    if (width * height > maximumPixels * SAMPLE_BITS / Math.max(1, bitsPerPixel)) {
      throw new UnreadableImageException(
          name,
          "The picture has %,d x %,d pixels of %d bits; at most %,d bytes are taken for samples. "
                  .formatted(width, height, bitsPerPixel, maximumPixels * SAMPLE_BITS / Byte.SIZE)
              + "Scale it down or save it with 8 bits a sample.");
    }
  }

  /** Refuses tiles that are larger than any picture may be. */
  void checkTile(String name, long width, long height, long bitsPerPixel)
      throws UnreadableImageException {
    long most = Math.max(maximumPixels, USUAL_TILE_PIXELS);
    if (exceeds(width, height, most)
        || width * height > most * SAMPLE_BITS / Math.max(1, bitsPerPixel)) {
      throw new UnreadableImageException(
          name,
          "The picture lies in tiles of %,d x %,d pixels of %d bits; at most %,d bytes are taken "
                  .formatted(width, height, bitsPerPixel, most * SAMPLE_BITS / Byte.SIZE)
              + "for one. Fetch the file again or save it anew.");
    }
  }

  private static boolean exceeds(long width, long height, long most) {
    return width > most || height > most || width * height > most;
  }

  /**
   * Refuses a file that cannot hold the picture that its header tells of, however well it is
   * compressed.
   *
   * @param needed what the picture takes
   * @param most what the file can hold, in the same unit
   */
  static void checkData(
      ImageFormat format, String name, long width, long height, long needed, long most, int length)
      throws UnreadableImageException {
    if (needed > most) {
      throw new UnreadableImageException(
          name,
          "The %s says that it has %,d x %,d pixels, but %,d bytes cannot hold them. "
                  .formatted(format, width, height, length)
              + "Fetch the file again.");
    }
  }
}
