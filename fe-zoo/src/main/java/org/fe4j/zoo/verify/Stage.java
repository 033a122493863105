package org.fe4j.zoo.verify;

import com.google.common.collect.ImmutableList;

/**
 * What the reference implementation saw behind one of its modules, over both images: for finding
 * where a difference starts.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name of the module
 * @param sizes of its output, the batch of two first
 * @param mean of all values
 * @param deviation of all values
 * @param first its first four values
 */
public record Stage(
    String name,
    ImmutableList<Integer> sizes,
    double mean,
    double deviation,
    ImmutableList<Double> first) {

  /** Returns one line of a table. */
  @Override
  public String toString() {
    return "%-40s %-22s mean %13.6g  deviation %13.6g  first %s"
        .formatted(name, sizes, mean, deviation, first);
  }
}
