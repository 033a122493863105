package org.fe4j.metrics;

/** The layout of scikit-learn's {@code classification_report}. */
final class ClassificationTable {
  private static final int COLUMN_WIDTH = 9;

  private final ClassificationMetrics metrics;
  private final int digits;
  private final int widestName;

  /**
   * @param digits how many digits figures have after the point
   * @param widestName how many code points of a class name are shown; longer ones lose their middle
   */
  ClassificationTable(ClassificationMetrics metrics, int digits, int widestName) {
    this.metrics = metrics;
    this.digits = digits;
    this.widestName = widestName;
  }

  @Override
  public String toString() {
    int nameWidth = Math.max("weighted avg".length(), digits);
    for (ClassMetrics figures : metrics.perClass()) {
      nameWidth = Math.max(nameWidth, Columns.width(shown(figures.name())));
    }
    StringBuilder out = new StringBuilder();
    line(out, nameWidth, "", "precision", "recall", "f1-score", "support");
    out.append('\n');
    for (ClassMetrics figures : metrics.perClass()) {
      line(
          out,
          nameWidth,
          shown(figures.name()),
          fixed(figures.precision()),
          fixed(figures.recall()),
          fixed(figures.f1()),
          Integer.toString(figures.support()));
    }
    out.append('\n');
    String rows = Integer.toString(metrics.rowCount());
    line(out, nameWidth, "accuracy", "", "", fixed(metrics.accuracy()), rows);
    averages(out, nameWidth, "macro avg", metrics.macro());
    averages(out, nameWidth, "weighted avg", metrics.weighted());
    return out.toString();
  }

  private void averages(StringBuilder out, int nameWidth, String name, Averages averages) {
    line(
        out,
        nameWidth,
        name,
        fixed(averages.precision()),
        fixed(averages.recall()),
        fixed(averages.f1()),
        Integer.toString(metrics.rowCount()));
  }

  private static void line(StringBuilder out, int nameWidth, String name, String... columns) {
    out.append(Columns.right(name, nameWidth)).append(' ');
    for (String column : columns) {
      out.append(' ').append(Columns.right(column, COLUMN_WIDTH));
    }
    out.append('\n');
  }

  private String shown(String name) {
    return Columns.shorten(name, widestName);
  }

  private String fixed(double value) {
    return Decimals.fixed(value, digits);
  }
}
