package org.fe4j.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against what numpy.random.RandomState of NumPy 1.24.2 gave. */
class NumpyRandomStateTest {

  @Test
  void drawsTheWordsOfTheMersenneTwister() {
    // RandomState(42).randint(0, 2**32, size=3, dtype=np.uint32)
    NumpyRandomState random = NumpyRandomState.seeded(42);

    assertThat(IntStream.range(0, 3).mapToObj(i -> Integer.toUnsignedLong(random.nextWord())))
        .containsExactly(1_608_637_542L, 3_421_126_067L, 4_083_286_876L);
  }

  @Test
  void shufflesAsNumpy() {
    assertThat(shuffled(0, 10)).containsExactly(2, 8, 4, 9, 1, 6, 7, 3, 0, 5);
    assertThat(shuffled(42, 20))
        .containsExactly(0, 17, 15, 1, 8, 5, 11, 3, 18, 16, 13, 2, 9, 19, 4, 12, 7, 10, 14, 6);
    assertThat(shuffled(NumpyRandomState.MAXIMUM_SEED, 12))
        .containsExactly(11, 8, 5, 9, 1, 10, 6, 0, 4, 7, 2, 3);
  }

  @Test
  void shufflesAsNumpyBeyondOneRoundOfTheState() {
    // 2000 numbers take more than the 624 words of a round, several times.
    int[] order = shuffled(7, 2000);

    assertThat(Arrays.copyOf(order, 8))
        .containsExactly(1072, 1048, 204, 694, 1758, 284, 1866, 1926);
    assertThat(Arrays.copyOfRange(order, 1992, 2000))
        .containsExactly(1639, 919, 211, 1603, 502, 537, 1220, 175);
    assertThat(IntStream.range(0, 2000).mapToLong(i -> (long) order[i] * i).sum())
        .isEqualTo(2_004_798_067L);
  }

  @Test
  void leavesNothingAndOneAsTheyAre() {
    assertThat(shuffled(1, 0)).isEmpty();
    assertThat(shuffled(1, 1)).containsExactly(0);
  }

  @Test
  void refusesSeedsThatNumpyRefuses() {
    assertThatThrownBy(() -> NumpyRandomState.seeded(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "scikit-learn's folds need a seed of 0 to 4294967295, as NumPy takes it, not -1");
    assertThatThrownBy(() -> KFold.of(5).likeScikitLearn().withSeed(1L << 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("not 4294967296");
    assertThatThrownBy(() -> StratifiedKFold.of(5).withSeed(-1).likeScikitLearn())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("not -1");
  }

  private static int[] shuffled(long seed, int size) {
    int[] values = IntStream.range(0, size).toArray();
    NumpyRandomState.seeded(seed).shuffle(values);
    return values;
  }
}
