package org.fe4j.export;

import java.io.IOException;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * One column of a row group, row after row, without an object for each value. Parquet writes for
 * each value how deep it is defined and whether it goes on with the list before it: "Nested
 * Encoding" in the format's README.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class ParquetColumn {
  /** Instead of a length: there is no list. */
  static final int ABSENT = -1;

  private final ColumnReader reader;
  private final PrimitiveTypeName type;
  private final int defined;
  private final int elementDefined;
  private long remaining;

  /**
   * Begins.
   *
   * @param leaf the column
   * @param elementDefined the level from which on a list has an element, null or not
   * @param writer of the file, since some had faults that the library knows
   */
  ParquetColumn(
      ColumnDescriptor leaf,
      int elementDefined,
      PageReadStore pages,
      @Nullable ParsedVersion writer) {
    PageReader chunk = pages.getPageReader(leaf);
    this.remaining = chunk.getTotalValueCount();
    this.reader = new ColumnReaderImpl(leaf, chunk, new PrimitiveConverter() {}, writer);
    this.type = leaf.getPrimitiveType().getPrimitiveTypeName();
    this.defined = leaf.getMaxDefinitionLevel();
    this.elementDefined = elementDefined;
  }

  /** A value that a table does not take; the message goes on after the name of the column. */
  static final class BadValueException extends Exception {
    private static final long serialVersionUID = 1;

    BadValueException(String message) {
      super(message);
    }
  }

  /** Returns the row's value as text. */
  @Nullable String text() throws IOException, BadValueException {
    requireMore();
    String text = reader.getCurrentDefinitionLevel() < defined ? null : currentText();
    advance();
    return text;
  }

  private String currentText() throws BadValueException {
    return switch (type) {
      case INT32 -> Integer.toString(reader.getInteger());
      case INT64 -> Long.toString(reader.getLong());
      case BOOLEAN -> Boolean.toString(reader.getBoolean());
      case FLOAT -> whole(reader.getFloat());
      case DOUBLE -> whole(reader.getDouble());
      default -> reader.getBinary().toStringUsingUTF8();
    };
  }

  /** MLlib's indexers write classes as floating-point numbers. */
  private static String whole(double value) throws BadValueException {
    if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
      throw new BadValueException(
          "is %s, but a class is a text or a whole number. Name another column.".formatted(value));
    }
    return Long.toString((long) value);
  }

  /**
   * Returns the row's integer.
   *
   * @param absent what is returned where it is null
   */
  int integer(int absent) throws IOException {
    requireMore();
    int value = reader.getCurrentDefinitionLevel() < defined ? absent : reader.getInteger();
    advance();
    return value;
  }

  /**
   * Copies the row's list.
   *
   * @param most values that are copied
   * @return its length, {@link #ABSENT} where there is none, and {@code most + 1} where it is
   *     longer than that; the column is of no use then
   * @throws BadValueException if an element is null
   */
  int list(VectorBuffer target, int most) throws IOException, BadValueException {
    requireMore();
    int level = reader.getCurrentDefinitionLevel();
    if (level < elementDefined) {
      advance();
      // One level less than an element's is an empty list, but where nothing says that there is
      // one.
      return level == elementDefined - 1 && elementDefined > 1 ? 0 : ABSENT;
    }
    int count = 0;
    do {
      if (count == most) {
        return most + 1;
      }
      if (reader.getCurrentDefinitionLevel() < defined) {
        throw new BadValueException(
            "has a null at %d. Make the whole list null where an image has no features."
                .formatted(count));
      }
      target.set(count++, number());
      advance();
    } while (remaining > 0 && reader.getCurrentRepetitionLevel() > 0);
    return count;
  }

  private float number() {
    return switch (type) {
      case FLOAT -> reader.getFloat();
      case DOUBLE -> (float) reader.getDouble();
      default -> reader.getInteger();
    };
  }

  private void advance() {
    reader.consume();
    remaining--;
  }

  private void requireMore() throws IOException {
    if (remaining <= 0) {
      throw new IOException(
          "the column %s ends before its row group does"
              .formatted(String.join(".", reader.getDescriptor().getPath())));
    }
  }
}
