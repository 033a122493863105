package org.fe4j.image;

/**
 * What the header of a portable any-map says: PBM, PGM or PPM, plain or binary.
 *
 * <pre>
 * "P", kind ('1' to '6')
 * space, width, space, height                          decimal; a space is any run of white space
 * space, largest sample                                not in P1 and P4
 * one white space, then the samples, rows from top to bottom:
 *   P1  '0' or '1' a pixel, white space between them or not; 1 is black
 *   P2  one decimal a pixel, grey
 *   P3  three decimals a pixel: red, green, blue
 *   P4  one bit a pixel, the highest first, each row filled up to a byte; 1 is black
 *   P5  one sample a pixel, grey
 *   P6  three samples a pixel; a sample of P5 and P6 is one byte, or two, the high one first,
 *       where the largest is 256 or more
 * </pre>
 *
 * <p>From a {@code #} to the end of its line is a comment, which counts as nothing, not even as
 * white space; anywhere in the header, and in the samples of P1 to P3. Further pictures may follow
 * the first. netpbm, pbm(5), pgm(5), ppm(5).
 *
 * @param kind 1 to 6
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param maximum the largest sample, 1 to 65,535; 1 in P1 and P4
 * @param sampleOffset where the samples begin
 */
record PnmHeader(int kind, int width, int height, int maximum, int sampleOffset) {
  private static final int LARGEST_MAXIMUM = 65_535;

  /** Returns whether a file begins as an any-map. */
  static boolean beginsIn(byte[] file) {
    return file.length > 2
        && file[0] == 'P'
        && file[1] >= '1'
        && file[1] <= '6'
        && PnmText.isSpace(file[2]);
  }

  /**
   * Returns the header of a file that begins as an any-map.
   *
   * @throws UnreadableImageException if it ends early, or says what no picture has
   */
  static PnmHeader parse(byte[] file, String name) throws UnreadableImageException {
    int kind = file[1] - '0';
    PnmText text = new PnmText(file, 2, name);
    int width = text.number("the width");
    int height = text.number("the height");
    if (width == 0 || height == 0) {
      throw new UnreadableImageException(
          name,
          "The PNM's header says %,d x %,d pixels, but a picture has 1 x 1 or more. Save it anew."
              .formatted(width, height));
    }
    int maximum = 1;
    if (kind != 1 && kind != 4) {
      maximum = text.number("the largest sample");
      if (maximum < 1 || maximum > LARGEST_MAXIMUM) {
        throw new UnreadableImageException(
            name,
            "The PNM's header says that the largest sample is %,d, but 1 to %,d are possible."
                    .formatted(maximum, LARGEST_MAXIMUM)
                + " Save it anew.");
      }
    }
    return new PnmHeader(kind, width, height, maximum, text.position());
  }

  /** Returns the number of samples. */
  long samples() {
    return (long) width * height * (kind == 3 || kind == 6 ? 3 : 1);
  }

  /** Returns whether this is grey of more than 8 bits, which Pillow clips. */
  boolean isGrey16() {
    return (kind == 2 || kind == 5) && maximum > 255;
  }

  /** Returns the fewest bytes that the samples can take. */
  long leastBytes() {
    return switch (kind) {
      case 1 -> samples();
      case 2, 3 -> 2 * samples() - 1; // A digit each, and a space between two.
      case 4 -> (width + 7L) / 8 * height;
      default -> maximum > 255 ? 2 * samples() : samples();
    };
  }
}
