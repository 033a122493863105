package org.fe4j.export;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Schemas and rows of small tables. */
public final class TestTables {
  static final Type LIST = Types.optionalList().optionalElement(FLOAT).named("features");

  static MessageType schema(Type... fields) {
    return new MessageType("table", fields);
  }

  static Type text(String name) {
    return Types.optional(BINARY).as(stringType()).named(name);
  }

  static MessageType standard() {
    return schema(text("path"), text("label"), LIST);
  }

  /** Adds a list of three levels, whatever they are called. */
  static void addList(Group row, String field, @Nullable Number... values) {
    Group list = row.addGroup(field);
    for (@Nullable Number value : values) {
      Group element = list.addGroup(0);
      if (value instanceof Float number) {
        element.add(0, number.floatValue());
      } else if (value instanceof Double number) {
        element.add(0, number.doubleValue());
      } else if (value != null) {
        element.add(0, value.intValue());
      }
    }
  }

  static Group row(
      MessageType schema, String path, @Nullable String label, @Nullable Float... values) {
    Group row = new SimpleGroup(schema).append("path", path);
    if (label != null) {
      row.add("label", label);
    }
    addList(row, "features", values);
    return row;
  }

  static Path write(Path folder, String name, MessageType schema, Group... rows)
      throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    TestParquet.write(file, schema, Map.of(), "ZSTD", List.of(rows));
    return file;
  }

  /** Writes images of two classes with two columns of features, which are not the same. */
  public static Path twoColumns(Path file, int rows) throws IOException {
    Type misleading = Types.optionalList().optionalElement(FLOAT).named("misleading");
    Type telling = Types.optionalList().optionalElement(FLOAT).named("telling");
    MessageType schema = schema(text("path"), text("label"), telling, misleading);
    Group[] groups = new Group[rows];
    for (int i = 0; i < rows; i++) {
      groups[i] = new SimpleGroup(schema);
      groups[i].append("path", "image%02d".formatted(i)).append("label", i % 2 == 0 ? "a" : "b");
      addList(groups[i], "telling", (float) (i % 2), (float) i / rows);
      addList(groups[i], "misleading", (float) (i % 3), (float) -i);
    }
    return write(
        file.toAbsolutePath().resolveSibling("."), file.getFileName().toString(), schema, groups);
  }

  private TestTables() {}
}
