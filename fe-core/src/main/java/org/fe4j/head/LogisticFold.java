package org.fe4j.head;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits the logistic regression of a fold: from the smallest C upwards, each from the weights of the
 * one before.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class LogisticFold {

  private static final Logger LOGGER = LoggerFactory.getLogger(LogisticRegressionTrainer.class);

  /** To choose, the validation loss need not be known to more digits than this gives. */
  private static final double TOLERANCE_OF_CHOICE = 1e-4;

  private static final double SMALLEST_VARIANCE = 1e-6;

  private final LogisticSettings settings;
  private final FeatureMatrix features;
  private final Labels labels;
  private final FeatureScaler scaler;

  /** The mean of the scaled features over the train rows. */
  private final double[] centre;

  /** The classes that the train part has. */
  private final int[] classes;

  private final LogisticLoss train;
  private final int trainRows;

  /** Rows of those classes. */
  private final int validationRows;

  private final LogisticLoss validation;
  private final LimitedMemoryBfgs optimizer;
  private final PrincipalAxes axes;
  private final double slopeAtZero;
  private double penalty;

  LogisticFold(LogisticSettings settings, FeatureMatrix features, Labels labels, FittingPart part) {
    this.settings = settings;
    this.features = features;
    this.labels = labels;
    ImmutableIntArray rows = part.train().rows();
    this.scaler = FeatureScaler.fit(settings.scaling(), features, rows);
    this.centre = mean(rows);
    this.classes = rows.stream().map(labels.values()::get).distinct().sorted().toArray();
    this.trainRows = rows.length();
    this.train = loss(rows);
    int dimension = features.dimension();
    int axisCount = PrincipalAxes.count(rows.length(), dimension);
    this.axes =
        PrincipalAxes.of(
            new RowProducts(features, scaler, centre, rows, axisCount),
            axisCount,
            dimension,
            totalVariance(rows));
    ImmutableIntArray known =
        ImmutableIntArray.copyOf(
            part.validation().rows().stream()
                .filter(row -> Arrays.binarySearch(classes, labels.values().get(row)) >= 0));
    this.validationRows = known.length();
    this.validation = loss(known);
    this.optimizer = new LimitedMemoryBfgs(this::penalized, train.weightCount());
    double[] gradient = new double[train.weightCount()];
    train.mean(new double[train.weightCount()], gradient);
    this.slopeAtZero = Vectors.largest(gradient);
  }

  private double[] mean(ImmutableIntArray rows) {
    double[] sum = new double[features.dimension()];
    double[] scaled = new double[features.dimension()];
    float[] row = new float[features.dimension()];
    for (int i = 0; i < rows.length(); i++) {
      features.copyRow(rows.get(i), row, 0);
      scaler.apply(row, scaled);
      Vectors.add(sum, 1, scaled);
    }
    Vectors.scale(sum, 1.0 / rows.length());
    return sum;
  }

  private double totalVariance(ImmutableIntArray rows) {
    double sum = 0;
    double[] scaled = new double[features.dimension()];
    for (int i = 0; i < rows.length(); i++) {
      scaler.apply(features.row(rows.get(i)), scaled);
      Vectors.add(scaled, -1, centre);
      sum += Vectors.dot(scaled, scaled);
    }
    return sum / rows.length();
  }

  private LogisticLoss loss(ImmutableIntArray rows) {
    int[] targets =
        rows.stream().map(row -> Arrays.binarySearch(classes, labels.values().get(row))).toArray();
    return new LogisticLoss(
        new RowProducts(features, scaler, centre, rows, classes.length), targets, classes.length);
  }

  /**
   * Returns the head.
   *
   * @param done is told how many more values of C are done, or are not needed any more
   */
  LinearHead run(IntConsumer done) {
    if (!settings.chooses()) {
      LinearHead head = fit(new double[train.weightCount()], settings.candidates().get(0), "");
      done.accept(1);
      return head;
    }
    if (validationRows == 0) {
      LinearHead head =
          fit(
              new double[train.weightCount()],
              settings.withoutValidation(),
              ", as there are no validation rows");
      done.accept(settings.candidates().length());
      return head;
    }
    return choose(done);
  }

  private LinearHead choose(IntConsumer done) {
    ImmutableDoubleArray candidates = settings.candidates();
    double[] weights = new double[train.weightCount()];
    double[] best = weights;
    int bestIndex = 0;
    double lowest = Double.POSITIVE_INFINITY;
    int fitted = 0;
    while (fitted < candidates.length() && fitted <= bestIndex + 1) {
      minimize(
          weights, candidates.get(fitted), Math.max(TOLERANCE_OF_CHOICE, settings.tolerance()));
      double loss = validation.mean(weights);
      if (loss < lowest) {
        lowest = loss;
        best = weights.clone();
        bestIndex = fitted;
      }
      fitted++;
      done.accept(1);
    }
    LinearHead head =
        fit(
            best,
            candidates.get(bestIndex),
            ", chosen from %s to %s"
                .formatted(candidates.get(0), candidates.get(candidates.length() - 1)));
    if (fitted < candidates.length()) {
      done.accept(candidates.length() - fitted);
    }
    return head;
  }

  private LinearHead fit(double[] weights, double c, String reason) {
    LimitedMemoryBfgs.Result result = minimize(weights, c, settings.tolerance());
    String note = "C = %s%s; %d iterations".formatted(c, reason, result.iterations());
    if (!result.converged()) {
      note +=
          ", not converged: the gradient is %.1e of its first, not %.1e"
              .formatted(result.largestSlope() / slopeAtZero, settings.tolerance());
      LOGGER.warn(
          "Logistic regression on {} rows did not converge ({}). Allow more iterations, choose a"
              + " smaller C, or standardise the features.",
          trainRows,
          note);
    }
    return new LinearHead(scaler, features.dimension(), labels.classCount(), spread(weights), note);
  }

  /** Moves the weights to the minimum. */
  private LimitedMemoryBfgs.Result minimize(double[] weights, double c, double tolerance) {
    // As scikit-learn does, two classes have one vector of weights: the difference of ours.
    penalty = (classes.length == 2 ? 2 : 1) / (c * trainRows);
    train.mean(weights);
    double classVariance = Math.max(train.meanVariance(), SMALLEST_VARIANCE);
    return optimizer.minimize(
        weights,
        axes.curvature(classVariance, penalty),
        tolerance * slopeAtZero,
        settings.iterations());
  }

  private double penalized(double[] weights, double[] gradient) {
    double loss = train.mean(weights, gradient);
    int length = features.dimension() + 1;
    double squares = 0;
    for (int c = 0; c < classes.length; c++) {
      for (int i = c * length; i < (c + 1) * length - 1; i++) {
        squares += weights[i] * weights[i];
        gradient[i] += penalty * weights[i];
      }
    }
    return loss + penalty / 2 * squares;
  }

  /**
   * For all classes, (feature, class), and for features that are not centred: a class that was not
   * there is infinitely improbable.
   */
  private double[] spread(double[] weights) {
    int classCount = labels.classCount();
    int dimension = features.dimension();
    double[] all = new double[(dimension + 1) * classCount];
    Arrays.fill(all, dimension * classCount, all.length, Double.NEGATIVE_INFINITY);
    IntStream.range(0, classes.length)
        .forEach(
            index -> {
              int offset = index * (dimension + 1);
              double intercept = weights[offset + dimension];
              for (int i = 0; i < dimension; i++) {
                all[i * classCount + classes[index]] = weights[offset + i];
                intercept -= weights[offset + i] * centre[i];
              }
              all[dimension * classCount + classes[index]] = intercept;
            });
    return all;
  }
}
