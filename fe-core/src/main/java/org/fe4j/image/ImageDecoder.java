package org.fe4j.image;

import java.util.EnumSet;

/**
 * Turns the bytes of an image file into pixels.
 *
 * <p>An implementation decides by the content, never by the name; returns the whole picture or
 * throws, never a substitute or a part; and keeps no reference to the bytes. Decoders differ by a
 * level or two on JPEGs, so features are stored under the decoder's {@link #identity()} too.
 *
 * <p>Safe for concurrent use once built.
 */
public interface ImageDecoder {

  /**
   * Returns the picture in these bytes.
   *
   * @param encoded the whole file
   * @param name what the user knows the picture by, for messages
   * @throws UnreadableImageException if the bytes are no picture of a known format, are damaged or
   *     cut short, or hold more pixels than the decoder accepts
   */
  RgbImage decode(byte[] encoded, String name) throws UnreadableImageException;

  /**
   * Returns what the pixels depend on besides the file: the decoder, its version and its options.
   * Two decoders with equal identities give equal pixels.
   */
  String identity();

  /**
   * Returns the default decoder, on ImageIO: JPEG (grey, YCbCr, RGB, CMYK), PNG, GIF (the first
   * frame), TIFF (the first page), BMP, WebP and the portable any-maps PBM, PGM and PPM, plain and
   * binary (the first picture). The pixels are those of Pillow's {@code convert("RGB")}:
   * transparency is dropped, colour profiles are ignored, grey of more than 8 bits is clipped at
   * 255; JPEGs differ by what the JDK's JPEG library differs. At most 178,956,970 pixels, as
   * Pillow.
   *
   * @param options what to do differently
   */
  static ImageDecoder standard(DecodingOption... options) {
    EnumSet<DecodingOption> set = EnumSet.noneOf(DecodingOption.class);
    set.addAll(java.util.Arrays.asList(options));
    return new ImageIoDecoder(set);
  }
}
