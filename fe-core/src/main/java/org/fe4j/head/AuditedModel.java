package org.fe4j.head;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;

/**
 * Where a model stood among others under each setting of the head.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name the model
 * @param ranks its rank by accuracy under each setting, 1 being the best; equal accuracies share
 *     their mean rank
 * @param dependsOnSettings whether its rank depends on the head's settings by more than noise; see
 *     {@link AuditSummary}
 */
public record AuditedModel(String name, ImmutableDoubleArray ranks, boolean dependsOnSettings) {

  /** Returns the lowest rank. */
  public double best() {
    return ranks.stream().min().orElseThrow();
  }

  /** Returns the highest rank. */
  public double worst() {
    return ranks.stream().max().orElseThrow();
  }

  /** Returns the median rank; of an even number the mean of the middle two. */
  public double median() {
    double[] sorted = ranks.toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
