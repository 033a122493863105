package org.fe4j.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG that hold pixels, checked; the others are left out, since Pillow's {@code
 * convert("RGB")} uses none of them and a reader may stumble over a damaged one or convert by a
 * profile.
 *
 * <pre>
 * 89 "PNG" 0D 0A 1A 0A
 * length (4), type (4), data, CRC-32 of type and data (4)      chunks
 * </pre>
 *
 * <p>W3C, Portable Network Graphics, 5.3.
 */
final class PngChunks {
  private static final Set<String> PIXELS = Set.of("IHDR", "PLTE", "IDAT", "IEND");

  /** Deflate takes 2 bits for at most 258 bytes. */
  private static final long MOST_INFLATED = 1032;

  /** The reader takes 28 bytes for each pixel of a row; libpng's limit too. */
  private static final int MOST_COLUMNS = 1_000_000;

  private static final int HEADER_END = 33;

  /** Samples a pixel by colour type: grey, none, RGB, palette, grey and alpha, none, RGBA. */
  private static final int[] SAMPLES = {1, 4, 3, 1, 2, 4, 4};

  private PngChunks() {}

  /**
   * Returns the file with its pixel chunks only.
   *
   * @throws UnreadableImageException if it ends early, a checksum is wrong, or the header asks for
   *     more than the limit or than the file can hold
   */
  static byte[] onlyPixels(byte[] file, SizeLimit limit, String name)
      throws UnreadableImageException {
    checkSize(file, limit, name);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    kept.write(file, 0, 8);
    int position = 8;
    String type;
    do {
      if (file.length - position < 12) {
        throw truncated(file, name);
      }
      long length = number(file, position);
      if (length > file.length - position - 12) {
        throw truncated(file, name);
      }
      int size = (int) length + 12;
      type = new String(file, position + 4, 4, StandardCharsets.ISO_8859_1);
      if (PIXELS.contains(type)) {
        CRC32 checksum = new CRC32();
        checksum.update(file, position + 4, size - 8);
        if (checksum.getValue() != number(file, position + size - 4)) {
          throw new UnreadableImageException(
              name,
              "The PNG is damaged: the checksum of chunk %s at byte %,d is wrong. "
                      .formatted(type, position)
                  + "Fetch the file again.");
        }
        kept.write(file, position, size);
      }
      position += size;
    } while (!type.equals("IEND"));
    return kept.toByteArray();
  }

  /** The header is the first chunk; the reader refuses a file where it is not. */
  private static void checkSize(byte[] file, SizeLimit limit, String name)
      throws UnreadableImageException {
    if (file.length < HEADER_END) {
      throw truncated(file, name);
    }
    long width = number(file, 16);
    long height = number(file, 20);
    int samples = file[25] >= 0 && file[25] < SAMPLES.length ? SAMPLES[file[25]] : 4;
    long bits = (file[24] & 0xFFL) * samples;
    limit.checkSamples(name, width, height, bits);
    if (width > MOST_COLUMNS) {
      throw new UnreadableImageException(
          name,
          "The PNG has rows of %,d pixels; at most %,d are read, as by libpng. Cut it into pieces."
              .formatted(width, MOST_COLUMNS));
    }
    SizeLimit.checkData(
        ImageFormat.PNG,
        name,
        width,
        height,
        width * height * bits / Byte.SIZE,
        MOST_INFLATED * file.length,
        file.length);
  }

  private static long number(byte[] file, int position) {
    return (file[position] & 0xFFL) << 24
        | (file[position + 1] & 0xFF) << 16
        | (file[position + 2] & 0xFF) << 8
        | (file[position + 3] & 0xFF);
  }

  private static UnreadableImageException truncated(byte[] file, String name) {
    return new UnreadableImageException(
        name,
        "The PNG ends after %,d bytes without its end chunk. Fetch the file again."
            .formatted(file.length));
  }
}
