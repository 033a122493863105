package org.fe4j.metrics.statistics;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Nemenyi's test of each pair of models after Friedman's: two models differ where their mean ranks
 * do by at least a critical difference, {@code q_α / √2 · √(k (k + 1) / (6 N))}, with the quantile
 * q_α of the studentized range of k groups with infinite degrees of freedom (Demšar, "Statistical
 * comparisons of classifiers over multiple data sets", JMLR 2006).
 */
public final class Nemenyi {

  private Nemenyi() {}

  /**
   * Returns the difference of mean ranks at which two models differ.
   *
   * @param models the number k of models, in [2, 100]
   * @param dataSets the number N of data sets, at least 1
   * @param alpha the level that the whole family of pairs keeps, such as 0.05
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public static double criticalDifference(int models, int dataSets, double alpha) {
    Checks.alpha(alpha);
    double unit = unit(models, dataSets);
    return StudentizedRange.of(models).quantile(alpha) * unit;
  }

  /**
   * Returns the p-value of a pair, corrected for all pairs: at most α where the difference is at
   * least the critical difference of α.
   *
   * @param rankDifference the difference of the mean ranks; its sign does not matter
   * @param models the number k of models, in [2, 100]
   * @param dataSets the number N of data sets, at least 1
   * @throws IllegalArgumentException if an argument is outside its range or not finite
   */
  public static double pValue(double rankDifference, int models, int dataSets) {
    Checks.finite("Differences of mean ranks", new double[] {rankDifference});
    double unit = unit(models, dataSets);
    return StudentizedRange.of(models).survival(Math.abs(rankDifference) / unit);
  }

  /**
   * Returns the p-value of each pair of models: symmetric, with ones on the diagonal.
   *
   * @param meanRanks the mean rank of each of 2 to 100 models
   * @param dataSets the number N of data sets, at least 1
   * @throws IllegalArgumentException if an argument is outside its range or not finite
   */
  public static ImmutableList<ImmutableDoubleArray> pValues(
      ImmutableDoubleArray meanRanks, int dataSets) {
    Checks.finite("Mean ranks", meanRanks.toArray());
    int models = meanRanks.length();
    double[][] values = new double[models][models];
    for (int first = 0; first < models; first++) {
      values[first][first] = 1;
      for (int second = 0; second < first; second++) {
        double difference = meanRanks.get(first) - meanRanks.get(second);
        values[first][second] = pValue(difference, models, dataSets);
        values[second][first] = values[first][second];
      }
    }
    return Matrices.copyOf(values);
  }

  /**
   * Returns the largest groups of models of which no two differ, for the bars of a
   * critical-difference diagram. A group lists its models from the best to the worst; groups come
   * in the order of their best models and may overlap. A model that differs from all others is in
   * no group.
   *
   * @param meanRanks the mean rank of each model
   * @param criticalDifference what {@link #criticalDifference} returned
   * @throws IllegalArgumentException if a rank is not finite or the difference not above 0
   */
  public static ImmutableList<ImmutableIntArray> cliques(
      ImmutableDoubleArray meanRanks, double criticalDifference) {
    Checks.finite("Mean ranks", meanRanks.toArray());
    if (!(criticalDifference > 0)) {
      throw new IllegalArgumentException(
          "A critical difference is above 0, but this is " + criticalDifference);
    }
    int[] order =
        IntStream.range(0, meanRanks.length())
            .boxed()
            .sorted(Comparator.comparingDouble(meanRanks::get))
            .mapToInt(Integer::intValue)
            .toArray();
    ImmutableList.Builder<ImmutableIntArray> groups = ImmutableList.builder();
    int covered = 0;
    int end = 0;
    for (int begin = 0; begin < order.length; begin++) {
      while (end < order.length
          && meanRanks.get(order[end]) - meanRanks.get(order[begin]) < criticalDifference) {
        end++;
      }
      if (end > covered && end - begin > 1) {
        groups.add(ImmutableIntArray.copyOf(IntStream.of(order).skip(begin).limit(end - begin)));
      }
      covered = Math.max(covered, end);
    }
    return groups.build();
  }

  /** Returns the difference of mean ranks that is one unit of the studentized range. */
  private static double unit(int models, int dataSets) {
    if (dataSets < 1) {
      throw new IllegalArgumentException(
          "Nemenyi's test needs at least 1 data set, but there are " + dataSets);
    }
    return Math.sqrt(models * (models + 1.0) / (12.0 * dataSets));
  }
}
