package org.fe4j.spark;

import java.io.IOException;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.fe4j.image.RgbImage;
import org.fe4j.image.UnreadableImageException;
import org.jspecify.annotations.Nullable;

/**
 * An image as a column of a data frame has it: the bytes of a file, as {@code binaryFile} reads
 * them, or pixels in Spark's image schema, a structure of origin, height, width, number of
 * channels, OpenCV's type and rows of bytes from top to bottom, blue first.
 */
final class ImageCell {
  private ImageCell() {}

  /** Returns whether a column of this type holds images. */
  static boolean isImage(DataType type) {
    return type instanceof BinaryType || isPixels(type);
  }

  /** Returns whether a type is Spark's image schema, whatever may be null in it. */
  static boolean isPixels(DataType type) {
    if (!(type instanceof StructType found)) {
      return false;
    }
    StructField[] expected = ImageSchema.columnSchema().fields();
    if (found.fields().length != expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      StructField field = found.fields()[i];
      if (!field.name().equals(expected[i].name())
          || !field.dataType().equals(expected[i].dataType())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the bytes of the image's file; of pixels those of a portable pixmap.
   *
   * @param value of the column
   * @param name of the image, for messages
   * @throws UnreadableImageException if there is no image, or its pixels are not what they say
   */
  static byte[] encoded(@Nullable Object value, String name) throws IOException {
    if (value == null) {
      throw new UnreadableImageException(name, "There is no image: the column is null.");
    }
    return value instanceof Row pixels ? rgb(pixels, name).toPpm() : (byte[]) value;
  }

  private static RgbImage rgb(Row image, String name) throws UnreadableImageException {
    int width = image.isNullAt(2) ? -1 : ImageSchema.getWidth(image);
    int height = image.isNullAt(1) ? -1 : ImageSchema.getHeight(image);
    int channels = image.isNullAt(3) ? -1 : ImageSchema.getNChannels(image);
    byte[] data = image.isNullAt(5) ? new byte[0] : ImageSchema.getData(image);
    if (width < 1 || height < 1 || (channels != 1 && channels != 3 && channels != 4)) {
      throw new UnreadableImageException(
          name,
          "Pixels of 1, 3 or 4 channels were expected, found %d x %d pixels of %d channels."
              .formatted(width, height, channels));
    }
    long expected = (long) width * height * channels;
    if (data.length != expected || 3L * width * height > Integer.MAX_VALUE - 64) {
      throw new UnreadableImageException(
          name,
          "%d x %d pixels of %d channels are %d bytes, found %d."
              .formatted(width, height, channels, expected, data.length));
    }
    byte[] pixels = new byte[3 * width * height];
    for (int from = 0, to = 0; to < pixels.length; from += channels, to += 3) {
      // Grey has one byte for all three; blue, green, red and perhaps a transparency, which is
      // dropped as for files.
      pixels[to] = data[channels == 1 ? from : from + 2];
      pixels[to + 1] = data[channels == 1 ? from : from + 1];
      pixels[to + 2] = data[from];
    }
    return RgbImage.wrap(width, height, pixels);
  }
}
