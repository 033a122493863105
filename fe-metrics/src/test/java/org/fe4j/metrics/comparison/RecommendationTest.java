package org.fe4j.metrics.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.fe4j.metrics.Metric;
import org.junit.jupiter.api.Test;

class RecommendationTest {
  private static final CommercialUse YES = CommercialUse.PERMITTED;

  /** Models on one data set of 100 rows; errors nest. */
  private static Comparison onOneDataset(ModelFacts[] models, int... hundredths) {
    ComparisonBuilder builder = Comparison.builder().dataset(DatasetFacts.of("rocks", 100, 2));
    for (int model = 0; model < models.length; model++) {
      builder
          .model(models[model])
          .report(
              models[model].name(),
              "rocks",
              ComparisonFixture.report(
                  100, 5, 2, ComparisonFixture.errsIn(100 - hundredths[model])));
    }
    return builder.build();
  }

  private static ModelFacts timed(String name, double milliseconds) {
    return ComparisonFixture.facts(name, ModelKind.CONVOLUTIONAL, "ImageNet-1k", milliseconds, YES);
  }

  private final Comparison three =
      onOneDataset(
          new ModelFacts[] {timed("vit_h_14", 50), timed("resnet50", 10), timed("alexnet", 2)},
          95,
          94,
          70);

  @Test
  void takesTheBestAndNamesCheaperOnesWithinNoise() {
    Recommendation recommendation = Recommendation.of(three, Limits.none());

    assertThat(recommendation.model()).contains("vit_h_14");
    assertThat(recommendation.score().orElseThrow()).isEqualTo(0.95);
    assertThat(recommendation.cost()).contains(Cost.TIME);
    assertThat(recommendation.alternatives()).hasSize(1);
    Recommendation.Alternative resnet = recommendation.alternatives().get(0);
    assertThat(resnet.model()).isEqualTo("resnet50");
    assertThat(resnet.loss()).isEqualTo(0.01, within(1e-12));
    assertThat(resnet.costShare()).isEqualTo(0.2, within(1e-12));
    // One row of 100 decides: about e^-1 of the resamples do not draw it, a difference of 0, which
    // is as far off as the observed one; and those that draw it twice or more, 0.26.
    assertThat(resnet.pValue()).isEqualTo(0.63, within(0.05));
    assertThat(recommendation.sentence())
        .matches(
            "vit_h_14 has the best accuracy on rocks \\(0\\.9500\\)\\. Cheaper and within noise of"
                + " it: resnet50 \\(-1\\.0 points, p = 0\\.\\d+\\) at a fifth of the time\\.");
  }

  @Test
  void saysWhatTheLimitsCost() {
    Recommendation recommendation =
        Recommendation.of(three, Limits.none().latency(Duration.ofMillis(20)));

    assertThat(recommendation.model()).contains("resnet50");
    assertThat(recommendation.excluded().get("vit_h_14"))
        .containsExactly("ms per image is 50.00 (at most 20.00)");
    assertThat(recommendation.sentence())
        .matches(
            "Of 3 models 2 satisfy the limits \\(at most 20\\.00 ms per image\\); resnet50 is the"
                + " best of them by accuracy on rocks \\(0\\.9400\\)\\. It is within noise of the"
                + " best of all \\(vit_h_14, \\+1\\.0 points, p = 0\\.\\d+\\) at a fifth of the time\\."
                + " No cheaper model is within noise of it\\.");
  }

  @Test
  void saysThatTheBestOfAllIsBetter() {
    Recommendation recommendation = Recommendation.of(three, Limits.none().parameters(5_000_000));

    assertThat(recommendation.model()).contains("alexnet");
    assertThat(recommendation.sentence())
        .isEqualTo(
            "Of 3 models only alexnet satisfies the limits (at most 5.00 million parameters):"
                + " accuracy on rocks 0.7000. The best of all (vit_h_14) is better by 25.0 points (p"
                + " < 0.001), but does not satisfy the limits.");
  }

  @Test
  void saysWhatIsNearestWhereNothingSatisfies() {
    Recommendation recommendation =
        Recommendation.of(three, Limits.none().latencyMilliseconds(1).dimension(256));

    assertThat(recommendation.model()).isEmpty();
    assertThat(recommendation.nearest()).contains("alexnet");
    assertThat(recommendation.sentence())
        .isEqualTo(
            "No model satisfies the limits (at most 1.00 ms per image, a feature dimension of at most"
                + " 256). Nearest is alexnet: ms per image is 2.00 (at most 1.00); feature dimension"
                + " is 512 (at most 256).");
    assertThat(recommendation.alternatives()).isEmpty();
  }

