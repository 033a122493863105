package org.fe4j.zoo.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Ordering;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.engine.Engines;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.compiler.MemoryCheckpoint;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

class VariablesWriterTest {
  private static final String DATA = "variables.data-00000-of-00001";
  private static final String INDEX = "variables.index";

  private final MemoryCheckpoint checkpoint = new MemoryCheckpoint();

  private Variable variable(String name, Shape shape, AxisOrder order) {
    float[] elements = new float[(int) shape.elements()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = name.hashCode() % 1000 + i / 8f;
    }
    checkpoint.put(name, shape, elements);
    return new Variable(name, Parameter.stored(name, shape), shape, order, FloatType.FLOAT32);
  }

  private float[] values(Variable variable) {
    float[] elements = new float[(int) variable.view().elements()];
    ParameterValues.of(checkpoint).read(variable.parameter(), 0, elements, 0, elements.length);
    float[] stored = new float[elements.length];
    int[] order = MemoryOrder.elements(variable.view(), variable.order());
    for (int i = 0; i < stored.length; i++) {
      stored[i] = elements[order[i]];
    }
    return stored;
  }

  private List<Long> write(Path folder, ImmutableList<Variable> variables) throws Exception {
    List<Long> progress = new ArrayList<>();
    VariablesWriter.write(
        folder, variables, ParameterValues.of(checkpoint), Durability.ON_DISK, progress::add);
    return progress;
  }

  @Test
  void anIndependentReaderFindsEachVariable(@TempDir Path folder) throws Exception {
    ImmutableList<Variable> variables =
        ImmutableList.of(
            variable("z/first", Shape.of(3, 4), new AxisOrder(ImmutableList.of(1, 0))),
            variable("conv_1", Shape.of(2, 3, 5), AxisOrder.rowMajor(3)),
            variable("conv", Shape.of(), AxisOrder.rowMajor(0)),
            variable(
                "conv.weight", Shape.of(6, 2, 1, 3), new AxisOrder(ImmutableList.of(2, 3, 1, 0))));
    assertThat(write(folder, variables)).containsExactly(48L, 168L, 172L, 316L);

    ImmutableMap<String, ByteString> entries =
        TableReader.entries(Files.readAllBytes(folder.resolve(INDEX)));
    assertThat(entries.keySet()).containsExactly("", "conv", "conv.weight", "conv_1", "z/first");
    BundleHeaderProto header = BundleHeaderProto.parseFrom(entries.get(""));
    assertThat(header.getNumShards()).isEqualTo(1);
    assertThat(header.getEndianness()).isEqualTo(BundleHeaderProto.Endianness.LITTLE);
    assertThat(header.getVersion().getProducer()).isEqualTo(1);

    byte[] data = Files.readAllBytes(folder.resolve(DATA));
    long end = 0;
    for (Variable variable : variables) {
      BundleEntryProto entry = BundleEntryProto.parseFrom(entries.get(variable.name()));
      assertThat(entry.getDtype()).isEqualTo(org.tensorflow.proto.DataType.DT_FLOAT);
      assertThat(entry.getShardId()).isZero();
      assertThat(entry.getShape().getDimList())
          .extracting(TensorShapeProto.Dim::getSize)
          .containsExactlyElementsOf(variable.sizes().stream().map(Integer::longValue).toList());
      assertThat(entry.getOffset()).isEqualTo(end);
      assertThat(entry.getSize()).isEqualTo(variable.byteSize());
      end += entry.getSize();
      byte[] bytes = Arrays.copyOfRange(data, (int) entry.getOffset(), (int) end);
      assertThat(TableReader.unmasked(entry.getCrc32C())).isEqualTo(TableReader.crc32c(bytes));
      float[] found = new float[bytes.length / Float.BYTES];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(found);
      assertThat(found).as(variable.name()).isEqualTo(values(variable));
    }
    assertThat(data).hasSize((int) end);
  }

  @Test
  void writesNothingOverAFileThatIsThere(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve(DATA), "here");
    assertThatThrownBy(() -> write(folder, ImmutableList.of()))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(folder.resolve(DATA)).hasContent("here");
  }

  /** So many keys that a reader has to halve its way to each, with names that begin alike. */
  @Test
  void tensorFlowFindsEachOfThousands(@TempDir Path folder) throws Exception {
    int count = 2000;
    GraphBuilder builder = new GraphBuilder();
    Node x = builder.flatten(builder.image(1, 1, List.of(0.5, 0.5, 0.5), List.of(1.0, 1.0, 1.0)));
    for (int i = 0; i < count; i++) {
      x = builder.addParameter(x, "layer" + i + ".b".repeat(i % 70) + "." + i % 7, Shape.of(3));
    }
    builder.tap("out", x);
    Graph graph = builder.build();
    Path model = folder.resolve("model");
    new SavedModelCompiler()
        .program(
            graph,
            ParameterValues.of(MemoryCheckpoint.random(graph, 4)),
            DeviceKind.CPU,
            Precision.FP32)
        .write(model, Durability.IN_MEMORY, ProgressListener.NONE);
    byte[] index = Files.readAllBytes(model.resolve("variables").resolve(INDEX));
    List<String> keys = TableReader.entries(index).keySet().asList();
    assertThat(keys).hasSize(count + 1);
    assertThat(Ordering.natural().isStrictlyOrdered(keys)).isTrue();

    Engines.start(Engines.TENSORFLOW);
    MemoryCheckpoint expected = MemoryCheckpoint.random(graph, 4);
    try (SavedModelBundle bundle = SavedModelBundle.load(model.toString(), "serve")) {
      Session.Runner runner = bundle.session().runner();
      for (Parameter parameter : graph.parameters()) {
        runner.fetch("variables/" + parameter.name() + "/read");
      }
      try (Result result = runner.run()) {
        for (int i = 0; i < count; i++) {
          Parameter parameter = graph.parameters().get(i);
          TFloat32 found = (TFloat32) result.get(i);
          float[] values = new float[3];
          expected.read(parameter.name(), 0, values, 0, 3);
          assertThat(new float[] {found.getFloat(0), found.getFloat(1), found.getFloat(2)})
              .as("%s", parameter)
              .isEqualTo(values);
        }
      }
    }
  }
}
