package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;

/**
 * The plainest head there is: a row belongs to the class whose mean is nearest, by the Euclidean
 * distance between scaled features. Probabilities are the softmax of {@code -½ distance²}: those of
 * classes that are equally frequent, and Gaussian around their mean with variance 1 in each
 * feature. Of standardised features there are hundreds, which are not independent, so that these
 * probabilities are close to 0 and 1, and log loss and calibration say little; the classes are
 * right.
 *
 * <p>There is nothing to stop, so that a mean is over the rows of the validation part as well as
 * those of the train part; the scaling is fitted on the train part. A class without a row has
 * probability 0. Computed in float64.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class NearestMeanTrainer implements HeadTrainer {

  private static final NearestMeanTrainer STANDARD = of(Scaling.STANDARDIZE);

  private final Scaling scaling;

  private NearestMeanTrainer(Scaling scaling) {
    this.scaling = scaling;
  }

  /** Returns the trainer that standardises features. */
  public static NearestMeanTrainer standard() {
    return STANDARD;
  }

  /** Returns the trainer that does this to features first. */
  public static NearestMeanTrainer of(Scaling scaling) {
    return new NearestMeanTrainer(scaling);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if a feature is not a finite number
   */
  @Override
  public ImmutableList<Head> fit(
      FeatureMatrix features, Labels labels, List<FittingPart> parts, ProgressListener progress) {
    FittingChecks.check(features, labels, parts);
    ProgressCount count = new ProgressCount("Fitting heads", parts.size(), "heads", progress);
    return parts.parallelStream()
        .map(
            part -> {
              Head head = fit(features, labels, part);
              count.add(1);
              return head;
            })
        .collect(ImmutableList.toImmutableList());
  }

  private Head fit(FeatureMatrix features, Labels labels, FittingPart part) {
    FeatureScaler scaler = FeatureScaler.fit(scaling, features, part.train().rows());
    double[][] means = new double[labels.classCount()][features.dimension()];
    int[] counts = new int[labels.classCount()];
    for (ImmutableIntArray rows : ImmutableList.of(part.train().rows(), part.validation().rows())) {
      float[] row = new float[features.dimension()];
      double[] scaled = new double[row.length];
      for (int i = 0; i < rows.length(); i++) {
        int label = labels.values().get(rows.get(i));
        features.copyRow(rows.get(i), row, 0);
        scaler.apply(row, scaled);
        Vectors.add(means[label], 1, scaled);
        counts[label]++;
      }
    }
    for (int c = 0; c < means.length; c++) {
      if (counts[c] > 0) {
        Vectors.scale(means[c], 1.0 / counts[c]);
      }
    }
    return new Means(scaler, means, ImmutableIntArray.copyOf(counts));
  }

  @Override
  public String description() {
    return "nearest class mean: %s; Euclidean distance to the mean of train and validation rows;"
            .formatted(scaling.description())
        + " probabilities softmax(-distance²/2)";
  }

  @Override
  public String toString() {
    return description();
  }

  private static final class Means implements Head {
    private final FeatureScaler scaler;
    private final double[][] means;
    private final ImmutableIntArray counts;

    Means(FeatureScaler scaler, double[][] means, ImmutableIntArray counts) {
      this.scaler = scaler;
      this.means = means;
      this.counts = counts;
    }

    @Override
    public int classCount() {
      return means.length;
    }

    @Override
    public float[] probabilities(FeatureMatrix features, int row) {
      int dimension = means[0].length;
      if (features.dimension() != dimension) {
        throw new IllegalArgumentException(
            "This head was fitted on features of dimension %d, but these have %d"
                .formatted(dimension, features.dimension()));
      }
      double[] scaled = new double[dimension];
      scaler.apply(features.row(row), scaled);
      double[] logits = new double[means.length];
      for (int c = 0; c < logits.length; c++) {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
          double difference = scaled[i] - means[c][i];
          sum += difference * difference;
        }
        logits[c] = counts.get(c) == 0 ? Double.NEGATIVE_INFINITY : -sum / 2;
      }
      return Softmax.probabilities(logits);
    }
  }
}
