package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;

/** Comparisons whose structure is known. */
public final class ComparisonFixture {
  private ComparisonFixture() {}

  /**
   * Returns a report on rows of classes 0, 1, …, 0, 1, … in folds that each have every class; a
   * wrong row is predicted to be of the next class.
   */
  public static MetricsReport report(int rows, int folds, int classes, IntPredicate isRight) {
    Predictions.Builder predictions = Predictions.builder(classNames(classes));
    for (int row = 0; row < rows; row++) {
      int truth = row % classes;
      int predicted = isRight.test(row) ? truth : (truth + 1) % classes;
      predictions.addLabels("img%04d".formatted(row), truth, predicted, row / classes % folds);
    }
    return MetricsReport.of(predictions.build(), ImmutableMap.of("backbone", "made up"));
  }

  /** Returns a report like the other one, with probabilities: 0.75 or less for what is said. */
  public static MetricsReport probableReport(
      int rows, int folds, int classes, IntPredicate isRight) {
    Predictions.Builder predictions = Predictions.builder(classNames(classes));
    for (int row = 0; row < rows; row++) {
      int truth = row % classes;
      double[] probabilities = new double[classes];
      double said = row % 2 == 0 ? 0.75 : 0.625;
      Arrays.fill(probabilities, (1 - said) / (classes - 1));
      probabilities[isRight.test(row) ? truth : (truth + 1) % classes] = said;
      predictions.add("img%04d".formatted(row), truth, row / classes % folds, probabilities);
    }
    return MetricsReport.of(predictions.build(), ImmutableMap.of("backbone", "made up"));
  }

  /** Returns whether a row is right of a model that errs in this share of rows; errors nest. */
  public static IntPredicate errsIn(int percent) {
    return row -> row * 37 % 100 >= percent;
  }

  public static List<String> classNames(int classes) {
    return IntStream.range(0, classes).mapToObj(index -> "class" + index).toList();
  }

  /** Returns facts of which everything is known. */
  public static ModelFacts facts(
      String name, ModelKind kind, String pretraining, double milliseconds, CommercialUse use) {
    return ModelFacts.builder(name)
        .kind(kind)
        .pretraining(pretraining)
        .parameters((long) (milliseconds * 1_000_000))
        .gigaMultiplyAdds(milliseconds / 2)
        .featureDimension(512)
        .inputPixels(224)
        .imagesPerSecond(1000 / milliseconds)
        .peakMemoryBytes((long) (milliseconds * (1 << 20)))
        .licence(use == CommercialUse.FORBIDDEN ? "CC BY-NC 4.0" : "BSD-3-Clause")
        .commercialUse(use)
        .build();
  }

  /**
   * Returns 4 models x 3 data sets of 200 rows in 5 folds. By accuracy on each: big 0.96, medium
   * 0.95, small 0.88, clip_rn50 0.70; the errors of a better model are among those of a worse one.
   */
  public static ComparisonBuilder fourByThree() {
    ComparisonBuilder builder =
        Comparison.builder()
            .model(
                facts("big", ModelKind.TRANSFORMER, "ImageNet-21k", 100, CommercialUse.FORBIDDEN))
            .model(
                facts(
                    "medium", ModelKind.CONVOLUTIONAL, "ImageNet-1k", 20, CommercialUse.PERMITTED))
            .model(
                facts("small", ModelKind.CONVOLUTIONAL, "ImageNet-1k", 10, CommercialUse.PERMITTED))
            .model(facts("clip_rn50", ModelKind.CONVOLUTIONAL, "CLIP", 40, CommercialUse.UNSTATED))
            .dataset(DatasetFacts.of("rocks", 200, 4).withMedianShorterSide(448))
            .dataset(DatasetFacts.of("leaves", 200, 2).withMedianShorterSide(112))
            .dataset(DatasetFacts.of("cars", 200, 10).withMedianShorterSide(224))
            .provenance(ImmutableMap.of("machine", "2 cores", "seed", "42"));
    int[] errors = {4, 5, 12, 30};
    String[] models = {"big", "medium", "small", "clip_rn50"};
    for (int model = 0; model < models.length; model++) {
      builder.report(models[model], "rocks", report(200, 5, 4, errsIn(errors[model])));
      builder.report(models[model], "leaves", report(200, 5, 2, errsIn(errors[model])));
      builder.report(models[model], "cars", report(200, 5, 10, errsIn(errors[model])));
    }
    return builder;
  }

  /** Returns models on data sets of 2 classes and 100 rows, with these accuracies in hundredths. */
  public static Comparison ofAccuracies(int[][] hundredths) {
    ComparisonBuilder builder = Comparison.builder();
    for (int model = 0; model < hundredths[0].length; model++) {
      builder.model(ModelFacts.of("m" + model));
    }
    for (int dataset = 0; dataset < hundredths.length; dataset++) {
      builder.dataset(DatasetFacts.of("d" + dataset, 100, 2));
      for (int model = 0; model < hundredths[0].length; model++) {
        int right = hundredths[dataset][model];
        if (right >= 0) {
          builder.report("m" + model, "d" + dataset, report(100, 5, 2, errsIn(100 - right)));
        }
      }
    }
    return builder.build();
  }
}
