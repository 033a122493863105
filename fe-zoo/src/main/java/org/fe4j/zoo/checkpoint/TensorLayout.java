package org.fe4j.zoo.checkpoint;

import com.google.common.collect.ImmutableList;
import java.util.Collections;
import java.util.List;

/**
 * Where a tensor's elements lie in the file.
 *
 * @param tensor what the file says about it
 * @param position of the element with all indices 0, in bytes from the beginning of the file
 * @param strides elements from one index to the next, by dimension; at least 0
 * @param elements the product of the sizes
 * @param contiguous whether the elements lie one after another in row-major order
 */
record TensorLayout(
    StoredTensor tensor,
    long position,
    ImmutableList<Long> strides,
    long elements,
    boolean contiguous) {

  /** Returns the layout of a tensor stored in row-major order. */
  static TensorLayout rowMajor(StoredTensor tensor, long position) {
    return strided(tensor, position, rowMajorStrides(tensor.sizes()));
  }

  /**
   * Returns the layout of a view.
   *
   * @throws ArithmeticException if it has more than 2^63 - 1 elements
   */
  static TensorLayout strided(StoredTensor tensor, long position, List<Long> strides) {
    List<Integer> sizes = tensor.sizes();
    List<Long> adjoining = rowMajorStrides(sizes);
    long elements = elements(sizes);
    boolean contiguous = true;
    for (int axis = 0; axis < sizes.size(); axis++) {
      contiguous &= sizes.get(axis) <= 1 || strides.get(axis).equals(adjoining.get(axis));
    }
    return new TensorLayout(
        tensor, position, ImmutableList.copyOf(strides), elements, contiguous || elements == 0);
  }

  /** Returns the same layout under another name. */
  TensorLayout named(String name) {
    return new TensorLayout(
        new StoredTensor(name, tensor.type(), tensor.sizes()),
        position,
        strides,
        elements,
        contiguous);
  }

  /**
   * Returns the product of sizes.
   *
   * @throws ArithmeticException if it exceeds 2^63 - 1
   */
  static long elements(List<Integer> sizes) {
    if (sizes.contains(0)) {
      return 0;
    }
    long elements = 1;
    for (int size : sizes) {
      elements = Math.multiplyExact(elements, (long) size);
    }
    return elements;
  }

  private static List<Long> rowMajorStrides(List<Integer> sizes) {
    if (sizes.contains(0)) {
      return Collections.nCopies(sizes.size(), 0L);
    }
    Long[] strides = new Long[sizes.size()];
    long stride = 1;
    for (int axis = sizes.size() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride = Math.multiplyExact(stride, (long) sizes.get(axis));
    }
    return List.of(strides);
  }
}
