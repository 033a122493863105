package org.fe4j.zoo.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Output sizes, as PyTorch's {@code pooling_output_shape} gives them. */
class WindowTest {

  @ParameterizedTest
  @CsvSource({
    "224, 7, 2, 3, 112",
    "224, 11, 4, 2, 55",
    "56, 1, 2, 0, 28",
    "111, 3, 2, 0, 55",
    "3, 3, 2, 0, 1",
  })
  void roundsDown(int size, int kernel, int stride, int padding, int output) {
    assertThat(Window.of(kernel).stride(stride).padding(padding).outputHeight(size))
        .isEqualTo(output);
  }

  @ParameterizedTest
  @CsvSource({
    "111, 3, 2, 0, 55",
    "109, 3, 2, 0, 54",
    "54, 3, 2, 0, 27",
    "6, 3, 2, 0, 3",
    "2, 3, 2, 0, 1",
    "5, 2, 2, 1, 3",
  })
  void roundsUpButStartsNoWindowBehindTheMap(
      int size, int kernel, int stride, int padding, int output) {
    assertThat(Window.of(kernel).stride(stride).padding(padding).roundedUp().outputWidth(size))
        .isEqualTo(output);
  }

  @Test
  void refusesAMapUnderItsKernel() {
    assertThatThrownBy(() -> Window.of(3).stride(2).outputHeight(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A map of 2 pixels is too small for a kernel of 3 pixels");
    assertThatThrownBy(() -> Window.of(3).stride(2).roundedUp().outputHeight(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A map of 1 pixels is too small for a kernel of 3 pixels");
  }

  @Test
  void spreadsADilatedKernel() {
    assertThat(Window.of(3).dilation(2).padding(2).outputHeight(10)).isEqualTo(10);
    assertThat(Window.of(1, 7).padding(0, 3).outputWidth(17)).isEqualTo(17);
  }
}
