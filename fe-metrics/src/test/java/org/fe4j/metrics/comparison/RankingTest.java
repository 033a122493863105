package org.fe4j.metrics.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.statistics.WilcoxonHolm;
import org.junit.jupiter.api.Test;

class RankingTest {
  @Test
  void ranksWithSharedRanksForTies() {
    Ranking ranking =
        Ranking.of(
            ComparisonFixture.ofAccuracies(new int[][] {{90, 80, 70}, {60, 60, 50}}),
            Metric.ACCURACY);

    assertThat(ranking.models()).containsExactly("m0", "m1", "m2");
    assertThat(ranking.rank("m0", "d1")).isEqualTo(1.5);
    assertThat(ranking.rank("m1", "d1")).isEqualTo(1.5);
    assertThat(ranking.meanRank("m0")).isEqualTo(1.25);
    assertThat(ranking.meanRank("m2")).isEqualTo(3);
    assertThat(ranking.meanScore("m0")).isEqualTo(0.75, within(1e-15));
    assertThat(ranking.duel("m0", "m1")).isEqualTo(new Ranking.Duel(1, 1, 0));
    assertThat(ranking.duel("m2", "m1")).isEqualTo(new Ranking.Duel(0, 0, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> ranking.rank("m3", "d0"));
  }

  @Test
  void testsWhetherModelsDiffer() {
    // The same order on 3 data sets: chi-square is N (k - 1) = 6, and its p-value with 2 degrees of
    // freedom is e^-3.
    Ranking ranking =
        Ranking.of(
            ComparisonFixture.ofAccuracies(new int[][] {{90, 80, 70}, {60, 55, 50}, {99, 98, 97}}),
            Metric.ACCURACY);

    assertThat(ranking.friedman().orElseThrow().chiSquare()).isEqualTo(6, within(1e-12));
    assertThat(ranking.friedman().orElseThrow().pValue())
        .isEqualTo(StrictMath.exp(-3), within(1e-12));
    assertThat(ranking.friedmanSentence())
        .isEqualTo(
            "The models differ over 3 data sets (Friedman chi-square 6.000, p = 0.05;"
                + " Iman-Davenport F(2, 4) = infinite, p < 0.001).");
    // q is 3.3145 / sqrt(2) for three models (tables of the studentized range); 2.3437 sqrt(3 * 4 /
    // (6 * 3)) = 1.9136.
    assertThat(ranking.criticalDifference().orElseThrow()).isEqualTo(1.9136, within(1e-4));
    assertThat(ranking.cliques())
        .containsExactly(ImmutableList.of("m0", "m1"), ImmutableList.of("m1", "m2"));
    assertThat(ranking.wilcoxonHolm().orElseThrow()).isInstanceOf(WilcoxonHolm.Refused.class);
    assertThat(ranking.wilcoxonSentence())
        .startsWith(
            "Wilcoxon's tests are refused. With 3 data sets the smallest two-sided p-value");
  }

  @Test
  void findsNoDifferenceBetweenIdenticalModels() {
    Ranking ranking =
        Ranking.of(
            ComparisonFixture.ofAccuracies(new int[][] {{90, 90, 90}, {60, 60, 60}}),
            Metric.ACCURACY);

    assertThat(ranking.meanRank("m2")).isEqualTo(2);
    assertThat(ranking.friedman().orElseThrow().fPValue()).isEqualTo(1);
    assertThat(ranking.friedmanSentence()).startsWith("The models do not differ significantly");
    assertThat(ranking.nemenyiSentence()).endsWith("so none should be read here.");
    assertThat(ranking.cliques()).containsExactly(ImmutableList.of("m0", "m1", "m2"));
    assertThat(ranking.duel("m0", "m1")).isEqualTo(new Ranking.Duel(0, 2, 0));
  }

  @Test
  void refusesTestsOfOneDataSet() {
    Ranking ranking =
        Ranking.of(ComparisonFixture.ofAccuracies(new int[][] {{90, 80, 70}}), Metric.ACCURACY);

    assertThat(ranking.meanRank("m1")).isEqualTo(2);
    assertThat(ranking.friedman()).isEmpty();
    assertThat(ranking.criticalDifference()).isEmpty();
    assertThat(ranking.cliques()).isEmpty();
    assertThat(ranking.friedmanSentence())
        .isEqualTo(
            "Friedman's test is refused: there is one data set only, and ranks differ between data"
                + " sets; compare them within a data set by the paired bootstrap instead.");
  }

  @Test
  void comparesTwoModelsByWilcoxonAlone() {
    int[][] scores = {{90, 80}, {91, 79}, {92, 78}, {93, 77}, {94, 76}, {95, 75}};
    Ranking ranking = Ranking.of(ComparisonFixture.ofAccuracies(scores), Metric.ACCURACY);

    assertThat(ranking.friedman()).isEmpty();
    assertThat(ranking.friedmanSentence()).contains("there are two models only");
    // All six differences have one sign: 2 / 2^6.
    assertThat(ranking.wilcoxonSentence())
        .isEqualTo(
            "Models that differ: m0 and m1 (p = 0.031) (Wilcoxon's signed-rank test over 6 data"
                + " sets, Holm's correction over 1 pair).");
  }

  @Test
  void ranksOneModelAlone() {
    Ranking ranking =
        Ranking.of(ComparisonFixture.ofAccuracies(new int[][] {{90}, {80}}), Metric.ACCURACY);

    assertThat(ranking.meanRank("m0")).isEqualTo(1);
    assertThat(ranking.wilcoxonHolm()).isEmpty();
    assertThat(ranking.friedmanSentence()).contains("fewer than two models");
  }

  @Test
  void leavesOutTheModelThatFailed() {
    Comparison comparison =
        ComparisonFixture.fourByThree().failure("small", "cars", "out of memory").build();

    Ranking ranking = Ranking.of(comparison, Metric.ACCURACY);

    assertThat(ranking.models()).containsExactly("big", "medium", "clip_rn50");
    assertThat(ranking.datasets()).containsExactly("rocks", "leaves", "cars");
    assertThat(ranking.leftOut())
        .containsExactly("small is left out: no accuracy on cars (out of memory)");
    assertThat(ranking.duel("medium", "small")).isEqualTo(new Ranking.Duel(2, 0, 0));
  }

  @Test
  void leavesOutTheDataSetWhereMostFailed() {
    int[][] scores = {{90, 80, 70, 60}, {90, -1, -1, 60}, {80, 70, 60, 50}};

    Ranking ranking = Ranking.of(ComparisonFixture.ofAccuracies(scores), Metric.ACCURACY);

    assertThat(ranking.models()).hasSize(4);
    assertThat(ranking.datasets()).containsExactly("d0", "d2");
    assertThat(ranking.leftOut()).containsExactly("d1 is left out: no accuracy of m1, m2");
  }

  @Test
  void leavesOutTheDataSetRatherThanOneOfTwoModels() {
    int[][] scores = {{90, 80}, {90, -1}};

    Ranking ranking = Ranking.of(ComparisonFixture.ofAccuracies(scores), Metric.ACCURACY);

    assertThat(ranking.models()).hasSize(2);
    assertThat(ranking.datasets()).containsExactly("d0");
  }

  @Test
  void isEmptyWhereNothingHasAScore() {
    Comparison nothing =
        Comparison.builder()
            .model(ModelFacts.of("a"))
            .model(ModelFacts.of("b"))
            .dataset(DatasetFacts.of("d", 1, 1))
            .build();

    assertThat(Ranking.of(nothing, Metric.ACCURACY).models()).isEmpty();
    assertThat(TiedWithBest.of(nothing, "d", Metric.ACCURACY).best()).isEmpty();
    assertThat(TiedWithBest.overall(nothing, Metric.ACCURACY).sentence())
        .isEqualTo("No model has a score.");
    assertThat(Recommendation.of(nothing, Limits.none()).model()).isEmpty();
    assertThat(nothing.toString()).contains("No model has a score.");
  }

  @Test
  void putsTheLowestFirstWhereLowerIsBetter() {
    MetricsReport good = ComparisonFixture.probableReport(40, 2, 2, row -> row != 0);
    MetricsReport bad = ComparisonFixture.probableReport(40, 2, 2, row -> row > 20);
    Comparison comparison =
        Comparison.builder()
            .model(ModelFacts.of("bad"))
            .model(ModelFacts.of("good"))
            .dataset(DatasetFacts.of("d", 40, 2))
            .report("bad", "d", bad)
            .report("good", "d", good)
            .build();

    assertThat(Ranking.of(comparison, Metric.LOG_LOSS).models()).containsExactly("good", "bad");
    assertThat(Ranking.of(comparison, Metric.LOG_LOSS).duel("good", "bad"))
        .isEqualTo(new Ranking.Duel(1, 0, 0));
    TiedWithBest ties = TiedWithBest.of(comparison, "d", Metric.LOG_LOSS);
    assertThat(ties.best()).contains("good");
    assertThat(ties.rival("bad").orElseThrow().difference())
        .isEqualTo(bad.pooled(Metric.LOG_LOSS) - good.pooled(Metric.LOG_LOSS), within(1e-12))
        .isPositive();
    assertThat(ImmutableMap.copyOf(ties.refused())).isEmpty();
  }
}
