package org.fe4j.image;

/**
 * The size of a JPEG and the number of its scans, found without decoding.
 *
 * @param width in pixels, 0 if there is no frame
 * @param height in pixels, 0 if there is no frame
 * @param scans until the end of the image
 */
record JpegFrame(int width, int height, int scans) {
  /**
   * A progressive JPEG has about ten. Each costs a pass over all coefficients, but next to no
   * bytes: a file of some kilobytes can take minutes.
   */
  static final int MOST_SCANS = 100;

  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;

  /** Returns the frame of the JPEG at this position; nothing of it where the file ends early. */
  static JpegFrame find(byte[] file, long begin) {
    int width = 0;
    int height = 0;
    int scans = 0;
    long position = begin;
    while (position + 9 < file.length) {
      int at = (int) position;
      int marker = (file[at] & 0xFF) == 0xFF ? file[at + 1] & 0xFF : 0;
      boolean standsAlone = marker <= 1 || marker == 0xFF || (marker >= 0xD0 && marker < 0xD9);
      if (standsAlone) {
        position++; // Entropy-coded data, a restart, the start of the image, or padding.
        continue;
      }
      if (marker == END_OF_IMAGE) {
        break;
      }
      if (JpegHeader.isFrame(marker)) {
        height = Math.max(height, pair(file, at + 5));
        width = Math.max(width, pair(file, at + 7));
      } else if (marker == START_OF_SCAN) {
        scans++;
      }
      position += 2 + Math.max(2, pair(file, at + 2));
    }
    return new JpegFrame(width, height, scans);
  }

  static UnreadableImageException tooManyScans(String name, int scans) {
    return new UnreadableImageException(
        name,
        "The JPEG has %,d scans; at most %d are read. Save it anew.".formatted(scans, MOST_SCANS));
  }

  private static int pair(byte[] file, int position) {
    return (file[position] & 0xFF) << 8 | (file[position + 1] & 0xFF);
  }
}
