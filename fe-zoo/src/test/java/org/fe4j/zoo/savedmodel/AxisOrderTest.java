package org.fe4j.zoo.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Collections2;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.fe4j.zoo.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisOrderTest {
  private static final int ROUNDS = 3000;

  private final Random random = new Random(5);

  private static AxisOrder order(Integer... axes) {
    return new AxisOrder(ImmutableList.copyOf(axes));
  }

  @Test
  void aMapLiesAsRowsOfPositionsOfChannels() {
    Shape map = Shape.of(3, 11, 8);
    assertThat(AxisOrder.CHANNELS_LAST.stored(map)).containsExactly(11, 8, 3);
    assertThat(AxisOrder.CHANNELS_LAST.position(0)).isEqualTo(2);
    assertThat(AxisOrder.CHANNELS_LAST.position(-1)).isEqualTo(1);
    assertThat(AxisOrder.CHANNELS_LAST.permuted(List.of(1, 2, 0))).isEqualTo(order(0, 1, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "map to tokens, as for a transformer | 6,11,8 | 6,88 | true",
        "channels in two groups, as in ShuffleNet | 6,11,8 | 2,3,11,8 | true",
        "rows and columns in windows, as in Swin | 6,8,8 | 6,2,4,2,4 | true",
        "with axes of size 1 | 6,11,8 | 1,6,1,88,1 | true",
        "one row, as before a classifier | 6,11,8 | 528 | false",
        "one row of a single position | 6,1,1 | 6 | true",
        "one row of a single channel | 1,11,8 | 88 | true",
        "channels merged with rows | 6,11,8 | 66,8 | false",
      })
  void reshapesOfAMapInMemory(String why, String from, String to, boolean stays) {
    assertThat(AxisOrder.CHANNELS_LAST.reshaped(shape(from), shape(to)).isPresent())
        .as(why)
        .isEqualTo(stays);
  }

  private static Shape shape(String sizes) {
    return Shape.of(Arrays.stream(sizes.split(",")).map(Integer::valueOf).toList());
  }

  @Test
  void ordersLieTheSameWhereEachElementDoes() {
    for (int round = 0; round < ROUNDS; round++) {
      Shape shape = randomShape();
      AxisOrder a = randomOrder(shape);
      AxisOrder b = randomOrder(shape);
      assertThat(a.sameMemory(b, shape))
          .as("%s, %s, %s", shape, a, b)
          .isEqualTo(Arrays.equals(MemoryOrder.elements(shape, a), MemoryOrder.elements(shape, b)));
    }
  }

  @Test
  void aTranspositionBringsOneOrderIntoAnother() {
    for (int round = 0; round < ROUNDS; round++) {
      Shape shape = randomShape();
      AxisOrder from = randomOrder(shape);
      AxisOrder to = randomOrder(shape);
      int[] memory = MemoryOrder.elements(shape, from);
      Shape stored = Shape.of(from.stored(shape));
      // Transposing is reading in the order of these positions.
      int[] read = MemoryOrder.elements(stored, new AxisOrder(from.positionsOf(to)));
      int[] moved = Arrays.stream(read).map(position -> memory[position]).toArray();
      assertThat(moved)
          .as("%s from %s to %s", shape, from, to)
          .isEqualTo(MemoryOrder.elements(shape, to));
    }
  }

  @Test
  void exchangingAxesMovesNoElement() {
    for (int round = 0; round < ROUNDS; round++) {
      Shape shape = randomShape();
      AxisOrder order = randomOrder(shape);
      List<Integer> from = randomOrder(shape).axes();
      Shape exchanged = Shape.of(from.stream().map(shape::size).toList());
      int[] memory = MemoryOrder.elements(shape, order);
      int[] expected = new int[memory.length];
      for (int position = 0; position < memory.length; position++) {
        int[] index = MemoryOrder.index(shape, memory[position]);
        int element = 0;
        for (int axis : from) {
          element = element * shape.size(axis) + index[axis];
        }
        expected[position] = element;
      }
      assertThat(MemoryOrder.elements(exchanged, order.permuted(from)))
          .as("%s in %s, axes from %s", shape, order, from)
          .isEqualTo(expected);
    }
  }

  @Test
  void whatRemainsOfAnOrderKeepsItsOrder() {
    assertThat(AxisOrder.CHANNELS_LAST.without(List.of(1, 2))).isEqualTo(order(0));
    assertThat(AxisOrder.CHANNELS_LAST.without(List.of(0))).isEqualTo(order(0, 1));
    assertThat(AxisOrder.CHANNELS_LAST.without(List.of(1))).isEqualTo(order(1, 0));
    assertThat(order(3, 1, 0, 2).without(List.of(1))).isEqualTo(order(2, 0, 1));
  }

  @Test
  void aReshapeMovesElementsOnlyWhereItMust() {
    int stayed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Shape from = randomShape();
      Shape to = regrouped(from);
      AxisOrder order = randomOrder(from);
      int[] memory = MemoryOrder.elements(from, order);
      boolean possible =
          Collections2.permutations(axes(to)).stream()
              .map(axes -> new AxisOrder(ImmutableList.copyOf(axes)))
              .anyMatch(other -> Arrays.equals(MemoryOrder.elements(to, other), memory));
      Optional<AxisOrder> reshaped = order.reshaped(from, to);
      assertThat(reshaped.isPresent()).as("%s in %s to %s", from, order, to).isEqualTo(possible);
      reshaped.ifPresent(found -> assertThat(MemoryOrder.elements(to, found)).isEqualTo(memory));
      stayed += possible ? 1 : 0;
    }
    assertThat(stayed).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
  }

  @Test
  void anOrderForAReshapeNeedsNoFurtherMove() {
    for (int round = 0; round < ROUNDS; round++) {
      Shape from = randomShape();
      Shape to = regrouped(from);
      AxisOrder order = randomOrder(from);
      AxisOrder ready = order.forReshape(from, to);
      AxisOrder reshaped = ready.reshaped(from, to).orElseThrow();
      assertThat(MemoryOrder.elements(to, reshaped))
          .as("%s in %s to %s", from, order, to)
          .isEqualTo(MemoryOrder.elements(from, ready));
      if (order.reshaped(from, to).isPresent()) {
        assertThat(order.sameMemory(ready, from)).isTrue();
      }
    }
  }

  private Shape randomShape() {
    int rank = 1 + random.nextInt(4);
    return Shape.of(IntStream.range(0, rank).mapToObj(i -> 1 + random.nextInt(4)).toList());
  }

  private AxisOrder randomOrder(Shape shape) {
    List<Integer> axes = axes(shape);
    Collections.shuffle(axes, random);
    return new AxisOrder(ImmutableList.copyOf(axes));
  }

  private static List<Integer> axes(Shape shape) {
    return new ArrayList<>(IntStream.range(0, shape.rank()).boxed().toList());
  }

  /** Returns another shape of as many elements: neighbours merged, sizes split, ones put in. */
  private Shape regrouped(Shape shape) {
    List<Integer> sizes = new ArrayList<>(shape.sizes());
    for (int change = 1 + random.nextInt(4); change > 0; change--) {
      int at = random.nextInt(sizes.size());
      int size = sizes.get(at);
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          if (at + 1 < sizes.size()) {
            sizes.set(at, size * sizes.remove(at + 1));
          }
        }
        case 2 -> {
          if (size % 2 == 0 && sizes.size() < 5) {
            sizes.set(at, size / 2);
            sizes.add(at, 2);
          }
        }
        default -> {
          if (sizes.size() < 5) {
            sizes.add(at, 1);
          }
        }
      }
    }
    return Shape.of(sizes);
  }
}
