package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AuditSummaryTest {

  /** Of accuracies near 0.8 on 1,600 rows, one standard error is 0.01. */
  private static final int ROWS = 1600;

  private static AuditResult result(double... accuracies) {
    ImmutableList.Builder<AuditedSetting> settings = ImmutableList.builder();
    for (int i = 0; i < accuracies.length; i++) {
      settings.add(new AuditedSetting(0.001 * (i + 1), Scaling.NONE, accuracies[i], 0.5));
    }
    return new AuditResult(ROWS, settings.build());
  }

  private static String depending(Map<String, AuditResult> results) {
    return AuditSummary.of(results).models().stream()
        .filter(AuditedModel::dependsOnSettings)
        .map(AuditedModel::name)
        .collect(Collectors.joining(" "));
  }

  @Test
  void ranksModelsUnderEachSetting() {
    AuditSummary summary =
        AuditSummary.of(
            ImmutableMap.of(
                "vgg16", result(0.80, 0.70, 0.90, 0.5),
                "resnet50", result(0.85, 0.70, 0.80, 0.5),
                "vit_b_16", result(0.82, 0.60, 0.95, Double.NaN)));

    assertThat(summary.settings().get(1)).isEqualTo("learning rate 0.002, features as they are");
    AuditedModel vgg = summary.models().get(0);
    assertThat(vgg.name()).isEqualTo("vgg16");
    assertThat(vgg.ranks().asList()).containsExactly(3.0, 1.5, 2.0, 1.5);
    assertThat(vgg.best()).isEqualTo(1.5);
    assertThat(vgg.worst()).isEqualTo(3);
    assertThat(vgg.median()).isEqualTo(1.75);
    AuditedModel vit = summary.models().get(2);
    assertThat(vit.ranks().asList()).containsExactly(2.0, 3.0, 1.0, 3.0);
    AuditedModel odd =
        AuditSummary.of(ImmutableMap.of("a", result(1, 0, 0), "b", result(0, 1, 1)))
            .models()
            .get(0);
    assertThat(odd.median()).isEqualTo(2);
  }

  @Test
  void flagsAModelThatMovesByTwoPlaces() {
    // c falls from second to fourth; a and b go up by one behind d, which stays.
    assertThat(
            depending(
                ImmutableMap.of(
                    "d", result(0.90, 0.90),
                    "c", result(0.85, 0.70),
                    "b", result(0.80, 0.80),
                    "a", result(0.75, 0.75))))
        .isEqualTo("c");
  }

  @Test
  void flagsAModelThatIsNotTheBestAnyMore() {
    assertThat(
            depending(
                ImmutableMap.of(
                    "a", result(0.85, 0.80), "b", result(0.80, 0.85), "c", result(0.6, 0.6))))
        .isEqualTo("a b");
  }

  @Test
  void doesNotFlagAnExchangeOfOnePlaceBehindTheBest() {
    assertThat(
            depending(
                ImmutableMap.of(
                    "a", result(0.90, 0.90), "b", result(0.80, 0.85), "c", result(0.85, 0.80))))
        .isEmpty();
  }

  @Test
  void takesNoiseForNoChange() {
    // Differences of up to 0.009, less than the standard error of 0.01.
    Map<String, AuditResult> noise =
        ImmutableMap.of(
            "a", result(0.808, 0.800),
            "b", result(0.804, 0.804),
            "c", result(0.800, 0.808));
    assertThat(depending(noise)).isEmpty();
    assertThat(AuditSummary.of(noise).models().get(0).ranks().asList()).containsExactly(1.0, 3.0);
    // Just above it: a and c are apart, b is not from either; no rank must have changed.
    assertThat(
            depending(
                ImmutableMap.of(
                    "a", result(0.8055, 0.7945),
                    "b", result(0.800, 0.800),
                    "c", result(0.7945, 0.8055))))
        .isEmpty();
    // Two apart, the best under one setting each: a change.
    assertThat(depending(ImmutableMap.of("a", result(0.8055, 0.7945), "c", result(0.7945, 0.8055))))
        .isEqualTo("a c");
    // From tied to behind: it may have been behind before.
    assertThat(depending(ImmutableMap.of("a", result(0.80, 0.70), "c", result(0.80, 0.80))))
        .isEmpty();
  }

  @Test
  void ranksDivergedTrainingBehindAll() {
    assertThat(
            depending(
                ImmutableMap.of(
                    "a", result(0.9, Double.NaN), "b", result(0.8, 0.01), "c", result(0.7, 0.01))))
        .isEqualTo("a");
    assertThat(depending(ImmutableMap.of("a", result(Double.NaN), "b", result(Double.NaN))))
        .isEmpty();
  }

  @Test
  void hasNothingToSayOfOneModel() {
    AuditedModel only = AuditSummary.of(ImmutableMap.of("a", result(0.9, 0.1))).models().get(0);

    assertThat(only.dependsOnSettings()).isFalse();
    assertThat(only.ranks().asList()).isEqualTo(Arrays.asList(1.0, 1.0));
  }

  @Test
  void refusesAuditsThatAreNotAlike() {
    assertThatThrownBy(() -> AuditSummary.of(ImmutableMap.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no audit to sum up");
    assertThatThrownBy(
            () -> AuditSummary.of(ImmutableMap.of("a", result(0.9), "b", result(0.9, 0.8))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a was audited on 1600 rows under [learning rate 0.001, features as they are], but b on"
                + " 1600 rows under [learning rate 0.001, features as they are, learning rate"
                + " 0.002, features as they are]; compare audits of the same settings and rows");
  }
}
