package org.fe4j.metrics.statistics;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.Immutable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Wilcoxon's signed-rank test of each pair of models over data sets, corrected by Holm; or the
 * reason why these data sets are too few for it (Benavoli, Corani and Mangili, "Should we really
 * use post-hoc tests based on mean-ranks?", JMLR 2016, recommend it over Nemenyi's test).
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public sealed interface WilcoxonHolm {

  /**
   * Returns the tests, or the refusal where even the smallest p-value that the number of data sets
   * allows, 2^(1 - N), is above the level that Holm's correction asks of the first pair, alpha / m.
   *
   * @param scores data sets × models; whether higher is better does not matter
   * @param alpha the level of the whole family of pairs, such as 0.05
   * @throws IllegalArgumentException if there is no data set, if there are fewer than 2 models, if
   *     the rows differ in length, if a score is not finite, or if alpha is not in (0, 1)
   */
  static WilcoxonHolm of(double[][] scores, double alpha) {
    Checks.alpha(alpha);
    int models = Checks.table("Scores", scores);
    if (models < 2) {
      throw new IllegalArgumentException(
          "Pairs need at least 1 data set and 2 models, but there are %d data sets and %d models"
              .formatted(scores.length, models));
    }
    int pairs = Math.multiplyExact(models, models - 1) / 2;
    if (Wilcoxon.smallestPValue(scores.length) > alpha / pairs) {
      return Refused.of(scores.length, pairs, alpha);
    }
    return Tested.of(scores, alpha);
  }

  /** Returns the number of data sets. */
  int dataSets();

  /** Returns the level of the family of pairs. */
  double alpha();

  /**
   * The test of two models.
   *
   * @param first the column of a model
   * @param second the column of the other, above {@code first}
   * @param test the uncorrected test
   * @param adjustedPValue the p-value after Holm's correction, in (0, 1]
   * @param different whether the adjusted p-value is at most the level
   */
  @Immutable
  record Pair(int first, int second, Wilcoxon test, double adjustedPValue, boolean different) {}

  /**
   * The tests of all pairs.
   *
   * @param dataSets the number of data sets
   * @param models the number of models
   * @param alpha the level of the family
   * @param pairs each pair once: (0, 1), (0, 2), …, (1, 2), …
   */
  @Immutable
  record Tested(int dataSets, int models, double alpha, ImmutableList<Pair> pairs)
      implements WilcoxonHolm {

    /** Returns the test of two models, in whatever order they are named. */
    public Pair pair(int model, int other) {
      return pairs.stream()
          .filter(
              pair ->
                  pair.first() == Math.min(model, other) && pair.second() == Math.max(model, other))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "No pair of models %d and %d among %d".formatted(model, other, models)));
    }

    private static Tested of(double[][] scores, double alpha) {
      int models = scores[0].length;
      List<Wilcoxon> tests = new ArrayList<>();
      for (int first = 0; first < models; first++) {
        for (int second = first + 1; second < models; second++) {
          tests.add(Wilcoxon.signedRank(column(scores, first), column(scores, second)));
        }
      }
      double[] adjusted =
          Holm.adjust(tests.stream().mapToDouble(Wilcoxon::pValue).toArray()).toArray();
      ImmutableList.Builder<Pair> pairs = ImmutableList.builder();
      int index = 0;
      for (int first = 0; first < models; first++) {
        for (int second = first + 1; second < models; second++, index++) {
          boolean different = adjusted[index] <= alpha;
          pairs.add(new Pair(first, second, tests.get(index), adjusted[index], different));
        }
      }
      return new Tested(scores.length, models, alpha, pairs.build());
    }

    private static double[] column(double[][] rows, int index) {
      double[] column = new double[rows.length];
      for (int row = 0; row < rows.length; row++) {
        column[row] = rows[row][index];
      }
      return column;
    }
  }

  /**
   * Too few data sets.
   *
   * @param dataSets how many there are
   * @param pairs the number of pairs of models
   * @param alpha the level of the family
   * @param smallestPValue the smallest p-value that a test of so many data sets can have
   * @param neededPValue the p-value that the correction asks of the first pair
   * @param fewestDataSets how many data sets could reach it
   */
  @Immutable
  record Refused(
      int dataSets,
      int pairs,
      double alpha,
      double smallestPValue,
      double neededPValue,
      int fewestDataSets)
      implements WilcoxonHolm {

    /** Returns the explanation, for a report: what is too few, and what to do instead. */
    public String reason() {
      return "With %d data %s the smallest two-sided p-value of a Wilcoxon test is %s; %s %s."
              .formatted(
                  dataSets,
                  dataSets == 1 ? "set" : "sets",
                  digits(smallestPValue),
                  pairs == 1 ? "one pair needs" : pairs + " pairs under Holm need",
                  digits(neededPValue))
          + " %d data sets are the fewest that could; compare within each data set instead."
              .formatted(fewestDataSets);
    }

    private static Refused of(int dataSets, int pairs, double alpha) {
      int fewest = dataSets;
      while (Wilcoxon.smallestPValue(fewest) > alpha / pairs) {
        fewest++;
      }
      return new Refused(
          dataSets, pairs, alpha, Wilcoxon.smallestPValue(dataSets), alpha / pairs, fewest);
    }

    /** Returns the number with at most three significant digits. */
    private static String digits(double value) {
      return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
    }
  }
}
