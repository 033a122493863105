package org.fe4j.feature;

import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** A SavedModel without variables and without an operation at its start, written for a test. */
public final class TinySavedModel {
  private static final String INPUT = "x";

  private final GraphDef.Builder graph = GraphDef.newBuilder();
  private final MetaGraphDef.Builder model = MetaGraphDef.newBuilder();
  private final TensorInfo input;

  private TinySavedModel(DataType type, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    graph.addNode(
        node(INPUT, "Placeholder")
            .putAttr("dtype", of(type))
            .putAttr("shape", AttrValue.newBuilder().setShape(shape).build()));
    input = info(INPUT, type).toBuilder().setTensorShape(shape).build();
  }

  /** Starts a model of bytes (N, side, side, 3). */
  public static TinySavedModel ofBytes(int side) {
    TinySavedModel model = new TinySavedModel(DataType.DT_UINT8, -1, side, side, 3);
    model.graph.addNode(
        node("floats", "Cast", INPUT)
            .putAttr("SrcT", of(DataType.DT_UINT8))
            .putAttr("DstT", of(DataType.DT_FLOAT)));
    return model;
  }

  /** Starts a model of floats, of any number of pictures of these sizes. */
  public static TinySavedModel ofFloats(long... sizes) {
    long[] all = new long[sizes.length + 1];
    all[0] = -1;
    System.arraycopy(sizes, 0, all, 1, sizes.length);
    TinySavedModel model = new TinySavedModel(DataType.DT_FLOAT, all);
    model.graph.addNode(node("floats", "Identity", INPUT).putAttr("T", of(DataType.DT_FLOAT)));
    return model;
  }

  /** Writes a model whose features are the means of the channels, of bytes 8 x 8. */
  public static Path meanOfBytes(Path directory) throws IOException {
    return ofBytes(8).mean("mean", 1, 2).signature("serving_default", "mean").write(directory);
  }

  /** Adds the mean of the input over some axes. */
  public TinySavedModel mean(String name, int... axes) {
    String indices = constant(name + "_axes", axes);
    graph.addNode(
        node(name, "Mean", "floats", indices)
            .putAttr("T", of(DataType.DT_FLOAT))
            .putAttr("Tidx", of(DataType.DT_INT32)));
    return this;
  }

  /** Adds the input as rows. */
  public TinySavedModel flat(String name, int length) {
    String shape = constant(name + "_shape", -1, length);
    graph.addNode(
        node(name, "Reshape", "floats", shape)
            .putAttr("T", of(DataType.DT_FLOAT))
            .putAttr("Tshape", of(DataType.DT_INT32)));
    return this;
  }

  /** Adds the sum of two. */
  public TinySavedModel sum(String name, String first, String second) {
    graph.addNode(node(name, "AddV2", first, second).putAttr("T", of(DataType.DT_FLOAT)));
    return this;
  }

  /** Adds a signature that returns these. */
  public TinySavedModel signature(String key, String... outputs) {
    SignatureDef.Builder signature =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs("images", input);
    for (String output : outputs) {
      signature.putOutputs(output, info(output, DataType.DT_FLOAT));
    }
    model.putSignatureDef(key, signature.build());
    return this;
  }

  /** Writes the directory. */
  public Path write(Path directory) throws IOException {
    Files.createDirectories(directory);
    model.setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve")).setGraphDef(graph);
    SavedModel whole =
        SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(model).build();
    Files.write(directory.resolve("saved_model.pb"), whole.toByteArray());
    return directory;
  }

  private String constant(String name, int... values) {
    TensorShapeProto.Dim size = TensorShapeProto.Dim.newBuilder().setSize(values.length).build();
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT32)
            .setTensorShape(TensorShapeProto.newBuilder().addDim(size))
            .addAllIntVal(Ints.asList(values))
            .build();
    graph.addNode(
        node(name, "Const")
            .putAttr("dtype", of(DataType.DT_INT32))
            .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build()));
    return name;
  }

  private static NodeDef.Builder node(String name, String op, String... inputs) {
    NodeDef.Builder node = NodeDef.newBuilder().setName(name).setOp(op);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  private static AttrValue of(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static TensorInfo info(String node, DataType type) {
    return TensorInfo.newBuilder().setName(node + ":0").setDtype(type).build();
  }
}
