package org.fe4j.examples.quickstart;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.head.Head;
import org.fe4j.head.HeadTrainer;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;

/**
 * The plainest head there is: a row belongs to the class whose mean is nearest. Has nothing to
 * choose or to stop, so that it uses the rows for stopping to fit as well.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class NearestClassMean implements HeadTrainer {

  /** Creates the trainer. */
  public NearestClassMean() {}

  @Override
  public ImmutableList<Head> fit(
      FeatureMatrix features, Labels labels, List<FittingPart> parts, ProgressListener progress) {
    return parts.stream()
        .map(part -> fit(features, labels, part))
        .collect(ImmutableList.toImmutableList());
  }

  private static Head fit(FeatureMatrix features, Labels labels, FittingPart part) {
    double[][] means = new double[labels.classCount()][features.dimension()];
    int[] counts = new int[labels.classCount()];
    add(features, labels, part.train().rows(), means, counts);
    add(features, labels, part.validation().rows(), means, counts);
    for (int c = 0; c < means.length; c++) {
      for (int j = 0; j < means[c].length; j++) {
        // A class without rows stays infinitely far away.
        means[c][j] = counts[c] == 0 ? Double.POSITIVE_INFINITY : means[c][j] / counts[c];
      }
    }
    return new Means(means);
  }

  private static void add(
      FeatureMatrix features,
      Labels labels,
      ImmutableIntArray rows,
      double[][] sums,
      int[] counts) {
    for (int i = 0; i < rows.length(); i++) {
      int label = labels.values().get(rows.get(i));
      float[] row = features.row(rows.get(i));
      for (int j = 0; j < row.length; j++) {
        sums[label][j] += row[j];
      }
      counts[label]++;
    }
  }

  @Override
  public String description() {
    return "nearest class mean";
  }

  private static final class Means implements Head {
    private final double[][] means;

    Means(double[][] means) {
      this.means = means;
    }

    @Override
    public int classCount() {
      return means.length;
    }

    @Override
    public float[] probabilities(FeatureMatrix features, int row) {
      float[] values = features.row(row);
      if (values.length != means[0].length) {
        throw new IllegalArgumentException(
            "Fitted on features of %d values, but found %d"
                .formatted(means[0].length, values.length));
      }
      int nearest = 0;
      double smallest = Double.POSITIVE_INFINITY;
      for (int c = 0; c < means.length; c++) {
        double sum = 0;
        for (int j = 0; j < values.length; j++) {
          double difference = values[j] - means[c][j];
          sum += difference * difference;
        }
        if (sum < smallest) {
          smallest = sum;
          nearest = c;
        }
      }
      float[] certain = new float[means.length];
      certain[nearest] = 1;
      return certain;
    }
  }
}
