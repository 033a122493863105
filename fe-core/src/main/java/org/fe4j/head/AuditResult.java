package org.fe4j.head;

import com.google.common.collect.ImmutableList;

/**
 * What an audit of a model's features found.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param rows the number of rows that were tested, each counted once
 * @param settings each way of training, scaling by scaling and the learning rates in the order
 *     asked for
 */
public record AuditResult(int rows, ImmutableList<AuditedSetting> settings) {

  /**
   * Refuses a result of nothing.
   *
   * @throws IllegalArgumentException if there is no row or no setting
   */
  public AuditResult {
    if (rows < 1 || settings.isEmpty()) {
      throw new IllegalArgumentException(
          "An audit of %d rows under %d settings says nothing; there must be one of each at least"
              .formatted(rows, settings.size()));
    }
  }
}
