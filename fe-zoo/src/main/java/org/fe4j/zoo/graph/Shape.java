package org.fe4j.zoo.graph;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * The sizes of a tensor. For a value of the graph they leave out the batch dimension, which every
 * value has in front: {@code (3, 224, 224)} is a batch of three-channel maps. For a parameter they
 * are all there is.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param sizes the sizes, each at least 0; empty for a scalar
 */
public record Shape(ImmutableList<Integer> sizes) {

  /** Refuses negative sizes. */
  public Shape {
    for (int size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException("A shape has no negative sizes, but found " + sizes);
      }
    }
  }

  /** Returns the shape with these sizes. */
  public static Shape of(Integer... sizes) {
    return new Shape(ImmutableList.copyOf(sizes));
  }

  /** Returns the shape with these sizes. */
  public static Shape of(List<Integer> sizes) {
    return new Shape(ImmutableList.copyOf(sizes));
  }

  /** Returns the number of dimensions. */
  public int rank() {
    return sizes.size();
  }

  /** Returns the size of a dimension; a negative axis counts from the end, as in numpy. */
  public int size(int axis) {
    return sizes.get(axis < 0 ? axis + rank() : axis);
  }

  /** Returns the number of elements. */
  public long elements() {
    long elements = 1;
    for (int size : sizes) {
      elements = Math.multiplyExact(elements, (long) size);
    }
    return elements;
  }

  /** Returns this shape with another size at an axis; a negative axis counts from the end. */
  public Shape with(int axis, int size) {
    int changed = axis < 0 ? axis + rank() : axis;
    ImmutableList.Builder<Integer> result = ImmutableList.builder();
    for (int i = 0; i < rank(); i++) {
      result.add(i == changed ? size : sizes.get(i));
    }
    return new Shape(result.build());
  }

  /** Returns the sizes as Python writes a tuple: {@code (64, 3, 7, 7)}. */
  @Override
  public String toString() {
    return "(" + Joiner.on(", ").join(sizes) + (rank() == 1 ? ",)" : ")");
  }
}
