package org.fe4j.zoo.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shapes that operations give, and inputs that they do not take. */
class OpShapeTest {
  private static final Similarity PRODUCT = new Similarity.Product(1);

  private static Op attention(int heads, Shape bias) {
    return new Op.Attention(heads, PRODUCT, Bias.of(Parameter.stored("bias", bias)));
  }

  @Test
  void inferTheShapeOfTheResult() {
    Shape map = Shape.of(8, 5, 7);
    assertThat(new Op.Multiply().infer(List.of(map, Shape.of(8, 1, 1)))).isEqualTo(map);
    assertThat(new Op.Pad(ImmutableList.of(0, 2, 1)).infer(List.of(map)))
        .isEqualTo(Shape.of(8, 7, 8));
    assertThat(new Op.Roll(ImmutableList.of(1, 2), -3).infer(List.of(map))).isEqualTo(map);
    Parameter channels = Parameter.stored("p", Shape.of(1, 1, 1, 8));
    assertThat(new Op.GlobalResponseNormalization(channels, channels, 1e-6).infer(List.of(map)))
        .isEqualTo(map);
    Shape windows = Shape.of(4, 9, 8);
    assertThat(attention(2, Shape.of(2, 9, 9)).infer(List.of(windows, windows, windows)))
        .isEqualTo(windows);
    Shape keys = Shape.of(11, 8);
    Op.Attention plain = new Op.Attention(2, PRODUCT, Bias.none());
    assertThat(plain.infer(List.of(Shape.of(3, 8), keys, keys))).isEqualTo(Shape.of(3, 8));
  }

  static Stream<Arguments> refused() {
    Shape map = Shape.of(8, 5, 7);
    Shape windows = Shape.of(4, 9, 8);
    List<Shape> self = List.of(windows, windows, windows);
    Parameter three = Parameter.stored("p", Shape.of(3));
    return Stream.of(
        Arguments.of(
            "factor of other channels", new Op.Multiply(), List.of(map, Shape.of(4, 1, 1))),
        Arguments.of("factor of fewer axes", new Op.Multiply(), List.of(map, Shape.of(8))),
        Arguments.of("scale of other channels", new Op.Scale(three, 0), List.of(map)),
        Arguments.of(
            "responses of other channels",
            new Op.GlobalResponseNormalization(three, three, 1e-6),
            List.of(map)),
        Arguments.of(
            "responses of tokens",
            new Op.GlobalResponseNormalization(three, three, 1e-6),
            List.of(Shape.of(88, 3))),
        Arguments.of("norm of a number", new Op.L2Normalization(), List.of(Shape.of())),
        Arguments.of("norm of two values", new Op.L2Normalization(), List.of(map, map)),
        Arguments.of("softmax of a number", new Op.Softmax(), List.of(Shape.of())),
        Arguments.of("a count too few", new Op.Pad(ImmutableList.of(1, 1)), List.of(map)),
        Arguments.of("negative count", new Op.Pad(ImmutableList.of(0, -1, 0)), List.of(map)),
        Arguments.of("no such axis", new Op.Roll(ImmutableList.of(3), 1), List.of(map)),
        Arguments.of("token of other channels", new Op.Learned(three, Shape.of(1, 4)), List.of()),
        Arguments.of("heads that do not divide", attention(3, Shape.of(3, 9, 9)), self),
        Arguments.of("bias of other windows", attention(2, Shape.of(5, 2, 9, 9)), self),
        Arguments.of("bias of other positions", attention(2, Shape.of(2, 9, 8)), self),
        Arguments.of(
            "keys of other windows",
            attention(2, Shape.of(2, 9, 9)),
            List.of(windows, Shape.of(2, 9, 8), Shape.of(2, 9, 8))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void namesOperationAndShapesThatDoNotFit(String why, Op op, List<Shape> inputs) {
    assertThatThrownBy(() -> op.infer(inputs))
        .as(why)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(op.toString());
  }
}
