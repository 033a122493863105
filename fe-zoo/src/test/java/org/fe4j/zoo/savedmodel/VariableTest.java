package org.fe4j.zoo.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Collections2;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.StoredTensor;
import org.fe4j.zoo.compiler.MemoryCheckpoint;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariableTest {

  private static Variable variable(Parameter parameter, Shape view, AxisOrder order) {
    return new Variable("x", parameter, view, order, FloatType.FLOAT32);
  }

  private static float[] written(Variable variable, int blockElements) throws IOException {
    float[] elements = new float[Math.toIntExact(variable.view().elements())];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = i;
    }
    Parameter parameter = variable.parameter();
    ParameterValues values =
        ParameterValues.of(
            new MemoryCheckpoint().put(parameter.name(), parameter.shape(), elements));
    ByteBuffer buffer = bytes(variable, values, blockElements);
    float[] found = new float[buffer.remaining() / Float.BYTES];
    buffer.asFloatBuffer().get(found);
    return found;
  }

  private static ByteBuffer bytes(Variable variable, ParameterValues values, int blockElements)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    variable.writeTo(
        values,
        blockElements,
        piece -> {
          byte[] copy = new byte[piece.remaining()];
          piece.get(copy);
          bytes.writeBytes(copy);
        });
    return ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static float[] expected(Shape view, AxisOrder order) {
    int[] elements = MemoryOrder.elements(view, order);
    float[] expected = new float[elements.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = elements[i];
    }
    return expected;
  }

  @ParameterizedTest
  @ValueSource(strings = {"4,7", "7,1", "3,4,5", "1,6,2", "2,3,4,5", "5,1,3,3"})
  void liesInAnyOrderWhateverTheSizeOfBlocks(String sizes) throws IOException {
    Shape view = Shape.of(List.of(sizes.split(",")).stream().map(Integer::valueOf).toList());
    List<Integer> axes = IntStream.range(0, view.rank()).boxed().toList();
    for (List<Integer> permutation : Collections2.permutations(axes)) {
      AxisOrder order = new AxisOrder(ImmutableList.copyOf(permutation));
      Variable variable =
          variable(Parameter.stored("x", Shape.of((int) view.elements())), view, order);
      assertThat(variable.sizes()).isEqualTo(order.stored(view));
      assertThat(variable.byteSize()).isEqualTo(4 * view.elements());
      for (int blockElements : new int[] {1, 7, 16, 1000}) {
        assertThat(written(variable, blockElements))
            .as("%s in %s, blocks of %s", view, order, blockElements)
            .isEqualTo(expected(view, order));
      }
    }
  }

  /** More elements than are read or written at once. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100_000, Variable.BLOCK_ELEMENTS})
  void isWrittenInPieces(int blockElements) throws IOException {
    Shape view = Shape.of(401, 3, 173);
    Parameter parameter = Parameter.stored("x", view);
    for (AxisOrder order :
        List.of(
            AxisOrder.rowMajor(3),
            AxisOrder.CHANNELS_LAST,
            new AxisOrder(ImmutableList.of(2, 1, 0)))) {
      assertThat(written(variable(parameter, view, order), blockElements))
          .isEqualTo(expected(view, order));
    }
  }

  /** Weights of convolutions of single pixels are the largest that lie in another order. */
  @Test
  void blocksAreSmallWhereTheSlowestAxesAreSinglePixels() throws IOException {
    Shape view = Shape.of(400, 300, 1, 1);
    Parameter parameter = Parameter.stored("x", view);
    MemoryCheckpoint checkpoint =
        new MemoryCheckpoint().put("x", view, new float[Math.toIntExact(view.elements())]);
    CountingCheckpoint counting = new CountingCheckpoint(checkpoint);
    AxisOrder order = new AxisOrder(ImmutableList.of(2, 3, 1, 0));
    List<Long> read = new ArrayList<>();
    variable(parameter, view, order)
        .writeTo(ParameterValues.of(counting), 1000, piece -> read.add(counting.elements));
    // What has been read is written, but for less than one block.
    assertThat(read).hasSize(2);
    assertThat(read.get(0)).isBetween(1L << 16, (1L << 16) + 1000);
    assertThat(read.get(1)).isEqualTo(view.elements());
  }

  /** Counts the elements that are read. */
  private static final class CountingCheckpoint implements Checkpoint {
    private final Checkpoint checkpoint;
    private long elements;

    CountingCheckpoint(Checkpoint checkpoint) {
      this.checkpoint = checkpoint;
    }

    @Override
    public ImmutableMap<String, StoredTensor> tensors() {
      return checkpoint.tensors();
    }

    @Override
    public void read(String name, long begin, float[] target, int offset, int count) {
      elements += count;
      checkpoint.read(name, begin, target, offset, count);
    }

    @Override
    public void close() {
      checkpoint.close();
    }
  }

  @Test
  void isRoundedToBfloat16() throws IOException {
    // One step above 1 is 2^-7; halfway goes to the even neighbour.
    float[] elements = {1, 1 + 0x1p-8f, 1 + 3 * 0x1p-8f, 1 + 0x1p-8f + 0x1p-20f, -3.14159f, 0};
    Parameter parameter = Parameter.stored("x", Shape.of(2, 3));
    AxisOrder order = new AxisOrder(ImmutableList.of(1, 0));
    Variable variable = new Variable("x", parameter, Shape.of(2, 3), order, FloatType.BFLOAT16);
    assertThat(variable.byteSize()).isEqualTo(12);
    ParameterValues values =
        ParameterValues.of(new MemoryCheckpoint().put("x", Shape.of(2, 3), elements));
    short[] found = new short[6];
    bytes(variable, values, 100).asShortBuffer().get(found);
    assertThat(found).containsExactly(0x3f80, 0x3f81, 0x3f80, (short) 0xc049, 0x3f82, 0);
  }

  @Test
  void refusesAViewOfOtherElements() {
    Parameter parameter = Parameter.stored("conv.weight", Shape.of(6, 2));
    assertThatThrownBy(() -> variable(parameter, Shape.of(13), AxisOrder.rowMajor(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv.weight(6, 2) cannot be seen as (13,)");
  }
}
