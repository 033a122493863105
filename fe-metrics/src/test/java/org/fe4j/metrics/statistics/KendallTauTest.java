package org.fe4j.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class KendallTauTest {
  @RepeatedTest(60)
  void equalsTheDefinitionOverAllPairs(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    int count = 2 + random.nextInt(60);
    // Few levels make many ties in one list, and in both.
    int levels = 2 + random.nextInt(20);
    double[] x = random.doubles(count).map(value -> Math.floor(value * levels)).toArray();
    double[] y = random.doubles(count).map(value -> Math.floor(value * levels) - 1).toArray();
    x[0] = -1;
    y[1] = levels;

    assertThat(KendallTau.of(x, y)).isCloseTo(overAllPairs(x, y), within(1e-14));
    assertThat(KendallTau.of(y, x)).isCloseTo(overAllPairs(x, y), within(1e-14));
  }

  @Test
  void isOneOnARisingAndMinusOneOnAFallingFunction() {
    double[] x = {3, 1, 2, 5, 4};
    double[] rising = {27, 1, 8, 125, 64};
    double[] falling = {-27, -1, -8, -125, -64};

    assertThat(KendallTau.of(x, rising)).isCloseTo(1, within(1e-15));
    assertThat(KendallTau.of(x, falling)).isCloseTo(-1, within(1e-15));
  }

  @Test
  void tiesZeroOfEitherSign() {
    double[] signed = {0.0, -0.0, 1, 2};
    double[] plain = {0, 0, 1, 2};
    double[] other = {1, 2, 3, 4};

    assertThat(KendallTau.of(signed, other)).isEqualTo(KendallTau.of(plain, other));
    assertThat(KendallTau.of(other, signed)).isEqualTo(KendallTau.of(other, plain));
  }

  private static double overAllPairs(double[] x, double[] y) {
    double sum = 0;
    double untiedInX = 0;
    double untiedInY = 0;
    for (int first = 0; first < x.length; first++) {
      for (int second = 0; second < first; second++) {
        double signX = Math.signum(x[first] - x[second]);
        double signY = Math.signum(y[first] - y[second]);
        sum += signX * signY;
        untiedInX += signX * signX;
        untiedInY += signY * signY;
      }
    }
    return sum / Math.sqrt(untiedInX * untiedInY);
  }
}
