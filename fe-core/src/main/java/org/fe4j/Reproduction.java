package org.fe4j;

import com.google.common.collect.ImmutableList;
import org.fe4j.metrics.MetricsReport;

/**
 * A report and the same evaluation run again.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param before the report that was reproduced
 * @param after the report of the run now
 * @param differences what is not the same, a sentence each: figures, predictions, what computed
 *     them; empty where all is the same
 */
public record Reproduction(
    MetricsReport before, MetricsReport after, ImmutableList<String> differences) {

  /** Returns whether every prediction is the same to the bit. */
  public boolean samePredictions() {
    return before.predictions().equals(after.predictions());
  }

  /** Returns a text for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        samePredictions()
            ? "Reproduced: all %d predictions are the same to the bit.%n"
                .formatted(after.predictions().size())
            : "Not the same predictions.%n".formatted());
    differences.forEach(difference -> text.append("- ").append(difference).append('\n'));
    return text.toString();
  }
}
