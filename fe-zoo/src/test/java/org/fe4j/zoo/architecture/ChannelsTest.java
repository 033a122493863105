package org.fe4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelsTest {

  @ParameterizedTest
  @CsvSource({
    "83, 80", // at most a tenth below
    "84, 88",
    "11, 16", // 8 would be more than a tenth below
    "1, 8",
    "8, 8",
    "17.6, 16",
    "35.2, 32",
    "41.6, 40",
  })
  void roundsToMultiplesOfEight(double count, int expected) {
    assertThat(Channels.multipleOfEight(count)).isEqualTo(expected);
  }
}
