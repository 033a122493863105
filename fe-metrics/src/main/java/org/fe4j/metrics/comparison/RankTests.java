package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.fe4j.metrics.Decimals;
import org.fe4j.metrics.statistics.Friedman;
import org.fe4j.metrics.statistics.Nemenyi;
import org.fe4j.metrics.statistics.WilcoxonHolm;

/** The tests of a {@link Ranking}, or the sentences that say why they are impossible. */
record RankTests(
    Optional<Friedman> friedman,
    String friedmanSentence,
    OptionalDouble criticalDifference,
    ImmutableList<ImmutableList<String>> cliques,
    String nemenyiSentence,
    Optional<WilcoxonHolm> wilcoxonHolm,
    String wilcoxonSentence) {

  private static final String WITHIN =
      "; compare them within a data set by the paired bootstrap instead";

  /** The distribution of the studentized range is computed for up to so many groups. */
  private static final int MOST_MODELS_OF_NEMENYI = 100;

  /**
   * Returns the tests.
   *
   * @param models in the order of their mean ranks
   * @param scores data sets x models in that order, higher is better
   */
  static RankTests of(ImmutableList<String> models, double[][] scores) {
    int datasets = scores.length;
    String refusal = "";
    if (models.size() < 2) {
      refusal = "there are fewer than two models to compare";
    } else if (datasets < 2) {
      refusal = "there is one data set only, and ranks differ between data sets" + WITHIN;
    } else if (models.size() < 3) {
      refusal = "there are two models only; Wilcoxon's test compares two";
    }
    if (!refusal.isEmpty()) {
      return withoutRanks(models, scores, refusal);
    }
    Friedman friedman = Friedman.of(scores);
    boolean differ = friedman.fPValue() <= Ranking.ALPHA;
    String sentence =
        "The models %s over %d data sets (Friedman chi-square %s, p = %s; Iman-Davenport F(%d, %d) = %s, p %s)."
            .formatted(
                differ ? "differ" : "do not differ significantly",
                datasets,
                Decimals.fixed(friedman.chiSquare(), 3),
                Sentences.pValue(friedman.pValue()),
                friedman.numeratorDegrees(),
                friedman.denominatorDegrees(),
                Double.isInfinite(friedman.f()) ? "infinite" : Decimals.fixed(friedman.f(), 3),
                Sentences.pEquals(friedman.fPValue()));
    return withRanks(models, scores, friedman, sentence, differ);
  }

  private static RankTests withoutRanks(
      ImmutableList<String> models, double[][] scores, String refusal) {
    return new RankTests(
        Optional.empty(),
        "Friedman's test is refused: %s.".formatted(refusal),
        OptionalDouble.empty(),
        ImmutableList.of(),
        "Nemenyi's test is refused: %s.".formatted(refusal),
        wilcoxon(models, scores),
        wilcoxonSentence(models, wilcoxon(models, scores)));
  }

  private static RankTests withRanks(
      ImmutableList<String> models,
      double[][] scores,
      Friedman friedman,
      String friedmanSentence,
      boolean differ) {
    OptionalDouble difference = OptionalDouble.empty();
    ImmutableList<ImmutableList<String>> cliques = ImmutableList.of();
    String nemenyi =
        "Nemenyi's test is refused: there are %d models, and it is computed for at most %d."
            .formatted(models.size(), MOST_MODELS_OF_NEMENYI);
    if (models.size() <= MOST_MODELS_OF_NEMENYI) {
      double critical = Nemenyi.criticalDifference(models.size(), scores.length, Ranking.ALPHA);
      difference = OptionalDouble.of(critical);
      cliques =
          Nemenyi.cliques(friedman.meanRanks(), critical).stream()
              .map(
                  clique ->
                      clique.stream()
                          .mapToObj(models::get)
                          .collect(ImmutableList.toImmutableList()))
              .collect(ImmutableList.toImmutableList());
      nemenyi =
          "Mean ranks differ at the level 0.05 where they are %s apart (Nemenyi, %d models, %d data sets)%s."
              .formatted(
                  Decimals.fixed(critical, 3),
                  models.size(),
                  scores.length,
                  differ
                      ? ""
                      : "; Friedman's test found no difference, so none should be read here");
    }
    Optional<WilcoxonHolm> wilcoxon = wilcoxon(models, scores);
    return new RankTests(
        Optional.of(friedman),
        friedmanSentence,
        difference,
        cliques,
        nemenyi,
        wilcoxon,
        wilcoxonSentence(models, wilcoxon));
  }

  private static Optional<WilcoxonHolm> wilcoxon(ImmutableList<String> models, double[][] scores) {
    return models.size() < 2 || scores.length == 0
        ? Optional.empty()
        : Optional.of(WilcoxonHolm.of(scores, Ranking.ALPHA));
  }

  private static String wilcoxonSentence(
      ImmutableList<String> models, Optional<WilcoxonHolm> result) {
    if (result.isEmpty()) {
      return "Wilcoxon's tests are refused: there are fewer than two models to compare.";
    }
    if (result.get() instanceof WilcoxonHolm.Refused refused) {
      return "Wilcoxon's tests are refused. " + refused.reason();
    }
    WilcoxonHolm.Tested tested = (WilcoxonHolm.Tested) result.get();
    String different =
        tested.pairs().stream()
            .filter(WilcoxonHolm.Pair::different)
            .map(
                pair ->
                    "%s and %s (p %s)"
                        .formatted(
                            models.get(pair.first()),
                            models.get(pair.second()),
                            Sentences.pEquals(pair.adjustedPValue())))
            .collect(Collectors.joining(", "));
    String how =
        "Wilcoxon's signed-rank test over %d data sets, Holm's correction over %d pairs"
            .formatted(tested.dataSets(), tested.pairs().size());
    return different.isEmpty()
        ? "No two models differ (%s).".formatted(how)
        : "Models that differ: %s (%s).".formatted(different, how);
  }
}
