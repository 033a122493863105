package org.fe4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegNetTest {

  /** The paper's parameters of each variant, from torchvision's builders, against the table. */
  @ParameterizedTest
  @CsvSource({
    "regnet_x_400mf, 22, 24, 24.48, 2.54",
    "regnet_x_800mf, 16, 56, 35.73, 2.28",
    "regnet_x_1_6gf, 18, 80, 34.01, 2.25",
    "regnet_x_3_2gf, 25, 88, 26.31, 2.25",
    "regnet_x_8gf, 23, 80, 49.56, 2.88",
    "regnet_x_16gf, 22, 216, 55.59, 2.1",
    "regnet_x_32gf, 23, 320, 69.86, 2.0",
    "regnet_y_400mf, 16, 48, 27.89, 2.09",
    "regnet_y_800mf, 14, 56, 38.84, 2.4",
    "regnet_y_1_6gf, 27, 48, 20.71, 2.65",
    "regnet_y_3_2gf, 21, 80, 42.63, 2.66",
    "regnet_y_8gf, 17, 192, 76.82, 2.19",
    "regnet_y_16gf, 18, 200, 106.23, 2.48",
    "regnet_y_32gf, 20, 232, 115.89, 2.53",
    "regnet_y_128gf, 27, 456, 160.83, 2.52",
  })
  void growsAlongTheLineOfThePaper(String name, int depth, int first, double slope, double factor) {
    RegNet regNet = (RegNet) Architectures.named(name);
    List<Integer> widths = new ArrayList<>();
    List<Integer> depths = new ArrayList<>();
    for (int block = 0; block < depth; block++) {
      int width = width(block, first, slope, factor, regNet.groupWidth());
      int last = widths.size() - 1;
      if (last < 0 || widths.get(last) != width) {
        widths.add(width);
        depths.add(1);
      } else {
        depths.set(last, depths.get(last) + 1);
      }
    }

    assertThat(regNet.widths()).isEqualTo(ImmutableList.copyOf(widths));
    assertThat(regNet.depths()).isEqualTo(ImmutableList.copyOf(depths));
  }

  /** Equations 2 to 4: a line, its nearest power of the factor, and that in whole groups. */
  private static int width(int block, int first, double slope, double factor, int groupWidth) {
    double capacity = Math.rint(Math.log((first + slope * block) / first) / Math.log(factor));
    int width = (int) Math.rint(first * Math.pow(factor, capacity) / 8) * 8;
    int group = Math.min(groupWidth, width);
    int whole = Math.max(group, (width + group / 2) / group * group);
    return whole < 0.9 * width ? whole + group : whole;
  }
}
