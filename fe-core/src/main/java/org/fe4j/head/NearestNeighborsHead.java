package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.validation.Labels;

/**
 * Votes of the nearest rows. Products are computed in float32 for a block of rows at once, each in
 * the same order of features, whatever else is in the block.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class NearestNeighborsHead implements Head {

  private static final double SMALLEST_NORM = 1e-12;
  private static final int NEIGHBOR_TILE = 32;
  private static final int PIECE = 128;

  /** By row of the data set; the neighbours' are there. */
  private final float[][] rows;

  /** Ascending. */
  private final ImmutableIntArray neighbors;

  private final Labels labels;
  private final int k;
  private final double temperature;

  NearestNeighborsHead(
      float[][] rows, ImmutableIntArray neighbors, Labels labels, int k, double temperature) {
    this.rows = rows;
    this.neighbors = neighbors;
    this.labels = labels;
    this.k = Math.min(k, neighbors.length());
    this.temperature = temperature;
  }

  /** Returns a row divided by its norm; a row of zeros stays one. */
  static float[] normalized(FeatureMatrix features, int index) {
    float[] row = features.row(index);
    // A float squared overflows no double.
    double sum = 0;
    for (float value : row) {
      sum += (double) value * value;
    }
    double norm = Math.max(Math.sqrt(sum), SMALLEST_NORM);
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (row[i] / norm);
    }
    return row;
  }

  @Override
  public int classCount() {
    return labels.classCount();
  }

  @Override
  public float[] probabilities(FeatureMatrix features, int row) {
    return probabilities(features, ImmutableIntArray.of(row)).get(0);
  }

  @Override
  public ImmutableList<float[]> probabilities(FeatureMatrix features, ImmutableIntArray queries) {
    int dimension = rows[neighbors.get(0)].length;
    if (features.dimension() != dimension) {
      throw new IllegalArgumentException(
          "This head was fitted on features of dimension %d, but these have %d"
              .formatted(dimension, features.dimension()));
    }
    int count = queries.length();
    float[][] turned = turned(features, queries);
    Nearest[] nearest = new Nearest[count];
    Arrays.setAll(nearest, query -> new Nearest(k));
    float[][] products = new float[NEIGHBOR_TILE][count];
    for (int begin = 0; begin < neighbors.length(); begin += NEIGHBOR_TILE) {
      int end = Math.min(begin + NEIGHBOR_TILE, neighbors.length());
      multiply(turned, begin, end, products);
      for (int n = begin; n < end; n++) {
        for (int query = 0; query < count; query++) {
          nearest[query].offer(neighbors.get(n), products[n - begin][query]);
        }
      }
    }
    return Arrays.stream(nearest).map(this::vote).collect(ImmutableList.toImmutableList());
  }

  /** The queries by feature, (feature, query), with features of zeros to a multiple of four. */
  private static float[][] turned(FeatureMatrix features, ImmutableIntArray queries) {
    float[][] turned = new float[PieceBatch.ceilDiv(features.dimension(), 4) * 4][queries.length()];
    for (int query = 0; query < queries.length(); query++) {
      float[] row = normalized(features, queries.get(query));
      for (int i = 0; i < row.length; i++) {
        turned[i][query] = row[i];
      }
    }
    return turned;
  }

  /** Piece by piece, so that a piece of the queries stays in the cache for a tile of neighbours. */
  private void multiply(float[][] turned, int begin, int end, float[][] products) {
    for (float[] product : products) {
      Arrays.fill(product, 0);
    }
    for (int from = 0; from < turned.length; from += PIECE) {
      int to = Math.min(from + PIECE, turned.length);
      for (int n = begin; n < end; n++) {
        float[] row = rows[neighbors.get(n)];
        for (int i = from; i < to; i += 4) {
          Vectors.addScaled(
              products[n - begin],
              turned[i],
              turned[i + 1],
              turned[i + 2],
              turned[i + 3],
              row[i],
              i + 1 < row.length ? row[i + 1] : 0,
              i + 2 < row.length ? row[i + 2] : 0,
              i + 3 < row.length ? row[i + 3] : 0);
        }
      }
    }
  }

  private float[] vote(Nearest nearest) {
    double[] votes = new double[classCount()];
    double sum = 0;
    for (int i = 0; i < k; i++) {
      // Less the highest similarity: no temperature is too low.
      double difference = (double) nearest.similarities[i] - nearest.similarities[0];
      double weight = StrictMath.exp(difference / temperature);
      votes[labels.values().get(nearest.rows[i])] += weight;
      sum += weight;
    }
    float[] probabilities = new float[votes.length];
    for (int c = 0; c < votes.length; c++) {
      probabilities[c] = (float) (votes[c] / sum);
    }
    return probabilities;
  }

  /** The most similar rows so far, the most similar first. Rows are offered in ascending order. */
  private static final class Nearest {
    private final int[] rows;
    private final float[] similarities;
    private int size;

    Nearest(int k) {
      rows = new int[k];
      similarities = new float[k];
    }

    void offer(int row, float similarity) {
      if (size == rows.length && !(similarity > similarities[size - 1])) {
        return;
      }
      int place = size < rows.length ? size++ : size - 1;
      while (place > 0 && similarity > similarities[place - 1]) {
        similarities[place] = similarities[place - 1];
        rows[place] = rows[place - 1];
        place--;
      }
      similarities[place] = similarity;
      rows[place] = row;
    }
  }
}
