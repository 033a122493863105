package org.fe4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {

  /** What Python's {@code "%.4f"} says. */
  @ParameterizedTest
  @CsvSource({
    "0.78125, 0.7812",
    "0.84375, 0.8438",
    "0.00005, 0.0001",
    "0.00015, 0.0001",
    "1, 1.0000",
    "-0.78125, -0.7812",
    "1e-9, 0.0000"
  })
  void roundsTheBinaryValueWithTiesToEven(double value, String expected) {
    assertThat(Decimals.fixed(value, 4)).isEqualTo(expected);
  }

  @Test
  void saysThatAFigureDoesNotExist() {
    assertThat(Decimals.fixed(Double.NaN, 4)).isEqualTo("n/a");
  }
}
