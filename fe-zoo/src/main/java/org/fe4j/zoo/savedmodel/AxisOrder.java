package org.fe4j.zoo.savedmodel;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fe4j.zoo.graph.Shape;

/**
 * The order in which the axes of a value lie in memory, the slowest first, without the batch: a map
 * (C, H, W) that is stored as (H, W, C) has the order 1, 2, 0. Exchanging axes and most changes of
 * shape then move no element; where one must, {@link #forReshape} says how.
 *
 * @param axes each axis of the value once
 */
record AxisOrder(ImmutableList<Integer> axes) {

  /** (C, H, W) as (H, W, C). */
  static final AxisOrder CHANNELS_LAST = new AxisOrder(ImmutableList.of(1, 2, 0));

  /** Returns the order of the axes themselves, as in Java or C. */
  static AxisOrder rowMajor(int rank) {
    return new AxisOrder(IntStream.range(0, rank).boxed().collect(ImmutableList.toImmutableList()));
  }

  /** Returns the sizes as they lie in memory. */
  ImmutableList<Integer> stored(Shape shape) {
    return axes.stream().map(shape::size).collect(ImmutableList.toImmutableList());
  }

  /** Returns where an axis lies in memory; a negative axis counts from the end. */
  int position(int axis) {
    return axes.indexOf(axis < 0 ? axis + axes.size() : axis);
  }

  /** Returns whether elements of this shape lie the same in both orders. */
  boolean sameMemory(AxisOrder other, Shape shape) {
    return withoutOnes(shape).equals(other.withoutOnes(shape));
  }

  private List<Integer> withoutOnes(Shape shape) {
    return axes.stream().filter(axis -> shape.size(axis) != 1).toList();
  }

  /** Returns, for each position of another order, the position here: what a transposition takes. */
  ImmutableList<Integer> positionsOf(AxisOrder other) {
    return other.axes.stream().map(axes::indexOf).collect(ImmutableList.toImmutableList());
  }

  /** Returns the order of the same memory after axis {@code i} has become axis {@code from[i]}. */
  AxisOrder permuted(List<Integer> from) {
    return new AxisOrder(axes.stream().map(from::indexOf).collect(ImmutableList.toImmutableList()));
  }

  /** Returns the order without the given axes, which have disappeared. */
  AxisOrder without(List<Integer> gone) {
    return new AxisOrder(
        axes.stream()
            .filter(axis -> !gone.contains(axis))
            .map(axis -> axis - (int) gone.stream().filter(other -> other < axis).count())
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * Returns the order nearest to this one in which a value can take another shape without moving an
   * element: axes that merge lie beside each other, in their order.
   */
  AxisOrder forReshape(Shape from, Shape to) {
    List<Group> groups = new ArrayList<>(groups(from, to));
    groups.sort(Comparator.comparingInt(group -> firstPosition(group, from)));
    ImmutableList.Builder<Integer> order = ImmutableList.builder();
    groups.forEach(group -> order.addAll(group.from));
    return new AxisOrder(order.build());
  }

  /** Returns the order of the new axes, where this order needs no element to be moved. */
  Optional<AxisOrder> reshaped(Shape from, Shape to) {
    if (!sameMemory(forReshape(from, to), from)) {
      return Optional.empty();
    }
    List<Group> groups = new ArrayList<>(groups(from, to));
    groups.sort(Comparator.comparingInt(group -> firstPosition(group, from)));
    ImmutableList.Builder<Integer> order = ImmutableList.builder();
    groups.forEach(group -> order.addAll(group.to));
    return Optional.of(new AxisOrder(order.build()));
  }

  /** Sizes of 1 lie anywhere, so that they do not say where a group lies. */
  private int firstPosition(Group group, Shape from) {
    return group.from.stream()
        .filter(axis -> from.size(axis) != 1)
        .mapToInt(this::position)
        .min()
        .orElse(axes.size());
  }

  /** Axes that become other axes with as many elements. */
  private record Group(ImmutableList<Integer> from, ImmutableList<Integer> to) {}

  /** Returns the smallest groups, from the first axes to the last. */
  private static ImmutableList<Group> groups(Shape from, Shape to) {
    ImmutableList.Builder<Group> groups = ImmutableList.builder();
    int i = 0;
    int j = 0;
    while (i < from.rank() || j < to.rank()) {
      int beginFrom = i;
      int beginTo = j;
      long elementsFrom = i < from.rank() ? from.size(i++) : 1;
      long elementsTo = j < to.rank() ? to.size(j++) : 1;
      while (elementsFrom != elementsTo) {
        if (elementsFrom < elementsTo) {
          elementsFrom *= from.size(i++);
        } else {
          elementsTo *= to.size(j++);
        }
      }
      groups.add(new Group(range(beginFrom, i), range(beginTo, j)));
    }
    return groups.build();
  }

  private static ImmutableList<Integer> range(int begin, int end) {
    return IntStream.range(begin, end).boxed().collect(ImmutableList.toImmutableList());
  }
}
