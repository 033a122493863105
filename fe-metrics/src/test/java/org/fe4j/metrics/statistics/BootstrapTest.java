package org.fe4j.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class BootstrapTest {

  @Test
  void drawsTheSameEverywhere() {
    // As a program in Python with whole numbers of any size computes them, from the definition.
    List<List<Integer>> resamples = new ArrayList<>();
    Bootstrap.seeded(42)
        .resamples(100)
        .forEachResample(5, counts -> resamples.add(Arrays.stream(counts).boxed().toList()));
    assertThat(resamples).hasSize(100);
    assertThat(resamples.subList(0, 3))
        .containsExactly(List.of(0, 1, 0, 2, 2), List.of(0, 1, 2, 0, 2), List.of(0, 1, 1, 2, 1));
    assertThat(resamples).allMatch(counts -> counts.stream().mapToInt(count -> count).sum() == 5);
  }

  @Test
  void drawsEachUnitWithTheSameProbability() {
    long[] sums = new long[7];
    Bootstrap.seeded(1)
        .resamples(20_000)
        .forEachResample(
            7,
            counts -> {
              for (int unit = 0; unit < 7; unit++) {
                sums[unit] += counts[unit];
              }
            });
    // Of 140,000 draws 20,000 each; five standard deviations are 655.
    for (long sum : sums) {
      assertThat(sum).isCloseTo(20_000, Offset.offset(655L));
    }
  }

  @Test
  void anotherSeedDrawsOtherwise() {
    double[] values = Normals.draw(30, 1, 0);
    int[] units = IntStream.range(0, 30).toArray();
    Interval interval = Bootstrap.seeded(1).meanInterval(values, units, 0.9);
    assertThat(Bootstrap.seeded(1).meanInterval(values, units, 0.9)).isEqualTo(interval);
    assertThat(Bootstrap.seeded(2).meanInterval(values, units, 0.9)).isNotEqualTo(interval);
  }

  @Test
  void coversTheMeanAsOftenAsItSays() {
    // The percentile interval of a mean of n = 60 normal numbers is narrower than Student's by
    // √((n - 1) / n) and by 1.960 for 2.001: 94.3 % are expected. Of 2,000 trials, four standard
    // errors are 2.1 %.
    int covered = 0;
    int[] units = IntStream.range(0, 60).toArray();
    Bootstrap bootstrap = Bootstrap.seeded(5).resamples(1000);
    for (int trial = 0; trial < 2000; trial++) {
      Interval interval = bootstrap.meanInterval(Normals.draw(60, 9, trial), units, 0.95);
      covered += interval.contains(0) ? 1 : 0;
    }
    assertThat(covered / 2000.0).isCloseTo(0.943, Offset.offset(0.021));
  }

  @Test
  void coversTheMeanOfClusteredRows() {
    // Rows of a unit are nearly copies: by units the interval covers as above (within 4 standard
    // errors of 1,000 trials, 2.9 %), by rows it is too narrow by √5 and covers near 62 %.
    int covered = 0;
    int coveredByRow = 0;
    int[] units = IntStream.range(0, 300).map(row -> row / 5).toArray();
    int[] rows = IntStream.range(0, 300).toArray();
    Bootstrap bootstrap = Bootstrap.seeded(5).resamples(500);
    for (int trial = 0; trial < 1000; trial++) {
      double[] ofUnit = Normals.draw(60, 10, trial);
      double[] values = IntStream.range(0, 300).mapToDouble(row -> ofUnit[row / 5]).toArray();
      covered += bootstrap.meanInterval(values, units, 0.95).contains(0) ? 1 : 0;
      coveredByRow += bootstrap.meanInterval(values, rows, 0.95).contains(0) ? 1 : 0;
    }
    assertThat(covered / 1000.0).isCloseTo(0.943, Offset.offset(0.029));
    assertThat(coveredByRow / 1000.0).isLessThan(0.75);
  }

  @Test
  void weighsUnitsByTheirRows() {
    // Unit 0 has three rows of 1, unit 1 a row of 0: the mean is 0, 3/4 or 1, in a quarter, half
    // and a quarter of the resamples.
    double[] values = {1, 1, 0, 1};
    int[] units = {0, 0, 1, 0};
    Bootstrap bootstrap = Bootstrap.seeded(3);
    assertThat(bootstrap.meanInterval(values, units, 0.4)).isEqualTo(new Interval(0.75, 0.75, 0.4));
    assertThat(bootstrap.meanInterval(values, units, 0.6)).isEqualTo(new Interval(0, 1, 0.6));
  }

  @Test
  void interpolatesPercentilesAsNumPyDoes() {
    double[] values = {5, 1, 4, Double.NaN, 2, 3};
    // numpy.percentile([1, 2, 3, 4, 5], [5, 95]) is [1.2, 4.8].
    Interval interval = Bootstrap.percentiles(values, 0.9);
    assertThat(interval.low()).isCloseTo(1.2, Offset.offset(1e-15));
    assertThat(interval.high()).isCloseTo(4.8, Offset.offset(1e-14));
  }

  @Test
  void leavesOutResamplesWithoutAFigure() {
    Bootstrap bootstrap = Bootstrap.seeded(4);
    // Drawn at all: 1 - (3/4)^4, two thirds of the resamples.
    Interval interval = bootstrap.interval(4, counts -> counts[0] > 0 ? 7 : Double.NaN, 0.95);
    assertThat(interval).isEqualTo(new Interval(7, 7, 0.95));
    assertThatThrownBy(() -> bootstrap.interval(4, counts -> counts[0] > 1 ? 7 : Double.NaN, 0.95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of 2000 resamples only; an interval needs half of them");
    assertThat(bootstrap.distribution(4, counts -> counts[0]).length()).isEqualTo(2000);
  }

  @Test
  void pairsKeepTheLevelWhereModelsDoNotDiffer() {
    // Losses of 0 and 1 on 100 rows: rejected are 5 % of 2,000 trials, up to the coarseness of
    // whole numbers; four standard errors are 1.95 %.
    int rejected = 0;
    Bootstrap bootstrap = Bootstrap.seeded(6).resamples(500);
    for (int trial = 0; trial < 2000; trial++) {
      SplitMix64 random = SplitMix64.seeded(12, trial);
      double[] a =
          IntStream.range(0, 100).mapToDouble(row -> random.below(10) < 3 ? 1 : 0).toArray();
      double[] b =
          IntStream.range(0, 100).mapToDouble(row -> random.below(10) < 3 ? 1 : 0).toArray();
      rejected += PairedBootstrap.test(a, b, bootstrap, 0.95).pValue() <= 0.05 ? 1 : 0;
    }
    assertThat(rejected / 2000.0).isCloseTo(0.05, Offset.offset(0.0195));
  }

  @Test
  void pairsFindADifference() {
    double[] noise = Normals.draw(200, 13, 0);
    double[] a = Normals.draw(200, 13, 1);
    double[] b = new double[200];
    for (int row = 0; row < 200; row++) {
      b[row] = a[row] + 0.5 + 0.3 * noise[row];
    }
    Bootstrap bootstrap = Bootstrap.seeded(8);
    PairedBootstrap test = PairedBootstrap.test(a, b, bootstrap, 0.95);
    assertThat(test.pValue()).isEqualTo(bootstrap.smallestPValue()).isEqualTo(1.0 / 2001);
    // 0.3 / √200 is 0.021: the interval reaches about 0.042 to both sides.
    assertThat(test.difference()).isCloseTo(-0.5, Offset.offset(0.085));
    assertThat(test.interval().contains(test.difference())).isTrue();
    assertThat(test.interval().width()).isCloseTo(0.083, Offset.offset(0.012));
    PairedBootstrap reversed = PairedBootstrap.test(b, a, bootstrap, 0.95);
    assertThat(reversed.pValue()).isEqualTo(test.pValue());
    assertThat(reversed.difference()).isEqualTo(-test.difference());
  }

  @Test
  void equalModelsAreEqual() {
    double[] losses = {0, 1, 1, 0.5};
    PairedBootstrap test = PairedBootstrap.test(losses, losses, Bootstrap.seeded(1), 0.95);
    assertThat(test).isEqualTo(new PairedBootstrap(0, 1, new Interval(0, 0, 0.95), 4));
  }

  @Test
  void fewUnitsThatAgreeAreNotCertain() {
    Bootstrap bootstrap = Bootstrap.seeded(1);
    double[] zeros = new double[3];
    double[] ones = {1, 1, 1};
    assertThat(PairedBootstrap.test(ones, zeros, bootstrap, 0.95).pValue()).isEqualTo(0.25);
    assertThat(PairedBootstrap.test(ones, zeros, new int[3], bootstrap, 0.95).pValue())
        .isEqualTo(1);
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    Bootstrap bootstrap = Bootstrap.seeded(1);
    double[] two = {1, 2};
    assertThatThrownBy(() -> bootstrap.resamples(99))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A bootstrap needs at least 100 resamples, but asked for are 99");
    assertThatThrownBy(() -> bootstrap.distribution(0, counts -> 1))
        .hasMessage("A bootstrap needs at least 1 unit to draw, but there are 0");
    assertThatThrownBy(() -> bootstrap.meanInterval(two, new int[1], 0.95))
        .hasMessage(
            "Each of at least 1 row has a value and a unit, but there are 2 values and 1 units");
    assertThatThrownBy(() -> bootstrap.meanInterval(two, new int[] {1, 1}, 0.95))
        .hasMessage("Units are numbered from 0 without a gap, but of 2 units number 0 has no row");
    assertThatThrownBy(() -> bootstrap.meanInterval(two, new int[] {0, 2}, 0.95))
        .hasMessage("Units of 2 rows are numbered from 0 without a gap, but there is number 2");
    assertThatThrownBy(() -> bootstrap.meanInterval(new double[] {Double.NaN}, new int[1], 0.95))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PairedBootstrap.test(two, new double[3], bootstrap, 0.95))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PairedBootstrap.test(two, two, bootstrap, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void resamplesTenThousandRowsWhileAUserWaits() {
    double[] values = Normals.draw(10_000, 14, 0);
    int[] units = IntStream.range(0, 10_000).toArray();
    Bootstrap bootstrap = Bootstrap.seeded(1);
    bootstrap.meanInterval(values, units, 0.95);
    long begin = System.nanoTime();
    bootstrap.meanInterval(values, units, 0.95);
    Duration taken = Duration.ofNanos(System.nanoTime() - begin);
    // 0.05 s were measured; the bound leaves room for a busy machine.
    assertThat(taken).isLessThan(Duration.ofSeconds(3));
  }
}
