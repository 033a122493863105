package org.fe4j.image;

import java.util.Arrays;
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
  /** Pillow's limit, two times 1 GiB / 4 / 3: what is larger is an attack or a mistake. */
  long DEFAULT_MAXIMUM_PIXELS = 178_956_970;

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
   * 255; JPEGs differ by what the JDK's JPEG library differs. At most {@value
   * #DEFAULT_MAXIMUM_PIXELS} pixels, as Pillow.
   *
   * @param options what to do differently
   */
  static ImageDecoder standard(DecodingOption... options) {
    return standard(DEFAULT_MAXIMUM_PIXELS, options);
  }

  /**
   * Returns the default decoder with another limit, for pictures from strangers or for very large
   * ones. A picture over the limit is refused by its header, before memory is taken for it. The
   * limit changes no pixel and is no part of the identity.
   *
   * @param maximumPixels the most pixels that a picture may have, 1 to 715,827,879, which is what
   *     an array holds
   * @param options what to do differently
   * @throws IllegalArgumentException if the limit is under 1 or more than an array holds
   */
  static ImageDecoder standard(long maximumPixels, DecodingOption... options) {
    EnumSet<DecodingOption> set = EnumSet.noneOf(DecodingOption.class);
    set.addAll(Arrays.asList(options));
    return new ImageIoDecoder(maximumPixels, set);
  }
}
