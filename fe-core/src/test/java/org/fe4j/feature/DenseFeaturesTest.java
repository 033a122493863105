package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DenseFeaturesTest {

  private final FeatureMatrix features = DenseFeatures.of(2, 3, new float[] {1, 2, 3, 4, 5, 6});

  @Test
  void givesItsRows() {
    assertThat(features.rows()).isEqualTo(2);
    assertThat(features.dimension()).isEqualTo(3);
    assertThat(features.row(1)).containsExactly(4, 5, 6);
  }

  @Test
  void copiesARowToAnOffset() {
    float[] target = new float[4];

    features.copyRow(0, target, 1);

    assertThat(target).containsExactly(0, 1, 2, 3);
  }

  @Test
  void refusesARowThatIsNotThere() {
    assertThatThrownBy(() -> features.row(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> features.row(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> features.copyRow(0, new float[3], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesAnArrayOfAnotherLength() {
    assertThatThrownBy(() -> DenseFeatures.of(2, 4, new float[6]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 rows of 4 values are 8 values, but the array holds 6");
  }

  @Test
  void refusesALengthThatOnlyAnOverflowWouldFit() {
    assertThatThrownBy(() -> DenseFeatures.of(1 << 16, 1 << 16, new float[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4294967296 values, but the array holds 0");
  }

  @Test
  void refusesRowsWithoutValues() {
    assertThatThrownBy(() -> DenseFeatures.of(3, 0, new float[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 3 rows of 0");
  }
}
