package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarlyStoppingTest {

  /** Losses, patience; the epoch after which it stops, 0 for never; the epoch that is kept. */
  @ParameterizedTest
  @CsvSource({
    // Ever better.
    "5 4 3 2 1,             2, 0, 5",
    // Two in a row that are no better, where two are too many.
    "5 4 6 6,               2, 4, 2",
    // Better than the epoch before is not better than the best.
    "5 4 9 8 7 6,           4, 6, 2",
    // A better one starts the count again.
    "5 6 4 5 3 4 5,         2, 7, 5",
    // The same is not better.
    "1 1 1 1,               3, 4, 1",
    // Worse from the first on.
    "1 2 3 4 5 6,           5, 6, 1",
    // Patience of one stops at the first.
    "2 1 1,                 1, 3, 2",
    // Not a number is never better, at the beginning or later.
    "NaN 3 NaN 2 NaN NaN,   2, 6, 4",
    "NaN NaN,               2, 2, 0",
    "Infinity 3 4 4,        2, 4, 2",
  })
  void followsTheScript(String losses, int patience, int stopsAfter, int keeps) {
    EarlyStopping stopping = new EarlyStopping(patience);
    int stoppedAfter = 0;
    int epoch = 0;
    for (double loss :
        Arrays.stream(losses.split(" ")).mapToDouble(Double::parseDouble).toArray()) {
      epoch++;
      assertThat(stoppedAfter).as("the script goes on after the stop").isZero();
      assertThat(stopping.improves(loss)).isEqualTo(stopping.bestEpoch() == epoch);
      if (stopping.stops()) {
        stoppedAfter = epoch;
      }
    }
    assertThat(stoppedAfter).isEqualTo(stopsAfter);
    assertThat(stopping.bestEpoch()).isEqualTo(keeps);
  }
}
