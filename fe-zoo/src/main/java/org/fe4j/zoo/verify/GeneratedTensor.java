package org.fe4j.zoo.verify;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.checkpoint.ElementType;

/**
 * A tensor of a golden's state dict. Element {@code i} of a float tensor is {@code base + scale *
 * u(name, i)}, each step in float32; integer tensors keep the values that they usually have.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name as in the checkpoint
 * @param type {@link ElementType#FLOAT32}, or an integer type
 * @param sizes of its dimensions; empty for a scalar
 * @param base the middle of the values; 0 for integers
 * @param scale half of their range; 0 for integers
 */
public record GeneratedTensor(
    String name, ElementType type, ImmutableList<Integer> sizes, float base, float scale) {

  /** Returns the number of elements. */
  public long elements() {
    long elements = 1;
    for (int size : sizes) {
      elements = Math.multiplyExact(elements, (long) size);
    }
    return elements;
  }
}
