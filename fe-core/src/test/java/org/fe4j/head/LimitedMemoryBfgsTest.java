package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LimitedMemoryBfgsTest {

  /** Its valley is bent, and its minimum at (1, 1, …, 1). */
  private static double rosenbrock(double[] x, double[] gradient) {
    double sum = 0;
    for (int i = 0; i < x.length; i += 2) {
      double a = 1 - x[i];
      double b = x[i + 1] - x[i] * x[i];
      sum += a * a + 100 * b * b;
      gradient[i] = -2 * a - 400 * x[i] * b;
      gradient[i + 1] = 200 * b;
    }
    return sum;
  }

  @Test
  void findsTheMinimumOfACurvedValley() {
    double[] point = {-1.2, 1, -1.2, 1, 3, -2};

    LimitedMemoryBfgs.Result result =
        new LimitedMemoryBfgs(LimitedMemoryBfgsTest::rosenbrock, 6)
            .minimize(point, vector -> {}, 1e-9, 200);

    assertThat(result.converged()).isTrue();
    assertThat(result.largestSlope()).isLessThanOrEqualTo(1e-9);
    // Steepest descent takes thousands.
    assertThat(result.iterations()).isBetween(10, 100);
    assertThat(point).containsExactly(new double[] {1, 1, 1, 1, 1, 1}, within(1e-8));
  }

  @Test
  void goesOnWhereTheDecreaseDrownsInRounding() {
    // 1e6 + x² cannot tell a decrease below 1e-10; the slope can.
    double[] point = {300, -200};

    LimitedMemoryBfgs.Result result =
        new LimitedMemoryBfgs(
                (x, gradient) -> {
                  gradient[0] = 2 * x[0];
                  gradient[1] = 200 * x[1];
                  return 1e6 + x[0] * x[0] + 100 * x[1] * x[1];
                },
                2)
            .minimize(point, vector -> {}, 1e-10, 100);

    assertThat(result.converged()).isTrue();
    assertThat(point).containsExactly(new double[] {0, 0}, within(1e-10));
  }

  @Test
  void saysSoWhenItWasStopped() {
    double[] point = {-1.2, 1};

    LimitedMemoryBfgs.Result result =
        new LimitedMemoryBfgs(LimitedMemoryBfgsTest::rosenbrock, 2)
            .minimize(point, vector -> {}, 1e-9, 3);

    assertThat(result.converged()).isFalse();
    assertThat(result.iterations()).isEqualTo(3);
    assertThat(rosenbrock(point, new double[2]))
        .isLessThan(rosenbrock(new double[] {-1.2, 1}, new double[2]));
  }

  @Test
  void staysWhereItIsAtAMinimum() {
    double[] point = {1, 1};

    LimitedMemoryBfgs.Result result =
        new LimitedMemoryBfgs(LimitedMemoryBfgsTest::rosenbrock, 2)
            .minimize(point, vector -> {}, 0, 10);

    assertThat(result.converged()).isTrue();
    assertThat(result.iterations()).isZero();
  }

  @Test
  void endsWhereNoStepIsAnyBetter() {
    // A gradient that lies: every step goes up.
    LimitedMemoryBfgs.Result result =
        new LimitedMemoryBfgs(
                (x, gradient) -> {
                  gradient[0] = -1;
                  return x[0];
                },
                1)
            .minimize(new double[] {0}, vector -> {}, 1e-6, 10);

    assertThat(result.converged()).isFalse();
    assertThat(result.iterations()).isZero();
  }
}
