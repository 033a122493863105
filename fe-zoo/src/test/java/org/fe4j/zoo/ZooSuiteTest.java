package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ZooSuiteTest {

  @Test
  void pinsTheSixteenOfThePaper() {
    String suite =
        Zoo.suite("paper").stream()
            .map(entry -> entry.name() + " " + entry.preprocessing().cropPixels() + "\n")
            .collect(Collectors.joining());
    assertThat(suite)
        .isEqualTo(
            """
            alexnet.imagenet1k_v1 224
            vgg19.imagenet1k_v1 224
            googlenet.imagenet1k_v1 224
            inception_v3.imagenet1k_v1 299
            resnet152.imagenet1k_v2 224
            resnext101_64x4d.imagenet1k_v1 224
            wide_resnet101_2.imagenet1k_v2 224
            densenet161.imagenet1k_v1 224
            squeezenet1_1.imagenet1k_v1 224
            shufflenet_v2_x2_0.imagenet1k_v1 224
            mobilenet_v3_large.imagenet1k_v2 224
            efficientnet_v2_l.imagenet1k_v1 480
            convnext_large.imagenet1k_v1 224
            vit_h_14.imagenet1k_swag_linear_v1 224
            clip_vit_b32.openai 224
            clip_rn50.openai 224
            """);
  }

  @Test
  void namesEntriesInFull() {
    assertThat(Zoo.suites()).containsExactly("paper");
    for (String suite : Zoo.suites()) {
      assertThat(ZooReader.readSuites().get(suite))
          .as("a bare name may mean other weights tomorrow")
          .containsExactlyElementsOf(Zoo.suite(suite).stream().map(ZooEntry::name).toList());
    }
  }

  @Test
  void namesTheSuiteThatMayHaveBeenMeant() {
    assertThatThrownBy(() -> Zoo.suite("papers"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Unknown suite \"papers\". Did you mean \"paper\"? There are: paper");
  }
}
