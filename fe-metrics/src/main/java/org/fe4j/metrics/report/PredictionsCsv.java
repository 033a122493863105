package org.fe4j.metrics.report;

import com.google.common.base.CharMatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.fe4j.metrics.Predictions;

/**
 * Predictions as comma-separated values: a header, then a line for each row with {@code id}, where
 * some row has a group that is not called as it is {@code group}, {@code fold}, {@code true_class},
 * {@code predicted_class} and, where there are probabilities, {@code probability_} and the class
 * name for each class. Fields are quoted as RFC 4180 says; lines end with a line feed. Numbers have
 * a point and as many digits as it takes to read back the same.
 */
public final class PredictionsCsv {
  private static final CharMatcher QUOTED = CharMatcher.anyOf(",\"\r\n");

  private PredictionsCsv() {}

  /** Returns the predictions as text. */
  public static String of(Predictions predictions) {
    StringBuilder out = new StringBuilder();
    try {
      write(predictions, out);
    } catch (IOException e) {
      throw new UncheckedIOException("A StringBuilder does not fail", e);
    }
    return out.toString();
  }

  /**
   * Appends the predictions.
   *
   * @throws IOException if {@code out} does
   */
  public static void write(Predictions predictions, Appendable out) throws IOException {
    int probabilityCount = predictions.hasProbabilities() ? predictions.classCount() : 0;
    ProbabilityText text = ProbabilityText.of(predictions);
    boolean groups = predictions.hasGroups();
    out.append(groups ? "id,group," : "id,").append("fold,true_class,predicted_class");
    for (int index = 0; index < probabilityCount; index++) {
      out.append(',').append(quoted("probability_" + predictions.classNames().get(index)));
    }
    out.append('\n');
    for (int row = 0; row < predictions.size(); row++) {
      out.append(quoted(predictions.id(row)));
      if (groups) {
        out.append(',').append(quoted(predictions.group(row)));
      }
      out.append(',').append(Integer.toString(predictions.fold(row)));
      out.append(',').append(className(predictions, predictions.truth(row)));
      out.append(',').append(className(predictions, predictions.predicted(row)));
      for (int index = 0; index < probabilityCount; index++) {
        out.append(',').append(text.write(predictions.probability(row, index)));
      }
      out.append('\n');
    }
  }

  private static String className(Predictions predictions, int classIndex) {
    return quoted(predictions.classNames().get(classIndex));
  }

  static String quoted(String field) {
    return QUOTED.matchesAnyOf(field) ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
