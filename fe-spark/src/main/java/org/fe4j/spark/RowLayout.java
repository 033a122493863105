package org.fe4j.spark;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Where a row has what.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param image the column of the image
 * @param path the column whose text names the image in messages, or -1
 * @param pixels whether the image is a structure of pixels, which may name its origin
 * @param error whether a column for the reason follows that of the feature
 */
record RowLayout(int image, int path, boolean pixels, boolean error) implements Serializable {
  /** As {@code binaryFile} calls it. */
  private static final String PATH = "path";

  static RowLayout of(StructType schema, String imageColumn, boolean error) {
    int image = schema.fieldIndex(imageColumn);
    int path = -1;
    for (int i = 0; i < schema.fields().length; i++) {
      if (schema.fields()[i].name().equals(PATH)
          && schema.fields()[i].dataType() instanceof StringType) {
        path = i;
      }
    }
    return new RowLayout(image, path, ImageCell.isPixels(schema.fields()[image].dataType()), error);
  }

  /** Returns what the user knows the image by, where the row says it. */
  Optional<String> imageName(Row row) {
    if (path >= 0 && !row.isNullAt(path)) {
      return Optional.of(row.getString(path));
    }
    if (pixels && !row.isNullAt(image) && !row.getStruct(image).isNullAt(0)) {
      String origin = row.getStruct(image).getString(0);
      return origin.isBlank() ? Optional.empty() : Optional.of(origin);
    }
    return Optional.empty();
  }

  /** Returns about how many bytes a row's image is. */
  long imageBytes(Row row) {
    if (row.isNullAt(image)) {
      return 0;
    }
    if (!pixels) {
      return ((byte[]) row.get(image)).length;
    }
    Row structure = row.getStruct(image);
    return structure.isNullAt(5) ? 0 : ((byte[]) structure.get(5)).length;
  }
}
