package org.fe4j.zoo.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.GridResampling;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ParameterSource;
import org.fe4j.zoo.graph.ReferenceParameters;
import org.fe4j.zoo.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterValuesTest {
  private static final Parameter WEIGHT = Parameter.stored("weight", Shape.of(6, 2, 3, 1));
  private static final Parameter MATRIX = Parameter.stored("matrix", Shape.of(5, 7));
  private static final Parameter OTHER = Parameter.stored("other", Shape.of(2, 7));
  private static final Parameter GRID = Parameter.stored("grid", Shape.of(1, 26, 2));
  private static final Parameter TABLE = Parameter.stored("table", Shape.of(1, 9, 2));
  private static final Parameter COORDINATES = Parameter.stored("coordinates", Shape.of(3, 3, 2));
  private static final Parameter HIDDEN = Parameter.stored("hidden", Shape.of(6, 2));
  private static final Parameter OUTPUT = Parameter.stored("output", Shape.of(2, 6));
  private static final Parameter SQUARE = Parameter.stored("square", Shape.of(6, 6, 1, 1));
  private static final ParameterSource CONTINUOUS =
      new ParameterSource.ContinuousPositions(COORDINATES, HIDDEN, channels("shift"), OUTPUT);
  private static final Op.BatchNormalization NORMALIZATION =
      new Op.BatchNormalization(
          channels("scale"), channels("shift"), channels("mean"), channels("variance"), 1e-3);

  private final MemoryCheckpoint checkpoint = new MemoryCheckpoint();
  private final ParameterValues values = ParameterValues.of(checkpoint);

  ParameterValuesTest() {
    Stream.concat(
            Stream.of(WEIGHT, MATRIX, OTHER, GRID, TABLE, COORDINATES, HIDDEN, OUTPUT, SQUARE),
            NORMALIZATION.parameters().stream())
        .forEach(
            parameter -> {
              float[] elements = new float[(int) parameter.shape().elements()];
              for (int i = 0; i < elements.length; i++) {
                elements[i] = (float) Math.sin(parameter.name().hashCode() + i) + 1.5f;
              }
              checkpoint.put(parameter.name(), parameter.shape(), elements);
            });
  }

  static Stream<Parameter> parameters() {
    Parameter folded =
        new Parameter("w", WEIGHT.shape(), new ParameterSource.FoldedWeight(WEIGHT, NORMALIZATION));
    ImmutableList<Parameter> parts = ImmutableList.of(MATRIX, OTHER, MATRIX);
    Parameter concatenated =
        new Parameter("c", Shape.of(12, 7), new ParameterSource.Concatenated(parts));
    return Stream.of(
        WEIGHT,
        folded,
        new Parameter("f", WEIGHT.shape(), new ParameterSource.FoldedWeight(folded, NORMALIZATION)),
        new Parameter("b", Shape.of(6), new ParameterSource.FoldedBias(Bias.none(), NORMALIZATION)),
        new Parameter(
            "b",
            Shape.of(6),
            new ParameterSource.FoldedBias(Bias.of(channels("mean")), NORMALIZATION)),
        new Parameter("n", Shape.of(6), new ParameterSource.NormalizationFactors(NORMALIZATION)),
        new Parameter(
            "m", Shape.of(2), new ParameterSource.MovedBias(OUTPUT, channels("mean"), Bias.none())),
        new Parameter(
            "m",
            Shape.of(6),
            new ParameterSource.MovedBias(SQUARE, channels("mean"), Bias.of(channels("shift")))),
        concatenated,
        new Parameter("r", Shape.of(3, 7), new ParameterSource.Rows(MATRIX, 2, 3)),
        new Parameter("r", Shape.of(4, 7), new ParameterSource.Rows(concatenated, 4, 4)),
        new Parameter("t", Shape.of(7, 5), new ParameterSource.Transposed(MATRIX)),
        new Parameter("t", Shape.of(7, 12), new ParameterSource.Transposed(concatenated)),
        new Parameter("z", Shape.of(3, 4), new ParameterSource.Zeros()),
        new Parameter(
            "s", WEIGHT.shape(), new ParameterSource.ScaledRows(WEIGHT, channels("scale"))),
        new Parameter(
            "s", Shape.of(6), new ParameterSource.ScaledRows(channels("mean"), channels("scale"))),
        new Parameter("e", MATRIX.shape(), new ParameterSource.Exponential(MATRIX, 1.6)));
  }

  static Stream<Parameter> positions() {
    Parameter table = new Parameter("c", Shape.of(9, 2), CONTINUOUS);
    Parameter relative =
        new Parameter("p", Shape.of(2, 4, 4), new ParameterSource.RelativePositionBias(TABLE, 2));
    return Stream.of(
        new Parameter("g", Shape.of(9, 2), grid(3, GridResampling.OFFSET)),
        new Parameter("g", Shape.of(16, 2), grid(4, GridResampling.CORNERS_ALIGNED)),
        new Parameter("g", Shape.of(4, 2), grid(2, GridResampling.ANTIALIASED)),
        table,
        relative,
        new Parameter("p", Shape.of(2, 4, 4), new ParameterSource.RelativePositionBias(table, 2)),
        new Parameter(
            "w", Shape.of(9, 2, 4, 4), new ParameterSource.ShiftedWindows(relative, 3, 2, 1)));
  }

  private static ParameterSource grid(int side, GridResampling resampling) {
    return new ParameterSource.ResizedGrid(GRID, 1, 5, side, resampling);
  }

  @ParameterizedTest
  @MethodSource({"parameters", "positions"})
  void anyPieceIsTheFormulaInFloat64RoundedOnce(Parameter parameter) {
    double[] expected = ReferenceParameters.of(checkpoint).values(parameter);
    int elements = (int) parameter.shape().elements();
    for (int begin = 0; begin <= elements; begin++) {
      for (int count = 0; begin + count <= elements; count++) {
        float[] target = new float[count + 2];
        values.read(parameter, begin, target, 1, count);
        assertThat(target[0]).isZero();
        assertThat(target[count + 1]).isZero();
        for (int i = 0; i < count; i++) {
          // Sums in another order may round to the neighbour.
          float exact = (float) expected[begin + i];
          assertThat(target[1 + i]).isCloseTo(exact, within(Math.ulp(exact)));
        }
      }
    }
  }

  @Test
  void noFormulaIsWithoutAParameter() {
    Set<Class<?>> tested =
        Stream.concat(parameters(), positions())
            .map(parameter -> parameter.source().getClass())
            .collect(Collectors.toSet());
    assertThat(tested).contains(ParameterSource.class.getPermittedSubclasses());
  }

  @Test
  void refusesElementsThatAreNotThere() {
    assertThatThrownBy(() -> values.read(MATRIX, 30, new float[10], 0, 6))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("matrix(5, 7) has no elements 30 to 36");
    assertThatThrownBy(() -> values.read(MATRIX, 0, new float[10], 6, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static Parameter channels(String name) {
    return Parameter.stored(name, Shape.of(6));
  }
}
