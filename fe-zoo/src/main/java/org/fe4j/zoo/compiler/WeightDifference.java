package org.fe4j.zoo.compiler;

import com.google.common.collect.ImmutableList;

/**
 * What a graph reads and a weight file does not hold, and the other way round: one sentence a
 * tensor.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param misshapen tensors of another shape than the graph expects
 * @param missing tensors that the graph reads and the file does not hold
 * @param unexpected tensors that the file holds and the graph does not read
 */
public record WeightDifference(
    ImmutableList<String> misshapen,
    ImmutableList<String> missing,
    ImmutableList<String> unexpected) {

  /** Returns how many tensors do not fit. */
  public int count() {
    return misshapen.size() + missing.size() + unexpected.size();
  }
}
