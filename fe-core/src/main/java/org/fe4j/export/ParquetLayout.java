package org.fe4j.export;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.fe4j.export.PartFiles.Part;
import org.jspecify.annotations.Nullable;

/**
 * Where the columns of a table are in a Parquet file.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class ParquetLayout {
  private static final ImmutableList<String> VECTOR =
      ImmutableList.of("type", "size", "indices", "values");

  private final Part part;
  private final MessageType schema;
  private final FeatureColumns columns;
  private final ImmutableMap<String, ColumnDescriptor> texts;
  private final ImmutableList<ColumnDescriptor> features;

  private ParquetLayout(
      Part part,
      MessageType schema,
      FeatureColumns columns,
      Map<String, ColumnDescriptor> texts,
      List<ColumnDescriptor> features) {
    this.part = part;
    this.schema = schema;
    this.columns = columns;
    this.texts = ImmutableMap.copyOf(texts);
    this.features = ImmutableList.copyOf(features);
  }

  /**
   * Finds the columns.
   *
   * @throws MalformedFeaturesException if one is missing that must be there, or has a type that is
   *     not read
   */
  static ParquetLayout of(Part part, MessageType schema, FeatureColumns columns)
      throws MalformedFeaturesException {
    Map<String, ColumnDescriptor> texts = new LinkedHashMap<>();
    for (String name : List.of(columns.path(), columns.label(), columns.group(), columns.error())) {
      boolean required = name.equals(columns.path()) || name.equals(columns.label());
      Optional<ColumnDescriptor> column = text(part, schema, name);
      if (column.isPresent()) {
        texts.put(name, column.get());
      } else if (required && !part.values().containsKey(name)) {
        throw missing(part, schema, name, name.equals(columns.path()) ? "withPath" : "withLabel");
      }
    }
    return new ParquetLayout(part, schema, columns, texts, features(part, schema, columns));
  }

  private static MalformedFeaturesException missing(
      Part part, MessageType schema, String name, String method) {
    String there = schema.getFields().stream().map(Type::getName).collect(Collectors.joining(", "));
    return new MalformedFeaturesException(
        "[%s] there is no column \"%s\"; there are: %s. Name the one that is meant with FeatureColumns.%s(…)."
            .formatted(part.name(), name, there, method));
  }

  private static Optional<ColumnDescriptor> text(Part part, MessageType schema, String name)
      throws MalformedFeaturesException {
    List<ColumnDescriptor> leaves = leaves(schema, name);
    if (leaves.isEmpty()) {
      return Optional.empty();
    }
    ColumnDescriptor leaf = leaves.get(0);
    LogicalTypeAnnotation meaning = leaf.getPrimitiveType().getLogicalTypeAnnotation();
    boolean readable =
        leaves.size() == 1
            && leaf.getMaxRepetitionLevel() == 0
            && switch (leaf.getPrimitiveType().getPrimitiveTypeName()) {
              case BINARY ->
                  meaning == null
                      || meaning.equals(LogicalTypeAnnotation.stringType())
                      || meaning.equals(LogicalTypeAnnotation.enumType());
              case INT32, INT64 ->
                  meaning == null
                      || meaning instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation;
              case BOOLEAN, FLOAT, DOUBLE -> true;
              case INT96, FIXED_LEN_BYTE_ARRAY -> false;
            };
    if (!readable) {
      throw new MalformedFeaturesException(
          "[%s] the column \"%s\" is \"%s\", but a text or a number is read. Name another column, or convert it."
              .formatted(part.name(), name, described(schema, name)));
    }
    return Optional.of(leaf);
  }

  private static List<ColumnDescriptor> features(
      Part part, MessageType schema, FeatureColumns columns) throws MalformedFeaturesException {
    String name = columns.features();
    List<ColumnDescriptor> leaves = leaves(schema, name);
    if (leaves.isEmpty()) {
      throw missing(part, schema, name, "withFeatures");
    }
    if (leaves.size() == 1
        && leaves.get(0).getMaxRepetitionLevel() == 1
        && isFloating(leaves.get(0))) {
      return leaves;
    }
    List<ColumnDescriptor> fields = new ArrayList<>();
    for (String field : VECTOR) {
      leaves(schema, name + "." + field).stream().limit(1).forEach(fields::add);
    }
    boolean isVector =
        leaves.size() == VECTOR.size()
            && fields.size() == VECTOR.size()
            && fields.subList(0, 2).stream().allMatch(leaf -> isInteger(leaf, 0))
            && isInteger(fields.get(2), 1)
            && fields.get(3).getMaxRepetitionLevel() == 1
            && isFloating(fields.get(3));
    if (!isVector) {
      throw new MalformedFeaturesException(
          "[%s] the column \"%s\" is \"%s\", but a list of float or double, or MLlib's vector, is read. Name another column, or convert it."
              .formatted(part.name(), name, described(schema, name)));
    }
    return fields;
  }

  private static boolean isFloating(ColumnDescriptor leaf) {
    PrimitiveTypeName type = leaf.getPrimitiveType().getPrimitiveTypeName();
    return type == PrimitiveTypeName.FLOAT || type == PrimitiveTypeName.DOUBLE;
  }

  private static boolean isInteger(ColumnDescriptor leaf, int repetition) {
    return leaf.getMaxRepetitionLevel() == repetition
        && leaf.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
  }

  /** Returns the leaves at or below a name with points. */
  private static List<ColumnDescriptor> leaves(MessageType schema, String name) {
    return schema.getColumns().stream()
        .filter(
            leaf -> {
              String path = String.join(".", leaf.getPath());
              return path.equals(name) || path.startsWith(name + ".");
            })
        .toList();
  }

  /** Returns the type of a column, in one line, without its name. */
  private static String described(MessageType schema, String name) {
    return leaves(schema, name).stream()
        .map(leaf -> leaf.getPrimitiveType().toString())
        .map(text -> text.replaceAll("^(required|optional|repeated) ", ""))
        .collect(Collectors.joining(", "));
  }

  /** Returns the columns to read. */
  ImmutableList<ColumnDescriptor> leaves() {
    return ImmutableList.<ColumnDescriptor>builder()
        .addAll(texts.values())
        .addAll(features)
        .build();
  }

  /**
   * Refuses another file that means something else.
   *
   * @throws MalformedFeaturesException if a column is there in one alone, or has other types
   */
  void requireLike(ParquetLayout first) throws MalformedFeaturesException {
    for (String name :
        List.of(
            columns.path(),
            columns.label(),
            columns.group(),
            columns.error(),
            columns.features())) {
      String here = type(name);
      String there = first.type(name);
      if (!here.equals(there)) {
        throw new MalformedFeaturesException(
            "[%s] the column \"%s\" is %s, but %s in [%s]. Files of one table have the same columns: read them apart, or write them anew."
                .formatted(part.name(), name, here, there, first.part.name()));
      }
    }
  }

  private String type(String name) {
    List<ColumnDescriptor> leaves = leaves(schema, name);
    if (leaves.isEmpty()) {
      return part.values().containsKey(name) ? "the name of a folder" : "missing";
    }
    return leaves.stream()
        .map(leaf -> leaf.getPrimitiveType().getPrimitiveTypeName().toString())
        .collect(Collectors.joining(", "));
  }

  /** Returns a column of text of a row group; nothing where this file has none. */
  @Nullable ParquetColumn text(String name, PageReadStore pages, @Nullable ParsedVersion writer) {
    ColumnDescriptor leaf = texts.get(name);
    return leaf == null ? null : new ParquetColumn(leaf, 0, pages, writer);
  }

  /** Returns the features of a row group. */
  ParquetVector vector(PageReadStore pages, @Nullable ParsedVersion writer) {
    List<ParquetColumn> fields =
        features.stream()
            .map(leaf -> new ParquetColumn(leaf, elementDefined(leaf), pages, writer))
            .toList();
    return fields.size() == 1
        ? new ParquetVector.Listed(fields.get(0))
        : new ParquetVector.MlVector(fields.get(0), fields.get(1), fields.get(2), fields.get(3));
  }

  /** Returns the level from which on the list that a leaf is in has an element. */
  private int elementDefined(ColumnDescriptor leaf) {
    String[] path = leaf.getPath();
    for (int length = 1; length <= path.length; length++) {
      String[] begin = Arrays.copyOf(path, length);
      if (schema.getType(begin).isRepetition(Type.Repetition.REPEATED)) {
        return schema.getMaxDefinitionLevel(begin);
      }
    }
    return 0;
  }
}
