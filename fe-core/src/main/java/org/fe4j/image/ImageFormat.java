package org.fe4j.image;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The formats that are read, told apart by their first bytes. */
public enum ImageFormat {
  /** JPEG, of any encoding and colour space. */
  JPEG("jpg", "jpeg", "jpe", "jfif"),
  /** Portable Network Graphics. */
  PNG("png"),
  /** Graphics Interchange Format. */
  GIF("gif"),
  /** Tagged Image File Format. */
  TIFF("tif", "tiff"),
  /** Windows bitmap. */
  BMP("bmp"),
  /** WebP, lossy or not. */
  WEBP("webp"),
  /** Portable any-map: PBM, PGM or PPM, plain or binary. */
  PNM("ppm", "pgm", "pbm", "pnm"),
  /** Any other, which cannot be read. */
  UNKNOWN;

  private final ImmutableList<String> extensions;

  ImageFormat(String... extensions) {
    this.extensions = ImmutableList.copyOf(extensions);
  }

  /**
   * Returns what names of image files end in behind their last point, in lower case; files that end
   * otherwise are no images to a data set, whatever they hold.
   */
  public static ImmutableSet<String> fileExtensions() {
    return Arrays.stream(values())
        .flatMap(format -> format.extensions.stream())
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Returns the format that these bytes begin as. */
  public static ImageFormat of(byte[] encoded) {
    if (beginsWith(encoded, 0, "\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (beginsWith(encoded, 0, "\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (beginsWith(encoded, 0, "GIF87a") || beginsWith(encoded, 0, "GIF89a")) {
      return GIF;
    }
    if (beginsWith(encoded, 0, "II*\0") || beginsWith(encoded, 0, "MM\0*")) {
      return TIFF;
    }
    if (beginsWith(encoded, 0, "RIFF") && beginsWith(encoded, 8, "WEBP")) {
      return WEBP;
    }
    if (PnmHeader.beginsIn(encoded)) {
      return PNM;
    }
    return beginsWith(encoded, 0, "BM") ? BMP : UNKNOWN;
  }

  /** Returns what a file in no known format looks like, for a message. */
  static String describe(byte[] encoded) {
    if (encoded.length == 0) {
      return "an empty file";
    }
    String start =
        new String(encoded, 0, Math.min(encoded.length, 512), StandardCharsets.ISO_8859_1);
    String trimmed = start.stripLeading().toLowerCase(java.util.Locale.ROOT);
    if (trimmed.startsWith("<!doctype html") || trimmed.startsWith("<html")) {
      return "an HTML page";
    }
    if (trimmed.startsWith("version https://git-lfs")) {
      return "a Git LFS pointer";
    }
    if (start.chars().allMatch(ImageFormat::isText)) {
      return "a text file";
    }
    StringBuilder hex = new StringBuilder("a file that begins with the bytes");
    for (int i = 0; i < Math.min(encoded.length, 8); i++) {
      hex.append(" %02x".formatted(encoded[i]));
    }
    return hex.toString();
  }

  private static boolean isText(int character) {
    boolean printable = character >= ' ' && character < 0x7f;
    return printable || character == '\n' || character == '\r' || character == '\t';
  }

  private static boolean beginsWith(byte[] encoded, int offset, String magic) {
    if (encoded.length < offset + magic.length()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if ((encoded[offset + i] & 0xFF) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
