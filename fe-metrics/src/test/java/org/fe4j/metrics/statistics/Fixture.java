package org.fe4j.metrics.statistics;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;

/** Figures that others computed, as JSON. */
final class Fixture {

  /**
   * For figures that are computed in double precision from given numbers: a few roundings, with
   * room for special functions that promise 1e-14.
   */
  static final double RELATIVE = 1e-11;

  private Fixture() {}

  /** Returns SciPy's figures for scores of 6 models on 8 data sets. */
  static JsonObject statistics() {
    return read("statistics.json");
  }

  /**
   * Returns figures of SciPy 1.10.1, from unusual cases; where SciPy's have too few digits or do
   * not exist, of mpmath 1.2.1 with 30 digits (the studentized range by quadrature, tails) and of
   * counting all signs (Wilcoxon with equal differences).
   */
  static JsonObject reference() {
    return read("reference.json");
  }

  static List<JsonElement> list(JsonObject object, String name) {
    return object.getAsJsonArray(name).asList();
  }

  static double[] numbers(JsonElement array) {
    return array.getAsJsonArray().asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
  }

  static double[][] rows(JsonElement array) {
    return array.getAsJsonArray().asList().stream().map(Fixture::numbers).toArray(double[][]::new);
  }

  static double[][] transposed(double[][] rows) {
    double[][] columns = new double[rows[0].length][rows.length];
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < columns.length; column++) {
        columns[column][row] = rows[row][column];
      }
    }
    return columns;
  }

  /** Returns the distance of as many digits as double arithmetic leaves, small numbers included. */
  static Offset<Double> near(double expected) {
    return Offset.offset(RELATIVE * Math.abs(expected) + Double.MIN_NORMAL);
  }

  private static JsonObject read(String name) {
    try (InputStream file = Objects.requireNonNull(Fixture.class.getResourceAsStream(name));
        InputStreamReader reader = new InputStreamReader(file, StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
