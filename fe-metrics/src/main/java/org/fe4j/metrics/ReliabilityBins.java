package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.Immutable;

/**
 * How often predictions are right, by how sure they are: the rows in 15 bins of equal width by the
 * probability of their predicted class, as it was given. Bin i holds (i / 15, (i + 1) / 15]; a
 * probability of 0 is in the first.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param bins all 15, those without a row included, by ascending probability; or none where there
 *     are no probabilities
 */
@Immutable
public record ReliabilityBins(ImmutableList<Bin> bins) {
  /** The number of bins. */
  static final int COUNT = 15;

  /** What labels without probabilities have. */
  static final ReliabilityBins NONE = new ReliabilityBins(ImmutableList.of());

  /**
   * The rows whose predicted class has a probability in (low, high].
   *
   * @param low the lower end, not included
   * @param high the upper end
   * @param rows how many there are
   * @param meanConfidence the mean probability of their predicted class; NaN where there is no row
   * @param accuracy the share of them predicted rightly; NaN where there is no row
   */
  @Immutable
  public record Bin(double low, double high, int rows, double meanConfidence, double accuracy) {}

  static ReliabilityBins of(long[] rows, double[] confidences, long[] right) {
    ImmutableList.Builder<Bin> bins = ImmutableList.builder();
    for (int bin = 0; bin < COUNT; bin++) {
      double n = rows[bin];
      bins.add(new Bin(edge(bin), edge(bin + 1), (int) n, confidences[bin] / n, right[bin] / n));
    }
    return new ReliabilityBins(bins.build());
  }

  static int binOf(double probability) {
    int bin = 0;
    while (bin < COUNT - 1 && probability > edge(bin + 1)) {
      bin++;
    }
    return bin;
  }

  /** Returns what {@code numpy.linspace(0, 1, 16)} has, within a last digit. */
  private static double edge(int index) {
    return (double) index / COUNT;
  }

  /**
   * Returns the expected calibration error (Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017):
   * the differences of accuracy and mean confidence in the bins, without sign, weighted by their
   * rows; in [0, 1]; NaN without probabilities. It depends on the number of bins, and is too large
   * for few rows.
   */
  public double calibrationError() {
    double sum = 0;
    long rows = 0;
    for (Bin bin : bins) {
      rows += bin.rows();
      if (bin.rows() > 0) {
        sum += bin.rows() * Math.abs(bin.accuracy() - bin.meanConfidence());
      }
    }
    return sum / rows;
  }
}
