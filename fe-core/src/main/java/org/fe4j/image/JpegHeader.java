package org.fe4j.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands before the first scan of a JPEG, and the file again without what would change the
 * pixels that ImageIO returns.
 *
 * <pre>
 * FF D8                                start of image
 * FF marker, length (2), payload       segments; the length counts itself
 *   C0..CF but C4, C8, CC              frame: precision, height (2), width (2), components (1),
 *                                      then per component: identifier, sampling, table
 *   E0 "JFIF\0"  E1 "Exif\0\0"  EE "Adobe" + version, flags (2 x 2), transform
 *   DA                                 start of scan: entropy-coded data follow
 * FF D9                                end of image
 * </pre>
 *
 * <p>ITU-T T.81, annex B. ImageIO converts by an embedded ICC profile (up to 131 levels off
 * Pillow), guesses the colour space by rules of its own, and refuses odd metadata, so every
 * application and comment segment is left out and one is put in that states the colour space.
 */
final class JpegHeader {
  /** How the samples of the file encode colours. */
  enum Encoding {
    GREY,
    RGB,
    YCBCR,
    CMYK,
    YCCK
  }

  private static final byte[] JFIF = {
    (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };
  private static final byte[] ADOBE_RGB = {
    (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
  };

  /** A block of 8 x 8 takes a bit at least; the blocks of subsampled colours, a quarter as many. */
  private static final long MOST_PIXELS_A_BYTE = 8 * 64 * 4;

  private final byte[] file;
  private final String name;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int components;
  private boolean progressive;
  private boolean jfif;
  private int adobeTransform = -1;
  private String identifiers = "";
  private int orientation = 1;
  private int scan;

  private JpegHeader(byte[] file, String name) {
    this.file = file;
    this.name = name;
  }

  /** Reads the segments before the first scan. */
  static JpegHeader parse(byte[] file, String name) throws UnreadableImageException {
    JpegHeader header = new JpegHeader(file, name);
    int position = 2;
    do {
      position = header.readSegment(position);
    } while (header.scan == 0);
    return header;
  }

  private int readSegment(int start) throws UnreadableImageException {
    int position = start;
    while (at(position) != 0xFF) {
      position++; // Stray bytes between segments; libjpeg skips them too.
    }
    while (at(position) == 0xFF) {
      position++;
    }
    int marker = at(position);
    if (marker == 0 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
      return position + 1;
    }
    int length = at(position + 1) << 8 | at(position + 2);
    int payload = position + 3;
    int end = position + 1 + length;
    if (marker == 0xD9 || length < 2 || end > file.length) {
      throw truncated();
    }
    if (marker == 0xDA) {
      scan = position - 1;
    } else if (marker == 0xE1 && startsWith(payload, "Exif\0\0")) {
      orientation = new TiffDirectory(file, payload + 6, end).orientation();
    } else if (marker == 0xE0 && length >= 16 && startsWith(payload, "JFIF\0")) {
      jfif = true;
    } else if (marker == 0xEE && length >= 14 && startsWith(payload, "Adobe")) {
      adobeTransform = at(payload + 11);
    }
    boolean metadata = (marker >= 0xE0 && marker <= 0xEF) || marker == 0xFE;
    if (isFrame(marker)) {
      readFrame(marker, payload);
    }
    if (!metadata && scan == 0) {
      kept.write(file, position - 1, end - position + 1);
    }
    return end;
  }

  /** Returns whether a marker begins a frame, whose size follows. */
  static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private void readFrame(int marker, int payload) throws UnreadableImageException {
    progressive = marker == 0xC2 || marker == 0xCA;
    components = at(payload + 5);
    StringBuilder ids = new StringBuilder();
    for (int i = 0; i < components; i++) {
      ids.append((char) at(payload + 6 + 3 * i));
    }
    identifiers = ids.toString();
  }

  /**
   * Refuses what would cost more memory or time than a picture of the most pixels, or what the file
   * cannot hold.
   */
  void check(SizeLimit limit) throws UnreadableImageException {
    JpegFrame frame = JpegFrame.find(file, 2);
    limit.check(name, frame.width(), frame.height());
    if (frame.scans() > JpegFrame.MOST_SCANS) {
      throw JpegFrame.tooManyScans(name, frame.scans());
    }
    long pixels = (long) frame.width() * frame.height();
    long most = MOST_PIXELS_A_BYTE * (file.length - scan);
    SizeLimit.checkData(
        ImageFormat.JPEG, name, frame.width(), frame.height(), pixels, most, file.length);
  }

  /** Returns how the file encodes colours, by libjpeg's rules. */
  Encoding encoding() throws UnreadableImageException {
    return switch (components) {
      case 1 -> Encoding.GREY;
      case 3 -> saysRgb() ? Encoding.RGB : Encoding.YCBCR;
      case 4 -> adobeTransform > 0 ? Encoding.YCCK : Encoding.CMYK;
      default ->
          throw new UnreadableImageException(
              name,
              "The JPEG has %d components, but only 1 (grey), 3 (colour) and 4 (CMYK) are known. "
                      .formatted(components)
                  + "Save it again as RGB.");
    };
  }

  private boolean saysRgb() {
    return !jfif && (adobeTransform == 0 || (adobeTransform < 0 && identifiers.equals("RGB")));
  }

  /** Returns the EXIF orientation, 1 to 8; 1 where there is none. */
  int orientation() {
    return orientation;
  }

  /**
   * Returns the file without metadata, its colour space stated.
   *
   * <p>A sequential file gets an end marker more: a file that only lacks its own is whole, and one
   * that lacks pixels then makes libjpeg warn. A progressive file does not: cut off between two
   * scans it would pass.
   */
  byte[] withoutMetadata() throws UnreadableImageException {
    Encoding encoding = encoding();
    byte[] statement =
        switch (encoding) {
          case YCBCR -> JFIF;
          case RGB -> ADOBE_RGB;
          case GREY, CMYK, YCCK -> new byte[0];
        };
    byte[] segments = kept.toByteArray();
    int end = 2 + statement.length + segments.length + file.length - scan;
    byte[] result = new byte[progressive ? end : end + 2];
    result[0] = (byte) 0xFF;
    result[1] = (byte) 0xD8;
    System.arraycopy(statement, 0, result, 2, statement.length);
    System.arraycopy(segments, 0, result, 2 + statement.length, segments.length);
    System.arraycopy(
        file, scan, result, 2 + statement.length + segments.length, file.length - scan);
    if (!progressive) {
      result[end] = (byte) 0xFF;
      result[end + 1] = (byte) 0xD9;
    }
    return result;
  }

  private boolean startsWith(int position, String text) {
    byte[] expected = text.getBytes(StandardCharsets.ISO_8859_1);
    int end = position + expected.length;
    return end <= file.length && Arrays.equals(file, position, end, expected, 0, expected.length);
  }

  private int at(int position) throws UnreadableImageException {
    if (position >= file.length) {
      throw truncated();
    }
    return file[position] & 0xFF;
  }

  private UnreadableImageException truncated() {
    return new UnreadableImageException(
        name,
        "The JPEG ends before its first pixel (%,d bytes). Fetch the file again."
            .formatted(file.length));
  }
}
