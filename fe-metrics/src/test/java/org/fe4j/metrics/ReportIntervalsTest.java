package org.fe4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fe4j.metrics.statistics.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportIntervalsTest {

  /** A metric that is computed the slow way, from selected rows. */
  private record Slow(Metric metric) implements Metric {
    @Override
    public String key() {
      return "slow-" + metric.key();
    }

    @Override
    public String label() {
      return metric.label();
    }

    @Override
    public double of(Predictions predictions) {
      return metric.of(predictions);
    }
  }

  @Test
  void hasNoneOfOneUnit() {
    Predictions.Builder builder = Predictions.builder(List.of("a", "b"));
    for (int row = 0; row < 10; row++) {
      builder.addLabels("row-" + row, "patient", row % 2, row % 3 == 0 ? 0 : row % 2, row % 5);
    }
    MetricsReport report = MetricsReport.of(builder.build(), ImmutableMap.of());

    assertThat(report.interval(Metric.ACCURACY)).isEmpty();
    assertThat(report.interval(new Slow(Metric.ACCURACY))).isEmpty();
    assertThat(report.resampledInterval(Metric.ACCURACY)).isPresent();
    assertThat(report.toString()).contains("No 95 % intervals: all rows are one unit");
  }

  static List<Metric> standard() {
    return Metric.standard();
  }

  /**
   * 7 classes of 30 rows, so that no resample lacks one; probabilities that are right half the
   * time.
   */
  private static Predictions sevenClasses() {
    SplittableRandom random = new SplittableRandom(1);
    Predictions.Builder builder =
        Predictions.builder(IntStream.range(0, 7).mapToObj(Integer::toString).toList());
    for (int row = 0; row < 210; row++) {
      double[] probabilities = random.doubles(7).toArray();
      probabilities[row % 7] += 0.4;
      double sum = Arrays.stream(probabilities).sum();
      builder.add(
          "row-" + row,
          "group-" + row / 2,
          row % 7,
          row % 5,
          Arrays.stream(probabilities).map(p -> p / sum).toArray());
    }
    return builder.build();
  }

  @ParameterizedTest
  @MethodSource("standard")
  void isTheSameWhetherRowsAreTalliedOrSelected(Metric metric) {
    MetricsReport report = report(sevenClasses());

    Interval fast = report.interval(metric).orElseThrow();
    Interval slow = report.interval(new Slow(metric)).orElseThrow();

    // Sums of 210 rows in another order.
    assertThat(fast.low()).isCloseTo(slow.low(), within(1e-12));
    assertThat(fast.high()).isCloseTo(slow.high(), within(1e-12));
    assertThat(fast.width()).isPositive();
  }

  @Test
  void holdsTheFigure() {
    for (ClassificationFixture fixture : ClassificationFixture.all()) {
      MetricsReport report = report(fixture.predictions(5));
      for (Metric metric : List.of(Metric.ACCURACY, Metric.MACRO_F1, Metric.LOG_LOSS)) {
        report
            .interval(metric)
            .ifPresent(
                interval ->
                    assertThat(report.pooled(metric))
                        .as("%s of %s", metric, fixture)
                        .isBetween(interval.low() - 1e-12, interval.high() + 1e-12));
      }
    }
  }

  /**
   * Of 200 rows 0.855 are right, so the standard error is 0.0249 and the interval of the normal
   * distribution 0.0976 wide; steps of 1/200 and 2,000 resamples blur it by about a tenth.
   */
  @Test
  void isAsWideAsTheStandardErrorSays() {
    Interval interval =
        report(ClassificationFixture.named("balanced").predictions(5))
            .interval(Metric.ACCURACY)
            .orElseThrow();

    assertThat(interval.level()).isEqualTo(0.95);
    assertThat(interval.high() - interval.low()).isCloseTo(0.0976, within(0.01));
    assertThat((interval.high() + interval.low()) / 2).isCloseTo(0.855, within(0.01));
  }

  @Test
  void drawsCopiesOfAGroupTogether() {
    Predictions.Builder grouped = Predictions.builder(List.of("a", "b"));
    Predictions.Builder alone = Predictions.builder(List.of("a", "b"));
    Predictions.Builder single = Predictions.builder(List.of("a", "b"));
    for (int image = 0; image < 40; image++) {
      int predicted = image % 4 == 0 ? 1 : 0;
      single.addLabels("image-" + image, 0, predicted, image % 5);
      for (int copy = 0; copy < 5; copy++) {
        String id = "image-%d-%d".formatted(image, copy);
        grouped.addLabels(id, "group-" + image, 0, predicted, image % 5);
        alone.addLabels(id, 0, predicted, image % 5);
      }
    }

    Interval ofSingle = report(single.build()).interval(Metric.ACCURACY).orElseThrow();

    assertThat(report(grouped.build()).interval(Metric.ACCURACY)).contains(ofSingle);
    Interval tooNarrow = report(alone.build()).interval(Metric.ACCURACY).orElseThrow();
    assertThat(tooNarrow.width()).isLessThan(ofSingle.width() * 0.6);
  }

  @Test
  void drawsAnIdThatWasTestedInSeveralFoldsOnce() {
    Predictions.Builder once = Predictions.builder(List.of("a", "b"));
    Predictions.Builder repeated = Predictions.builder(List.of("a", "b"));
    for (int image = 0; image < 40; image++) {
      once.addLabels("image-" + image, 0, image % 4 == 0 ? 1 : 0, 0);
    }
    for (int fold = 0; fold < 10; fold++) {
      for (int image = 0; image < 40; image++) {
        repeated.addLabels("image-" + image, 0, image % 4 == 0 ? 1 : 0, fold);
      }
    }

    assertThat(report(repeated.build()).interval(Metric.ACCURACY))
        .isEqualTo(report(once.build()).interval(Metric.ACCURACY));
  }

  @Test
  void leavesAClassThatAResampleLacksOutOfItsMacroAverages() {
    Predictions.Builder perfect = Predictions.builder(List.of("a", "rare", "b", "without rows"));
    perfect.addLabels("x", 1, 1, 0);
    for (int row = 0; row < 20; row++) {
      perfect.addLabels("row-" + row, row % 2 * 2, row % 2 * 2, 0);
    }
    MetricsReport report = report(perfect.build());

    assertThat(report.pooled(Metric.MACRO_F1)).isEqualTo(0.75);
    // A third of the resamples lack the rare class, and would have 0.5.
    Interval interval = report.interval(Metric.MACRO_F1).orElseThrow();
    assertThat(interval.low()).isCloseTo(0.75, within(1e-12));
    assertThat(interval.high()).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void hasNoneForAFigureThatDoesNotExist() {
    MetricsReport report = report(ClassificationFixture.named("hundred_ninety_six").predictions(5));

    assertThat(report.interval(Metric.LOG_LOSS)).isEmpty();
    assertThat(report.interval(Metric.ACCURACY)).isPresent();
  }

  @Test
  void hasNoneWhereTheFigureRarelyExists() {
    Metric rare =
        new Metric() {
          @Override
          public String key() {
            return "rare";
          }

          @Override
          public String label() {
            return "rare";
          }

          @Override
          public double of(Predictions predictions) {
            return IntStream.range(0, predictions.size())
                        .mapToObj(predictions::id)
                        .distinct()
                        .count()
                    == 40
                ? 1
                : Double.NaN;
          }
        };
    Predictions.Builder builder = Predictions.builder(List.of("a"));
    IntStream.range(0, 40).forEach(row -> builder.addLabels("row-" + row, 0, 0, 0));

    assertThat(report(builder.build()).interval(rare)).isEmpty();
  }

  @Test
  void computesAMetricOfOnesOwnOnce() {
    AtomicInteger calls = new AtomicInteger();
    Metric counting =
        new Metric() {
          @Override
          public String key() {
            return "counting";
          }

          @Override
          public String label() {
            return "counting";
          }

          @Override
          public double of(Predictions predictions) {
            calls.incrementAndGet();
            return Metric.ACCURACY.of(predictions);
          }
        };
    MetricsReport report =
        MetricsReport.builder(ClassificationFixture.named("balanced").predictions(5))
            .metrics(List.of(counting))
            .build();
    assertThat(calls).hasValue(1 + 5);

    Optional<Interval> first = report.interval(counting);

    assertThat(first).isPresent();
    assertThat(report.interval(counting)).isEqualTo(first);
    assertThat(calls).hasValue(1 + 5 + 2000);
  }

  @Test
  void isTheSameForSeveralThreads() {
    MetricsReport report = report(ClassificationFixture.named("imbalanced").predictions(5));

    assertThat(
            IntStream.range(0, 8)
                .parallel()
                .mapToObj(thread -> report.interval(Metric.MACRO_F1))
                .distinct())
        .hasSize(1);
  }

  /**
   * Accuracies 1, 1/2 and 0 over 3 folds: mean 1/2, deviation 1/2, 4 rows, so that a mean test part
   * has 4/3 and a train part 8/3 of them. scipy 1.10.1: t.ppf(0.975, 2) = 4.302652729911275.
   */
  @Test
  void correctsTheIntervalOverFoldsForSharedTrainRows() {
    MetricsReport report = report(threeFolds());
    double reach = 4.302652729911275 * Math.sqrt((1 / 3.0 + 1 / 2.0) * 0.25);

    Interval interval = report.resampledInterval(Metric.ACCURACY).orElseThrow();

    assertThat(report.trainRows()).isCloseTo(8 / 3.0, within(1e-15));
    // The quantile's own last digits.
    assertThat(interval.low()).isCloseTo(0.5 - reach, within(1e-9));
    assertThat(interval.high()).isCloseTo(0.5 + reach, within(1e-9));
  }

  @Test
  void takesTheTrainRowsThatItIsTold() {
    MetricsReport report = MetricsReport.builder(threeFolds()).trainRows(100).build();
    double reach = 4.302652729911275 * Math.sqrt((1 / 3.0 + 4 / 300.0) * 0.25);

    Interval interval = report.resampledInterval(Metric.ACCURACY).orElseThrow();

    assertThat(interval.high()).isCloseTo(0.5 + reach, within(1e-9));
  }

  @Test
  void hasNoIntervalOverASingleFoldNorWhereAFoldLacksTheFigure() {
    Predictions oneFold =
        Predictions.builder(List.of("a", "b"))
            .addLabels("x", 0, 0, 0)
            .addLabels("y", 1, 0, 0)
            .build();
    Predictions kappaOfOneClass =
        Predictions.builder(List.of("a", "b"))
            .addLabels("x", 0, 0, 0)
            .addLabels("y", 1, 0, 1)
            .addLabels("z", 0, 0, 1)
            .build();

    assertThat(report(oneFold).resampledInterval(Metric.ACCURACY)).isEmpty();
    assertThat(report(kappaOfOneClass).resampledInterval(Metric.COHEN_KAPPA)).isEmpty();
    assertThat(report(kappaOfOneClass).resampledInterval(Metric.ACCURACY)).isPresent();
  }

  @Test
  void keepsTheIntervalOfAStoredMetric() {
    Interval interval = new Interval(0.25, 0.75, 0.95);
    StoredMetric stored =
        StoredMetric.of("mine", "mine", true, 0.5, ImmutableDoubleArray.of(1, 0, 0.5));
    MetricsReport with =
        MetricsReport.builder(threeFolds()).metrics(List.of(stored.withInterval(interval))).build();
    MetricsReport without = MetricsReport.builder(threeFolds()).metrics(List.of(stored)).build();

    assertThat(with.interval(stored)).contains(interval);
    assertThat(without.interval(stored)).isEmpty();
    assertThat(with.resampledInterval(stored)).isPresent();
  }

  @Test
  void drawsTenThousandRowsOfAHundredClassesInSeconds() {
    Predictions.Builder builder =
        Predictions.builder(IntStream.range(0, 100).mapToObj(Integer::toString).toList());
    for (int row = 0; row < 10_000; row++) {
      double[] probabilities = new double[100];
      probabilities[row % 100] = 0.75;
      probabilities[row % 7] += 0.25;
      builder.add("row-" + row, row % 3 == 0 ? row % 7 : row % 100, row % 5, probabilities);
    }
    MetricsReport report = report(builder.build());
    long begin = System.nanoTime();

    Stream<Optional<Interval>> all = Metric.standard().stream().map(report::interval);

    assertThat(all).allMatch(Optional::isPresent);
    double seconds = (System.nanoTime() - begin) / 1e9;
    // About 0.5 s on one core; a machine that six builds share is many times slower.
    assertThat(seconds).isLessThan(20);
  }

  private static Predictions threeFolds() {
    return Predictions.builder(List.of("gneiss", "shale"))
        .addLabels("a", 0, 0, 0)
        .addLabels("b", 0, 0, 1)
        .addLabels("c", 1, 0, 1)
        .addLabels("d", 1, 0, 2)
        .build();
  }

  private static MetricsReport report(Predictions predictions) {
    return MetricsReport.of(predictions, ImmutableMap.of());
  }
}
