package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoppingTest {

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
  void keepsTheBestEpoch(String losses, int patience, int stopsAfter, int keeps) {
    assertFollows(Stopping.BEST_EPOCH.rule(patience), losses, stopsAfter, keeps);
  }

  /** Losses, patience; the epoch after which it stops, 0 for never; the epoch that is kept. */
  @ParameterizedTest
  @CsvSource({
    "5 4 3 2 1,                   2, 0, 5",
    // Better than the epoch before starts the count again, though it is not the best one.
    "1 5 4 9 3 8,                 2, 0, 6",
    "5 4 6 6,                     2, 4, 4",
    // Lower by less than a thousandth is not low enough.
    "1 0.9995 0.99900025,         2, 3, 3",
    // Lower by exactly a thousandth is.
    "1000 999 998.001,            1, 0, 3",
    // The first epoch has none before it.
    "7 7,                         1, 2, 2",
    "Infinity Infinity 4 4,       2, 0, 4",
    // Not a number exceeds nothing, and nothing exceeds it.
    "1 NaN 2 2,                   2, 0, 4",
  })
  void comparesWithTheEpochBefore(String losses, int patience, int stopsAfter, int keeps) {
    assertFollows(Stopping.PREVIOUS_EPOCH.rule(patience), losses, stopsAfter, keeps);
  }

  private static void assertFollows(
      StoppingRule stopping, String losses, int stopsAfter, int keeps) {
    int stoppedAfter = 0;
    int kept = 0;
    int epoch = 0;
    for (double loss :
        Arrays.stream(losses.split(" ")).mapToDouble(Double::parseDouble).toArray()) {
      epoch++;
      assertThat(stoppedAfter).as("the script goes on after the stop").isZero();
      if (stopping.keeps(loss)) {
        kept = epoch;
      }
      if (stopping.stops()) {
        stoppedAfter = epoch;
      }
    }
    assertThat(stoppedAfter).isEqualTo(stopsAfter);
    assertThat(kept).isEqualTo(keeps);
  }
}
