package org.fe4j.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.fe4j.feature.FeatureMatrix;

/**
 * Features as Weka's text format.
 *
 * <pre>
 * &#64;relation NAME
 *
 * &#64;attribute path string
 * &#64;attribute f0 numeric                one for each value
 * &#64;attribute label {NAME,NAME}         the class is last
 *
 * &#64;data
 * NAME,0.25,NAME
 * </pre>
 *
 * <p>Attribute-Relation File Format, Weka's documentation. Text is quoted where Weka's own writer
 * quotes it, and where it begins a declaration or holds a control character: Weka skips those
 * outside of quotes. A value that is not a number is written {@code ?}, which Weka takes for a
 * missing one; it keeps those as NaN.
 */
final class ArffTable {
  private final FeatureTable table;
  private final BufferedWriter out;

  private ArffTable(FeatureTable table, BufferedWriter out) {
    this.table = table;
    this.out = out;
  }

  static void write(FeatureTable table, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      ArffTable arff = new ArffTable(table, out);
      arff.writeHeader();
      arff.writeRows();
    }
  }

  private void writeHeader() throws IOException {
    out.append("@relation ").append(quoted(table.name())).append("\n\n");
    for (TextColumn column : others()) {
      out.append("@attribute ").append(column.name()).append(" string\n");
    }
    for (int i = 0; i < table.features().dimension(); i++) {
      out.append("@attribute f").append(Integer.toString(i)).append(" numeric\n");
    }
    for (TextColumn label : labels()) {
      String names =
          table.classNames().stream().map(ArffTable::quoted).collect(Collectors.joining(","));
      out.append("@attribute ").append(label.name()).append(" {").append(names).append("}\n");
    }
    out.append("\n@data\n");
  }

  private void writeRows() throws IOException {
    FeatureMatrix features = table.features();
    float[] values = new float[features.dimension()];
    for (int row = 0; row < features.rows(); row++) {
      for (TextColumn column : others()) {
        out.append(quoted(column.value(row))).append(',');
      }
      features.copyRow(row, values, 0);
      for (int i = 0; i < values.length; i++) {
        out.append(i == 0 ? "" : ",");
        out.append(Float.isNaN(values[i]) ? "?" : Float.toString(values[i]));
      }
      for (TextColumn label : labels()) {
        out.append(',').append(quoted(label.value(row)));
      }
      out.append('\n');
    }
  }

  private List<TextColumn> labels() {
    return table.columns().stream().filter(TextColumn::isLabel).toList();
  }

  private List<TextColumn> others() {
    return table.columns().stream().filter(column -> !column.isLabel()).toList();
  }

  /** Returns a name or value that reads back as this text. */
  static String quoted(String text) {
    StringBuilder escaped = new StringBuilder();
    boolean plain = !text.isEmpty() && !text.equals("?") && !text.startsWith("@");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\', '\'', '"', '%' -> escaped.append('\\').append(c);
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        default -> escaped.append(c);
      }
      plain &= c > ' ' && "\\'\"%{},".indexOf(c) < 0;
    }
    return plain ? text : "'" + escaped + "'";
  }
}
