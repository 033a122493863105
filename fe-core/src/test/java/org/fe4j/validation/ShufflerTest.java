package org.fe4j.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShufflerTest {

  @Test
  void drawsTheBitsOfSplitMix64() {
    // The JDK's SplittableRandom is the same generator, and this is Fisher and Yates with it.
    SplittableRandom random = new SplittableRandom(42);
    int[] expected = IntStream.range(0, 1000).toArray();
    for (int last = expected.length - 1; last > 0; last--) {
      int other = (int) ((random.nextLong() >>> 1) % (last + 1));
      int value = expected[last];
      expected[last] = expected[other];
      expected[other] = value;
    }

    int[] shuffled = IntStream.range(0, 1000).toArray();
    Shuffler.seeded(42).shuffle(shuffled);

    assertThat(shuffled).isEqualTo(expected);
  }

  @Test
  void givesEachOrderTheSameChance() {
    int[] firsts = new int[5];
    for (int stream = 0; stream < 5000; stream++) {
      int[] values = {0, 1, 2, 3, 4};
      Shuffler.seeded(7, stream).shuffle(values);
      firsts[values[0]]++;
    }

    // 1000 expected, standard deviation 28.
    assertThat(IntStream.of(firsts).boxed()).allMatch(count -> count > 880 && count < 1120);
  }

  @Test
  void tellsSeedsAndStreamsApart() {
    assertThat(shuffled(1, 2)).isEqualTo(shuffled(1, 2)).isNotEqualTo(shuffled(2, 1));
    assertThat(shuffled(1, 2)).isNotEqualTo(shuffled(1, 3));
  }

  private static int[] shuffled(long seed, long stream) {
    int[] values = IntStream.range(0, 50).toArray();
    Shuffler.seeded(seed, stream).shuffle(values);
    return values;
  }
}
