package org.fe4j.spark;

import java.util.Arrays;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a data frame has what a stage needs.
 *
 * @param stage for messages
 * @param schema of the data frame
 */
record SchemaCheck(String stage, StructType schema) {

  /**
   * Refuses a data frame without this column, or where it holds no images.
   *
   * @param parameter that names the column
   */
  void requireImage(String parameter, String column) {
    StructField field = field(column);
    if (field == null) {
      throw new IllegalArgumentException(
          "[%s] %s: there is no column \"%s\"; there are: %s"
              .formatted(stage, parameter, column, String.join(", ", schema.fieldNames())));
    }
    if (!ImageCell.isImage(field.dataType())) {
      throw new IllegalArgumentException(
          "[%s] %s: the column \"%s\" must be binary, as spark.read().format(\"binaryFile\") gives it in \"content\", or in Spark's image schema, but it is %s"
              .formatted(stage, parameter, column, field.dataType().simpleString()));
    }
  }

  /**
   * Refuses a data frame with this column.
   *
   * @param parameter that names the column
   */
  void requireAbsent(String parameter, String column) {
    if (field(column) != null) {
      throw new IllegalArgumentException(
          "[%s] %s: there is a column \"%s\" already. Drop it, or choose another name."
              .formatted(stage, parameter, column));
    }
  }

  private @Nullable StructField field(String column) {
    return Arrays.stream(schema.fields())
        .filter(field -> field.name().equals(column))
        .findFirst()
        .orElse(null);
  }
}
