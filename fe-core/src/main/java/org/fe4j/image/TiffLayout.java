package org.fe4j.image;

/**
 * How the pixels lie in a TIFF, checked against the file and the limit before the reader sees it:
 * it takes memory for tiles of any size, reads the same bytes as often as a directory asks, and
 * decodes JPEGs within whatever their size.
 *
 * <p>TIFF 6.0, sections 8, 15 and 22.
 */
final class TiffLayout {
  private static final int WIDTH = 256;
  private static final int LENGTH = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int COMPRESSION = 259;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_LENGTH = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int JPEG_OFFSET = 513;

  private final byte[] file;
  private final TiffDirectory directory;
  private final String name;
  private final long width;
  private final long height;
  private final long bitsPerPixel;

  private TiffLayout(byte[] file, TiffDirectory directory, String name) {
    this.file = file;
    this.directory = directory;
    this.name = name;
    this.width = directory.number(WIDTH, 0);
    this.height = directory.number(LENGTH, 0);
    this.bitsPerPixel = bitsPerPixel(directory);
  }

  private static long bitsPerPixel(TiffDirectory directory) {
    long[] bits = directory.numbers(BITS_PER_SAMPLE);
    long samples = Math.max(bits.length, directory.number(SAMPLES_PER_PIXEL, 1));
    long most = 1;
    for (long depth : bits) {
      most = Math.max(most, depth);
    }
    return samples * most;
  }

  /** Refuses what would cost more memory or time than a picture of the most pixels. */
  static void check(byte[] file, TiffDirectory directory, SizeLimit limit, String name)
      throws UnreadableImageException {
    if (directory.valueBytes() > file.length) {
      throw new UnreadableImageException(
          name,
          "The TIFF's directory lists %,d bytes of values, but the file has %,d. "
                  .formatted(directory.valueBytes(), file.length)
              + "Fetch the file again.");
    }
    TiffLayout layout = new TiffLayout(file, directory, name);
    limit.checkSamples(name, layout.width, layout.height, layout.bitsPerPixel);
    long tileWidth = directory.number(TILE_WIDTH, 0);
    long tileLength = directory.number(TILE_LENGTH, 0);
    limit.checkTile(name, tileWidth, tileLength, layout.bitsPerPixel);
    layout.checkData();
    layout.checkJpegs(limit);
  }

  private void checkData() throws UnreadableImageException {
    int compression = (int) directory.number(COMPRESSION, 1);
    long ratio =
        switch (compression) {
          case 1 -> 1;
          case 5 -> 2731; // LZW: 12 bits for at most 4096 bytes
          case 8, 32946 -> 1032; // Deflate: 2 bits for at most 258 bytes
          case 32773 -> 64; // PackBits: 2 bytes for at most 128
          default -> Integer.MAX_VALUE;
        };
    long needed = width * height * bitsPerPixel / Byte.SIZE;
    SizeLimit.checkData(
        ImageFormat.TIFF, name, width, height, needed, ratio * file.length, file.length);
  }

  /** A strip or tile that is a JPEG may be no larger than the strip or tile, as libtiff has it. */
  private void checkJpegs(SizeLimit limit) throws UnreadableImageException {
    int compression = (int) directory.number(COMPRESSION, 1);
    if (compression != 6 && compression != 7) {
      return;
    }
    boolean tiled = directory.number(TILE_WIDTH, 0) > 0;
    long mostWidth = tiled ? directory.number(TILE_WIDTH, 0) : width;
    long mostHeight = directory.number(tiled ? TILE_LENGTH : ROWS_PER_STRIP, height);
    long[] offsets = directory.numbers(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
    for (long offset : offsets) {
      checkJpeg(offset, mostWidth, mostHeight, limit);
    }
    for (long offset : directory.numbers(JPEG_OFFSET)) {
      checkJpeg(offset, mostWidth, mostHeight, limit);
    }
  }

  private void checkJpeg(long offset, long mostWidth, long mostHeight, SizeLimit limit)
      throws UnreadableImageException {
    JpegFrame frame = JpegFrame.find(file, offset);
    limit.check(name, frame.width(), frame.height());
    if (frame.width() > mostWidth || frame.height() > mostHeight) {
      throw new UnreadableImageException(
          name,
          "The TIFF holds a JPEG of %,d x %,d pixels where %,d x %,d belong. Fetch the file again."
              .formatted(frame.width(), frame.height(), mostWidth, mostHeight));
    }
    if (frame.scans() > JpegFrame.MOST_SCANS) {
      throw JpegFrame.tooManyScans(name, frame.scans());
    }
  }
}
