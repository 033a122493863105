package org.fe4j.zoo.checkpoint;

import com.google.common.collect.ImmutableList;

/**
 * What a weight file says about one tensor.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name as in the file, without the prefix of a wrapping dict
 * @param type of its elements
 * @param sizes of its dimensions; empty for a scalar
 */
public record StoredTensor(String name, ElementType type, ImmutableList<Integer> sizes) {
  /** Twice what any backbone needs; more are a sign of damage, and cost heap. */
  static final int MAXIMUM_RANK = 16;

  /** Returns the number of elements. */
  public long elements() {
    return TensorLayout.elements(sizes);
  }
}
