package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExponentialTest {

  @Test
  void agreesWithTheExactFunction() {
    double[] values = new double[88_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = -i / 1000.0;
    }

    Exponential.replace(values);

    for (int i = 0; i < values.length; i++) {
      double exact = StrictMath.exp(-i / 1000.0);
      assertThat(values[i] / exact).isCloseTo(1, within(1e-13));
    }
  }

  @Test
  void isExactlyOneAtZero() {
    assertThat(Exponential.of(0)).isEqualTo(1);
  }

  @Test
  void staysAtNextToNothingBelow() {
    assertThat(Exponential.of(-1e6)).isEqualTo(Exponential.of(-88)).isBetween(6e-39, 7e-39);
    assertThat(Exponential.of(Double.NEGATIVE_INFINITY)).isEqualTo(Exponential.of(-88));
  }

  @Test
  void keepsWhatIsNotANumber() {
    assertThat(Exponential.of(Double.NaN)).isNaN();
  }

  @Test
  void givesANumberTheSameBitsAloneAndAmongOthers() {
    double[] values = new double[1003];
    for (int i = 0; i < values.length; i++) {
      values[i] = -0.03 * i;
    }
    double[] many = values.clone();

    for (int round = 0; round < 100; round++) { // So that the compiler gets to work.
      many = values.clone();
      Exponential.replace(many);
    }

    for (int i = 0; i < values.length; i++) {
      assertThat(many[i]).isEqualTo(Exponential.of(values[i]));
    }
  }
}
