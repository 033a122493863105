package org.fe4j.metrics;

/**
 * How well one class is recognised. Where a denominator is zero, the figure is 0.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name what the class is called
 * @param precision of the rows predicted to be of the class, the share that are
 * @param recall of the rows of the class, the share predicted to be
 * @param f1 the harmonic mean of precision and recall, computed as {@code 2 tp / (2 tp + fp + fn)}
 * @param support the number of rows of the class
 */
public record ClassMetrics(String name, double precision, double recall, double f1, int support) {

  static ClassMetrics of(String name, ConfusionMatrix confusion, int classIndex) {
    int right = confusion.count(classIndex, classIndex);
    int support = confusion.trueCount(classIndex);
    int predicted = confusion.predictedCount(classIndex);
    return new ClassMetrics(
        name,
        ratio(right, predicted),
        ratio(right, support),
        ratio(2L * right, (long) predicted + support),
        support);
  }

  private static double ratio(long numerator, long denominator) {
    return denominator == 0 ? 0 : (double) numerator / denominator;
  }
}
