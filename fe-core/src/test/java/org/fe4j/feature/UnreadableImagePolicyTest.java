package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnreadableImagePolicyTest {

  @Test
  void allowsTheShareItself() {
    assertThat(UnreadableImagePolicy.tooMany(29, 100, 0.29)).isFalse(); // 0.29 * 100 < 29.
    assertThat(UnreadableImagePolicy.tooMany(30, 100, 0.29)).isTrue();
    assertThat(UnreadableImagePolicy.tooMany(1, 10_000_000_000L, 0)).isTrue();
    assertThat(UnreadableImagePolicy.tooMany(0, 0, 0)).isFalse();
  }
}
