package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameAllocatorTest {
  private final NameAllocator names = new NameAllocator();

  @Test
  void aNameStaysReadable() {
    assertThat(names.allocate("layer1.0.conv1.weight+layer1.0.bn1.bias"))
        .isEqualTo("layer1_0_conv1_weight_layer1_0_bn1_bias");
  }

  @Test
  void namesThatBecomeTheSameAreNumbered() {
    assertThat(names.allocate("a.b")).isEqualTo("a_b");
    assertThat(names.allocate("a_b")).isEqualTo("a_b_1");
    assertThat(names.allocate("a+b")).isEqualTo("a_b_2");
  }

  @Test
  void whatIsNoIdentifierBecomesOne() {
    assertThat(names.allocate("0.weight")).isEqualTo("w0_weight");
    assertThat(names.allocate("__private")).isEqualTo("w__private");
    assertThat(names.allocate("")).isEqualTo("w");
    assertThat(names.allocate("training")).isEqualTo("training_1");
    assertThat(names.allocate("in")).isEqualTo("in_1");
  }
}
