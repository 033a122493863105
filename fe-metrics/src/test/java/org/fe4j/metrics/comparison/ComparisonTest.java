package org.fe4j.metrics.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static ComparisonBuilder oneByOne() {
    return Comparison.builder()
        .model(ModelFacts.of("resnet50"))
        .dataset(DatasetFacts.of("rocks", 10, 2));
  }

  private static MetricsReport report() {
    return ComparisonFixture.report(10, 2, 2, row -> row != 0);
  }

  @Test
  void holdsAReportAFailureOrNeitherForEachCell() {
    Comparison comparison =
        oneByOne()
            .dataset(DatasetFacts.of("cars", 5, 3))
            .dataset(DatasetFacts.of("leaves", 5, 3))
            .report("resnet50", "rocks", report())
            .failure("resnet50", "cars", "out of memory")
            .build();

    assertThat(comparison.report("resnet50", "rocks")).contains(report());
    assertThat(comparison.failure("resnet50", "rocks")).isEmpty();
    assertThat(comparison.score("resnet50", "rocks", Metric.ACCURACY)).isEqualTo(0.9);
    assertThat(comparison.report("resnet50", "cars")).isEmpty();
    assertThat(comparison.failure("resnet50", "cars")).contains("out of memory");
    assertThat(comparison.score("resnet50", "cars", Metric.ACCURACY)).isNaN();
    assertThat(comparison.failure("resnet50", "leaves")).isEmpty();
    assertThat(comparison.isComplete()).isFalse();
    assertThat(comparison.cellCount()).isEqualTo(3);
  }

  @Test
  void fillsWhatIsMissing() {
    Comparison first = oneByOne().failure("resnet50", "rocks", "out of memory").build();

    Comparison second = first.toBuilder().report("resnet50", "rocks", report()).build();

    assertThat(second.isComplete()).isTrue();
    assertThat(second.failure("resnet50", "rocks")).isEmpty();
    assertThat(second)
        .isNotEqualTo(first)
        .isEqualTo(oneByOne().report("resnet50", "rocks", report()).build());
  }

  @Test
  void isEqualWhereAllThatItWasGivenIs() {
    Comparison comparison = everything().build();

    assertThat(comparison.toBuilder().build()).isEqualTo(comparison).hasSameHashCodeAs(comparison);
    assertThat(everything().provenance(ImmutableMap.of()).build()).isNotEqualTo(comparison);
    assertThat(everything().audit("rocks", List.of()).build()).isNotEqualTo(comparison);
    assertThat(
            everything()
                .featureSimilarity("rocks", NamedMatrix.of(List.of("big"), (row, column) -> 1))
                .build())
        .isNotEqualTo(comparison);
    assertThat(everything().model(ModelFacts.of("another")).build()).isNotEqualTo(comparison);
  }

  private static ComparisonBuilder everything() {
    return ComparisonFixture.fourByThree()
        .audit("rocks", List.of(new AuditFinding("big", true, "rank 1 to 3")))
        .featureSimilarity(
            "rocks",
            NamedMatrix.of(List.of("big", "small"), (row, column) -> row == column ? 1 : 0.5));
  }

  @Test
  void saysHowMuchImagesAreEnlarged() {
    Comparison comparison = ComparisonFixture.fourByThree().build();

    assertThat(comparison.upscaling("big", "rocks")).hasValue(0.5);
    assertThat(comparison.upscaling("big", "leaves")).hasValue(2);
    assertThat(oneByOne().build().upscaling("resnet50", "rocks")).isEmpty();
  }

  @Test
  void refusesWhatDoesNotBelongTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.builder().build())
        .withMessage(
            "A comparison needs a model and a data set, but there are 0 models and 0 data sets");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> oneByOne().model(ModelFacts.of("resnet50")))
        .withMessage("Two models are called \"resnet50\"; give each a name of its own");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> oneByOne().report("resnet5O", "rocks", report()))
        .withMessage("The model \"resnet5O\" was not added; there are [resnet50]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                oneByOne()
                    .dataset(DatasetFacts.of("cars", 5, 3))
                    .report("resnet50", "cars", report()))
        .withMessage("The report of resnet50 on cars has 2 classes, but the data set has 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> oneByOne().build().score("resnet50", "rock", Metric.ACCURACY))
        .withMessage("No data set of the comparison is called \"rock\"; there are rocks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> oneByOne().failure("resnet50", "rocks", " "))
        .withMessageContaining("is blank; say what happened");
  }

  @Test
  void refusesReportsThatNameClassesDifferently() {
    MetricsReport other =
        MetricsReport.of(
            Predictions.builder(ImmutableList.of("class1", "class0"))
                .addLabels("x", 0, 0, 0)
                .build(),
            ImmutableMap.of());

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                oneByOne()
                    .model(ModelFacts.of("vgg19"))
                    .report("resnet50", "rocks", report())
                    .report("vgg19", "rocks", other)
                    .build())
        .withMessage(
            "On rocks the report of vgg19 has the classes [class1, class0], but that of resnet50 has"
                + " [class0, class1]; all reports on a data set must have the same classes in the"
                + " same order");
  }

  @Test
  void refusesFactsThatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelFacts.builder("vgg19").imagesPerSecond(0))
        .withMessage(
            "The number of images a second of vgg19 is 0.0; it must be above 0. Leave out what is"
                + " unknown");
    assertThatIllegalArgumentException().isThrownBy(() -> ModelFacts.builder(" "));
    assertThatIllegalArgumentException().isThrownBy(() -> DatasetFacts.of("rocks", 0, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatasetFacts.of("rocks", 1, 2).withMedianShorterSide(Double.NaN));
  }

  @Test
  void knowsTheTimeOfAnImageFromTheRate() {
    assertThat(
            ModelFacts.builder("x")
                .imagesPerSecond(40)
                .build()
                .millisecondsPerImage()
                .orElseThrow())
        .isEqualTo(25, within(1e-12));
    assertThat(ModelFacts.of("x").millisecondsPerImage()).isEmpty();
    assertThat(ModelFacts.of("x").commercialUse()).isEqualTo(CommercialUse.UNSTATED);
  }

  @Test
  void refusesAMatrixThatIsNotSymmetric() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NamedMatrix.of(List.of("a", "b"), (row, column) -> row - column))
        .withMessageContaining("not symmetric");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NamedMatrix.of(List.of("a", "a"), (row, column) -> 0));
  }
}
