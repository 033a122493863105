package org.fe4j.export;

import java.util.function.IntFunction;

/**
 * What stands beside the features of each row.
 *
 * @param name of the column, the same in every format
 * @param values the text of each row
 */
record TextColumn(String name, IntFunction<String> values) {
  static final String PATH = "path";
  static final String LABEL = "label";
  static final String GROUP = "group";

  String value(int row) {
    return values.apply(row);
  }

  boolean isLabel() {
    return name.equals(LABEL);
  }
}
