package org.fe4j.feature;

import com.google.errorprone.annotations.Immutable;

/**
 * How features differ from reference features of the same images: those of another engine, in
 * another precision, or of another version.
 *
 * <p>Everything is computed in double. Two rows that are equal have a cosine of exactly 1, also
 * where all of their values are 0; where one of them has only zeros, it is 0.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param rows how many rows were compared, at least 1
 * @param dimension the length of a row, at least 1
 * @param smallestCosine the smallest cosine of a row with its reference, in [-1, 1]
 * @param meanCosine the mean over the rows, in [-1, 1]
 * @param largestDifference the largest absolute difference of two values, at least 0
 * @param largestValue the largest absolute value of the reference, at least 0
 */
@Immutable
public record FeatureComparison(
    int rows,
    int dimension,
    double smallestCosine,
    double meanCosine,
    double largestDifference,
    double largestValue) {

  /**
   * Compares row by row.
   *
   * @param reference what is taken for right
   * @param features of the same images in the same order
   * @throws IllegalArgumentException if there is no row, if the two differ in their rows or their
   *     dimension, or if a value is not finite
   */
  public static FeatureComparison of(FeatureMatrix reference, FeatureMatrix features) {
    if (reference.rows() != features.rows() || reference.dimension() != features.dimension()) {
      throw new IllegalArgumentException(
          "Features are compared row by row, but these are %d rows of %d values and the reference has %d rows of %d: take the same images and the same tap"
              .formatted(
                  features.rows(), features.dimension(), reference.rows(), reference.dimension()));
    }
    if (reference.rows() == 0) {
      throw new IllegalArgumentException("There is no row to compare");
    }
    Sums sums = new Sums();
    for (int row = 0; row < reference.rows(); row++) {
      sums.add(row, reference.row(row), features.row(row));
    }
    return new FeatureComparison(
        reference.rows(),
        reference.dimension(),
        sums.smallestCosine,
        sums.cosines / reference.rows(),
        sums.largestDifference,
        sums.largestValue);
  }

  /**
   * Returns the largest difference as a part of the largest value: 0 where nothing differs,
   * infinite where the reference has only zeros and the features have not.
   */
  public double relativeDifference() {
    return largestDifference == 0 ? 0 : largestDifference / largestValue;
  }

  /** What is gathered over the rows. */
  private static final class Sums {
    private double smallestCosine = 1;
    private double cosines;
    private double largestDifference;
    private double largestValue;

    void add(int row, float[] reference, float[] features) {
      double product = 0;
      double ofReference = 0;
      double ofFeatures = 0;
      for (int i = 0; i < reference.length; i++) {
        double wanted = finite(reference[i], row, i);
        double found = finite(features[i], row, i);
        product += wanted * found;
        ofReference += wanted * wanted;
        ofFeatures += found * found;
        largestDifference = Math.max(largestDifference, Math.abs(found - wanted));
        largestValue = Math.max(largestValue, Math.abs(wanted));
      }
      double cosine = cosine(product, ofReference, ofFeatures);
      smallestCosine = Math.min(smallestCosine, cosine);
      cosines += cosine;
    }

    private static double cosine(double product, double ofReference, double ofFeatures) {
      if (ofReference == 0 || ofFeatures == 0) {
        return ofReference == ofFeatures ? 1 : 0;
      }
      // The root of the product, not the product of the roots: of equal rows it is exact.
      double cosine = product / Math.sqrt(ofReference * ofFeatures);
      return Math.max(-1, Math.min(1, cosine));
    }

    private static double finite(float value, int row, int index) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "Value %d of row %d is %s: only finite features can be compared"
                .formatted(index, row, value));
      }
      return value;
    }
  }
}
