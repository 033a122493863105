package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.Shuffler;
import org.junit.jupiter.api.Test;

class ShufflingTest {
  private static final int ROWS = 70;

  private final Problems problem = Problems.clouds(ROWS, 8, 3, 0.5);

  private double[] weights(Shuffling shuffling, int epochs, int... rows) {
    LinearHeadTrainer trainer =
        LinearHeadTrainer.builder()
            .scaling(Scaling.NONE)
            .shuffling(shuffling)
            .seed(5)
            .epochs(epochs)
            .build();
    return trainer
        .train(
            problem.features(),
            problem.labels(),
            ImmutableList.copyOf(Parts.train(Arrays.stream(rows))),
            ProgressListener.NONE)
        .get(0)
        .weights();
  }

  @Test
  void onceIsTheOrderOfTheSeedInEveryEpoch() {
    int[] ascending = IntStream.range(0, ROWS).toArray();
    int[] shuffled = ascending.clone();
    Shuffler.seeded(5).shuffle(shuffled);
    assertThat(weights(Shuffling.ONCE, 4, ascending))
        .isEqualTo(weights(Shuffling.NEVER, 4, shuffled))
        .isNotEqualTo(weights(Shuffling.NEVER, 4, ascending));
  }

  @Test
  void eachEpochHasAnOrderOfItsOwn() {
    int[] ascending = IntStream.range(0, ROWS).toArray();
    int[] first = ascending.clone();
    Shuffler.seeded(5, 1).shuffle(first);
    assertThat(weights(Shuffling.EACH_EPOCH, 1, ascending))
        .isEqualTo(weights(Shuffling.NEVER, 1, first));
    assertThat(weights(Shuffling.EACH_EPOCH, 2, ascending))
        .isNotEqualTo(weights(Shuffling.NEVER, 2, first));
  }
}
