package org.fe4j.export;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;

import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table, given by their numbers, as Parquet's records.
 *
 * <pre>
 * message fe4j_features {
 *   required binary path (STRING);            label and group likewise, where there are some
 *   required group features (LIST) {
 *     repeated group list { required float element; }
 *   }
 * }
 * </pre>
 *
 * <p>Parquet's LogicalTypes.md, "Lists": the names of the levels are those that every reader knows.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class ParquetRows extends WriteSupport<Integer> {
  private static final String FEATURES = "features";
  private static final String LIST = "list";
  private static final String ELEMENT = "element";

  /** The column of the values. */
  static final String VALUES = FEATURES + "." + LIST + "." + ELEMENT;

  private final FeatureTable table;
  private final float[] values;
  private @Nullable RecordConsumer consumer;

  ParquetRows(FeatureTable table) {
    this.table = table;
    this.values = new float[table.features().dimension()];
  }

  @Override
  @SuppressWarnings("deprecation") // It is abstract.
  public WriteContext init(Configuration unused) {
    return context();
  }

  @Override
  public WriteContext init(ParquetConfiguration unused) {
    return context();
  }

  private WriteContext context() {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    for (TextColumn column : table.columns()) {
      schema.required(BINARY).as(stringType()).named(column.name());
    }
    MessageType message =
        schema.requiredList().requiredElement(FLOAT).named(FEATURES).named("fe4j_features");
    return new WriteContext(message, FileFacts.of(table).toMetadata());
  }

  @Override
  public void prepareForWrite(RecordConsumer target) {
    consumer = target;
  }

  @Override
  public void write(Integer row) {
    RecordConsumer out = consumer;
    if (out == null) {
      throw new IllegalStateException("A row came before the file was begun");
    }
    out.startMessage();
    int field = 0;
    for (TextColumn column : table.columns()) {
      out.startField(column.name(), field);
      out.addBinary(Binary.fromString(column.value(row)));
      out.endField(column.name(), field++);
    }
    table.features().copyRow(row, values, 0);
    out.startField(FEATURES, field);
    out.startGroup();
    out.startField(LIST, 0);
    for (float value : values) {
      out.startGroup();
      out.startField(ELEMENT, 0);
      out.addFloat(value);
      out.endField(ELEMENT, 0);
      out.endGroup();
    }
    out.endField(LIST, 0);
    out.endGroup();
    out.endField(FEATURES, field);
    out.endMessage();
  }
}
