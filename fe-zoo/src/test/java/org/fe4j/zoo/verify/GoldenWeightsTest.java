package org.fe4j.zoo.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.checkpoint.ElementType;
import org.junit.jupiter.api.Test;

class GoldenWeightsTest {
  private static final GeneratedTensor UNIT =
      new GeneratedTensor(
          "features.0.weight", ElementType.FLOAT32, ImmutableList.of(64, 3, 3, 3), 0, 1);
  private static final GeneratedTensor COUNTER =
      new GeneratedTensor("bn1.num_batches_tracked", ElementType.INT64, ImmutableList.of(), 0, 0);

  private final GoldenWeights weights = GoldenWeights.of(ImmutableList.of(UNIT, COUNTER));

  @Test
  void generatesThePublishedCheckValues() {
    float[] values = new float[3];
    weights.read("features.0.weight", 0, values, 0, 3);

    assertThat(values).containsExactly(-0.036562324f, 0.71151495f, 0.052881002f);
  }

  @Test
  void readsAnyRangeAsPartOfTheWhole() {
    float[] whole = new float[64 * 27];
    weights.read("features.0.weight", 0, whole, 0, whole.length);
    float[] part = new float[12];
    weights.read("features.0.weight", 1000, part, 2, 10);

    assertThat(part).startsWith(0, 0, whole[1000]).endsWith(whole[1009]);
  }

  @Test
  void countsNoBatches() {
    float[] value = {7};
    weights.read("bn1.num_batches_tracked", 0, value, 0, 1);

    assertThat(value).containsExactly(0);
  }

  @Test
  void namesWhatIsNotThere() {
    assertThatThrownBy(() -> weights.read("fc.weight", 0, new float[1], 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The golden has no tensor fc.weight");
    assertThatThrownBy(() -> weights.read("features.0.weight", 1728, new float[1], 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("features.0.weight has 1728 elements, none from 1728 to 1729");
  }
}
