package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnsTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1, 10",
    "5, 1, 50",
    "2, 2, 10",
    "3, 2, 15",
    "4, 2, 20",
    "5, 2, 25",
    "5, 4, 13",
    "5, 5, 10",
    "10, 4, 25"
  })
  void leavesNoThreadIdleWhileTasksOfTenStepsAreLeft(int tasks, int threads, int expected) {
    Turns turns = new Turns(tasks, threads);
    int[] steps = new int[tasks];
    int[] current = new int[threads];
    Arrays.setAll(current, thread -> turns.next());
    int rounds = 0;
    while (Arrays.stream(current).anyMatch(task -> task != Turns.NONE)) {
      assertThat(Arrays.stream(current).filter(task -> task != Turns.NONE)).doesNotHaveDuplicates();
      rounds++;
      for (int thread = 0; thread < threads; thread++) {
        int task = current[thread];
        if (task != Turns.NONE) {
          steps[task]++;
          current[thread] = steps[task] < 10 ? turns.nextAfterStepOf(task) : turns.next();
        }
      }
    }

    assertThat(steps).containsOnly(10);
    assertThat(rounds).isBetween(expected, expected + 1);
  }

  @Test
  void beginsNoMoreTasksThanTwiceTheThreadsLessOneAtATime() {
    Turns turns = new Turns(20, 2);
    int a = turns.next();
    int b = turns.next();

    assertThat(turns.nextAfterStepOf(a)).isEqualTo(a);
    assertThat(turns.nextAfterStepOf(b)).isEqualTo(b);
  }
}
