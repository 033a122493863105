package org.fe4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.fe4j.feature.FeatureMatrix;

/** How far features of Spark are from those of one process. */
final class Difference {
  private Difference() {}

  /**
   * Asserts that each row has the number of its image, in order, and returns how many values are
   * not the same to the bit.
   *
   * @param rows of a number and a vector
   */
  static long ofValues(List<Row> rows, FeatureMatrix expected) {
    assertThat(rows).hasSize(expected.rows());
    float[] values = new float[expected.dimension()];
    long different = 0;
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).getLong(0)).isEqualTo(i);
      expected.copyRow(i, values, 0);
      Vector found = rows.get(i).getAs(1);
      assertThat(found.size()).isEqualTo(values.length);
      for (int k = 0; k < values.length; k++) {
        // As objects: 0 and -0 have other bits.
        different += Double.valueOf(found.apply(k)).equals((double) values[k]) ? 0 : 1;
      }
    }
    return different;
  }

  /** Returns the least cosine between a row and what is expected of it. */
  static double leastCosine(List<Row> rows, FeatureMatrix expected) {
    assertThat(rows).hasSize(expected.rows());
    float[] values = new float[expected.dimension()];
    double least = 1;
    for (int i = 0; i < rows.size(); i++) {
      expected.copyRow(i, values, 0);
      Vector found = rows.get(i).getAs(1);
      double product = 0;
      double left = 0;
      double right = 0;
      for (int k = 0; k < values.length; k++) {
        product += found.apply(k) * values[k];
        left += found.apply(k) * found.apply(k);
        right += (double) values[k] * values[k];
      }
      least = Math.min(least, product / Math.sqrt(left * right));
    }
    return least;
  }
}
