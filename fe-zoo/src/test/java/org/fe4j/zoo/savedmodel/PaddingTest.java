package org.fe4j.zoo.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.Test;

/** What TensorFlow makes of the counts must be the size and the position of the graph's windows. */
class PaddingTest {

  private record Sample(Window window, Shape from, Shape to, Padding padding) {
    static Sample of(Window window, Shape from) {
      Shape to = new Op.MaxPooling(window).infer(List.of(from));
      return new Sample(window, from, to, Padding.of(window, from, to));
    }

    int kernel(int axis) {
      int taps = axis == 1 ? window.kernelHeight() : window.kernelWidth();
      return window.dilation() * (taps - 1) + 1;
    }

    int before(int axis) {
      return padding.before().get(axis - 1);
    }

    int behind(int axis) {
      return padding.behind().get(axis - 1);
    }
  }

  private static List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    Shape from = Shape.of(4, 14, 11);
    for (int kernel = 1; kernel <= 5; kernel++) {
      for (int stride = 1; stride <= 3; stride++) {
        for (int dilation = 1; dilation <= 2; dilation++) {
          for (int padding = 0; padding <= 3; padding++) {
            Window window =
                Window.of(kernel, 3).stride(stride).dilation(dilation).padding(padding, 1);
            samples.add(Sample.of(window, from));
            samples.add(Sample.of(window.roundedUp(), from));
            samples.add(Sample.of(Window.of(kernel).stride(stride).dilation(dilation), from));
          }
        }
      }
    }
    return samples;
  }

  @Test
  void givesTheSizeOfTheGraph() {
    for (Sample sample : samples()) {
      for (int axis : new int[] {1, 2}) {
        int padded = sample.before(axis) + sample.from().size(axis) + sample.behind(axis);
        assertThat((padded - sample.kernel(axis)) / sample.window().stride() + 1)
            .as("%s", sample)
            .isEqualTo(sample.to().size(axis));
      }
    }
  }

  @Test
  void beginsWhereTheGraphBegins() {
    for (Sample sample : samples()) {
      if (!sample.padding().name().equals("VALID")) {
        assertThat(sample.padding().before())
            .as("%s", sample)
            .containsExactly(sample.window().paddingHeight(), sample.window().paddingWidth(), 0);
      }
    }
  }

  @Test
  void isSameOnlyWhereTensorFlowCountsTheSame() {
    int same = 0;
    for (Sample sample : samples()) {
      if (sample.padding().name().equals("SAME")) {
        same++;
        for (int axis : new int[] {1, 2}) {
          // TensorFlow's rule: as many windows as strides in the map, the larger half behind.
          int stride = sample.window().stride();
          int size = sample.from().size(axis);
          int windows = (size + stride - 1) / stride;
          int missing = Math.max(0, (windows - 1) * stride + sample.kernel(axis) - size);
          assertThat(sample.before(axis)).as("%s", sample).isEqualTo(missing / 2);
          assertThat(sample.behind(axis)).as("%s", sample).isEqualTo(missing - missing / 2);
        }
      }
    }
    assertThat(same).isPositive();
  }

  @Test
  void isNamedWhereThatIsEnough() {
    Shape map = Shape.of(4, 12, 12);
    assertThat(Sample.of(Window.of(3), map).padding()).isEqualTo(Padding.VALID);
    assertThat(Sample.of(Window.of(3).padding(1), map).padding().name()).isEqualTo("SAME");
    assertThat(Sample.of(Window.of(1, 7).padding(0, 3), map).padding().name()).isEqualTo("SAME");
    Padding explicit = Sample.of(Window.of(3).stride(2).padding(1), map).padding();
    assertThat(explicit.isExplicit()).isTrue();
    // The last window ends before the padding behind the map, which is left out.
    assertThat(explicit.explicit()).containsExactly(0, 0, 1, 0, 1, 0, 0, 0);
    assertThat(Padding.VALID.explicit()).isEmpty();
    assertThat(Padding.VALID.isAny()).isFalse();
    assertThat(explicit.isAny()).isTrue();
  }

  @Test
  void holdsWindowsFromTheirSizeOn() {
    Shape map = Shape.of(4, 12, 12);
    Window pixel = Window.of(3, 1).stride(2);
    assertThat(holdsWindows(pixel.padding(2, 0), map)).isFalse();
    assertThat(holdsWindows(pixel.padding(0, 1), map)).isTrue();
    assertThat(holdsWindows(pixel.padding(3, 0), map)).isTrue();
    assertThat(holdsWindows(pixel.padding(4, 0).dilation(2), map)).isFalse();
    assertThat(holdsWindows(pixel.padding(5, 0).dilation(2), map)).isTrue();
  }

  private static boolean holdsWindows(Window window, Shape map) {
    return Sample.of(window, map).padding().holdsWindows(window);
  }
}