  @Test
  void takesUnknownFactsNotToSatisfyALimit() {
    Comparison comparison =
        onOneDataset(new ModelFacts[] {ModelFacts.of("mystery"), timed("alexnet", 2)}, 95, 70);

    Recommendation recommendation =
        Recommendation.of(comparison, Limits.none().memory(1 << 30).commercialUse());

    assertThat(recommendation.model()).contains("alexnet");
    assertThat(recommendation.notes())
        .containsExactly(
            "mystery is taken not to satisfy a limit: MiB of memory is unknown (at most 1024.0).",
            "mystery is taken not to satisfy a limit: commercial use is not stated.");
  }

  @Test
  void doesNotTakeALicenceThatForbidsCommercialUse() {
    Comparison comparison = ComparisonFixture.fourByThree().build();

    Recommendation recommendation = Recommendation.of(comparison, Limits.none().commercialUse());

    assertThat(recommendation.model()).contains("medium");
    assertThat(recommendation.excluded().get("big"))
        .containsExactly("commercial use is forbidden (CC BY-NC 4.0)");
    assertThat(recommendation.excluded().get("clip_rn50"))
        .containsExactly("commercial use is not stated");
  }

  @Test
  void fallsBackToACostThatIsKnownOfAll() {
    Comparison comparison =
        onOneDataset(
            new ModelFacts[] {
              ModelFacts.builder("big").parameters(100).imagesPerSecond(1).build(),
              ModelFacts.builder("small").parameters(50).build()
            },
            95,
            95);

    Recommendation recommendation = Recommendation.of(comparison, Limits.none());

    assertThat(recommendation.cost()).contains(Cost.PARAMETERS);
    assertThat(recommendation.sentence())
        .isEqualTo(
            "big has the best accuracy on rocks (0.9500). Cheaper and within noise of it: small"
                + " (0.0 points, p = 1) at half of the parameters.");
  }

  @Test
  void saysThatNoCostIsKnown() {
    Recommendation recommendation =
        Recommendation.of(ComparisonFixture.ofAccuracies(new int[][] {{90, 90}}), Limits.none());

    assertThat(recommendation.cost()).isEmpty();
    assertThat(recommendation.alternatives()).isEmpty();
    assertThat(recommendation.sentence()).endsWith("unknown: no cost is known of all.");
  }

  @Test
  void refusesLimitsThatNothingCanSatisfy() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.none().latency(Duration.ZERO))
        .withMessage(
            "The limit on the latency in milliseconds is 0.0; it must be above 0. Leave out what may"
                + " be any");
    assertThatIllegalArgumentException().isThrownBy(() -> Limits.none().dimension(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Limits.none().memory(-1));
    assertThat(Limits.none().latency(Duration.ofMillis(5)))
        .isEqualTo(Limits.none().latencyMilliseconds(5))
        .isNotEqualTo(Limits.none());
  }

  @Test
  void putsSharesOfACostInWords() {
    assertThat(Sentences.share(0.5)).isEqualTo("half");
    assertThat(Sentences.share(0.21)).isEqualTo("a fifth");
    assertThat(Sentences.share(0.8)).isEqualTo("80 %");
    assertThat(Sentences.share(1.5)).isEqualTo("150 %");
    assertThat(Sentences.share(0.1)).isEqualTo("a tenth");
    assertThat(Sentences.share(0.04)).isEqualTo("1/25");
  }

  @Test
  void callsNoShareByAnotherOnesName() {
    assertThat(Sentences.share(0.66)).isEqualTo("66 %");
    assertThat(Sentences.share(0.6)).isEqualTo("60 %");
    assertThat(Sentences.share(0.4)).isEqualTo("40 %");
    assertThat(Sentences.share(0.28)).isEqualTo("28 %");
    assertThat(Sentences.share(0.997)).isEqualTo("99.7 %");
  }

  @Test
  void givesAChangeTheSignOfItsNumber() {
    assertThat(Sentences.change(Metric.ACCURACY, 0.01)).isEqualTo("+1.0 points");
    assertThat(Sentences.change(Metric.ACCURACY, -0.01)).isEqualTo("-1.0 points");
    assertThat(Sentences.change(Metric.LOG_LOSS, -0.01)).isEqualTo("+0.0100 in log loss");
    assertThat(Sentences.change(Metric.LOG_LOSS, 0.01)).isEqualTo("-0.0100 in log loss");
  }

  @Test
  void saysThatAWorseLogLossIsHigher() {
    Comparison comparison =
        Comparison.builder()
            .model(timed("big", 10))
            .model(timed("small", 6))
            .dataset(DatasetFacts.of("rocks", 100, 2))
            .report(
                "big",
                "rocks",
                ComparisonFixture.probableReport(100, 5, 2, ComparisonFixture.errsIn(4)))
            .report(
                "small",
                "rocks",
                ComparisonFixture.probableReport(100, 5, 2, ComparisonFixture.errsIn(5)))
            .build();

    assertThat(Recommendation.of(comparison, Metric.LOG_LOSS, Limits.none()).sentence())
        .matches(".*small \\(\\+0\\.0\\d+ in log loss, p = .*\\) at 60 % of the time\\.");
  }
}
