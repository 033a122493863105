package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;

/**
 * Lets the nearest rows vote: the k rows of highest cosine similarity s, each with the weight
 * {@code exp(s / temperature)}; the probability of a class is its share of the votes. With k = 20
 * and temperature 0.07 that is the protocol of Wu et al. ("Unsupervised feature learning via
 * non-parametric instance discrimination", 2018) and of DINO (Caron et al., 2021).
 *
 * <p>There is nothing to stop, so that the rows of the validation part are neighbours as well as
 * those of the train part. Of equally similar rows the one of lower index comes first; a row of
 * zeros is as similar to all rows: 0. Where a part has fewer than k rows, all of them vote. A class
 * without a row among the neighbours has probability 0.
 *
 * <p>The heads of one call hold the normalised rows of all parts together once, in float32: 4 bytes
 * times rows times dimension, 82 MB for 10,000 rows of 2,048. A prediction takes one product with
 * each row; ask for many rows at once, which take their time together.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class NearestNeighborsTrainer implements HeadTrainer {

  private static final NearestNeighborsTrainer STANDARD = new NearestNeighborsTrainer(20, 0.07);

  private final int k;
  private final double temperature;

  private NearestNeighborsTrainer(int k, double temperature) {
    this.k = k;
    this.temperature = temperature;
  }

  /** Returns the trainer with k = 20 and temperature 0.07. */
  public static NearestNeighborsTrainer standard() {
    return STANDARD;
  }

  /**
   * Returns a trainer with another number of neighbours.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public NearestNeighborsTrainer withK(int neighbors) {
    if (neighbors < 1) {
      throw new IllegalArgumentException(
          "The number of neighbours must be 1 or more, not " + neighbors);
    }
    return new NearestNeighborsTrainer(neighbors, temperature);
  }

  /**
   * Returns a trainer with another temperature.
   *
   * @param value positive; infinity gives all neighbours the same weight
   * @throws IllegalArgumentException if it is not positive
   */
  public NearestNeighborsTrainer withTemperature(double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("The temperature must be positive, not " + value);
    }
    return new NearestNeighborsTrainer(k, value);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if a feature is not a finite number
   */
  @Override
  public ImmutableList<Head> fit(
      FeatureMatrix features, Labels labels, List<FittingPart> parts, ProgressListener progress) {
    FittingChecks.check(features, labels, parts);
    BitSet used = new BitSet();
    parts.forEach(part -> neighbors(part).forEach(used::set));
    float[][] rows = new float[features.rows()][];
    ProgressCount count = new ProgressCount("Fitting heads", used.cardinality(), "rows", progress);
    used.stream()
        .forEach(
            row -> {
              rows[row] = NearestNeighborsHead.normalized(features, row);
              count.add(1);
            });
    return parts.stream()
        .map(part -> new NearestNeighborsHead(rows, neighbors(part), labels, k, temperature))
        .collect(ImmutableList.toImmutableList());
  }

  /** The rows of both parts, each once, ascending. */
  private static ImmutableIntArray neighbors(FittingPart part) {
    return ImmutableIntArray.copyOf(
        IntStream.concat(part.train().rows().stream(), part.validation().rows().stream())
            .sorted()
            .distinct());
  }

  @Override
  public String description() {
    return "nearest neighbours: cosine similarity, k = %d, votes weighted by exp(similarity / %s);"
            .formatted(k, temperature)
        + " neighbours are the rows of train and validation part";
  }

  @Override
  public String toString() {
    return description();
  }
}
