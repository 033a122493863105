package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooFilterTest {

  @Test
  void admitsEverythingUntilItIsNarrowed() {
    ZooFilter all = Zoo.filter();
    all.family("vgg");
    assertThat(all.entries()).isEqualTo(Zoo.entries());
  }

  @Test
  void admitsAFamilyInTheOrderOfTheCatalogue() {
    assertThat(Zoo.filter().family("swin").entries())
        .extracting(ZooEntry::name)
        .containsExactly("swin_t.imagenet1k_v1", "swin_s.imagenet1k_v1", "swin_b.imagenet1k_v1");
    assertThat(Zoo.filter().family("resnet").entries())
        .extracting(ZooEntry::architecture)
        .contains("resnet18", "resnext101_64x4d", "wide_resnet50_2");
  }

  @Test
  void addsConditionsUp() {
    ZooFilter small = Zoo.filter().maxParameters(86_192_640).maxGflops(17.563);
    assertThat(small.entries())
        .isNotEmpty()
        .allMatch(entry -> entry.parameters() <= 86_192_640 && entry.gigaMultiplyAdds() <= 17.563);
    assertThat(small.family("clip").entries())
        .extracting(ZooEntry::name)
        .containsExactly("clip_rn50.openai", "clip_rn101.openai", "clip_vit_b16.openai");
    assertThat(small.admits(Zoo.entry("clip_vit_b32"))).isFalse();
  }

  @Test
  void admitsForCommercialUseOnlyWhatALicensePermits() {
    ZooFilter commercial = Zoo.filter().commercialUse();
    assertThat(commercial.entries())
        .extracting(ZooEntry::family)
        .containsOnly("shufflenet_v2", "clip", "dinov2", "siglip");
    assertThat(commercial.admits(Zoo.entry("vit_h_14"))).as("forbidden").isFalse();
    assertThat(commercial.admits(Zoo.entry("resnet50"))).as("unstated").isFalse();
    assertThat(commercial.admits(Zoo.entry("shufflenet_v2_x0_5.fe4j_formula_v1"))).isTrue();
  }

  @Test
  void namesTheFamilyThatMayHaveBeenMeant() {
    assertThatThrownBy(() -> Zoo.filter().family("resnext"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Unknown family \"resnext\". Did you mean \"resnet\"? There are: alexnet, vgg,"
                + " squeezenet, googlenet, inception, resnet, densenet, shufflenet_v2,"
                + " mobilenet_v2, mobilenet_v3, mnasnet, efficientnet, efficientnet_v2, regnet,"
                + " convnext, vit, swin, swin_v2, maxvit, clip, dinov2, siglip");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void refusesLimitsThatNothingIsBelow(double limit) {
    assertThatThrownBy(() -> Zoo.filter().maxGflops(limit))
        .hasMessage("maxGflops must be positive, but found " + limit);
    assertThatThrownBy(() -> Zoo.filter().maxParameters((long) limit))
        .hasMessage("maxParameters must be at least 1, but found " + (long) limit);
  }
}
