package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InitialWeightsTest {

  /** Java does not promise this sequence to later versions; reports are compared across them. */
  @Test
  void areTheSameOnEveryVersionOfJava() {
    assertThat(InitialWeights.UNIFORM.of(4, 2, 42))
        .startsWith(
            0.2415648787718233, -0.3400896071230799, -0.22139886974486134, -0.15580928347636247)
        .hasSize(10);
  }

  @Test
  void areZeroWithoutARandomStart() {
    assertThat(InitialWeights.ZERO.of(4, 2, 42)).hasSize(10).containsOnly(0);
  }
}
