package org.fe4j.zoo.savedmodel;

import com.google.common.collect.ImmutableMultiset;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.engine.Engines;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.compiler.MemoryCheckpoint;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.compiler.SmallGraph;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Shape;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TUint8;

/** What TensorFlow really runs of a graph: its operations after all that it joins and rewrites. */
final class PartitionGraph {
  private final ImmutableMultiset<String> operations;

  private PartitionGraph(ImmutableMultiset<String> operations) {
    this.operations = operations;
  }

  /** Compiles a graph into a folder, runs it on two images, and returns what was run. */
  static PartitionGraph of(Graph graph, Path folder) throws IOException {
    MemoryCheckpoint checkpoint = MemoryCheckpoint.random(graph, 1);
    SavedModelCompiler compiler = new SavedModelCompiler();
    Path path = folder.resolve(compiler.fileName());
    compiler
        .program(graph, ParameterValues.of(checkpoint), DeviceKind.CPU, Precision.FP32)
        .write(path, Durability.IN_MEMORY, ProgressListener.NONE);
    Shape image =
        graph.nodes().stream()
            .filter(node -> node.op() instanceof Op.Pixels)
            .findFirst()
            .orElseThrow()
            .shape();
    byte[] pixels = SmallGraph.noise(1, (int) (2 * image.elements()));
    Engines.start(Engines.TENSORFLOW);
    try (SavedModelBundle bundle = SavedModelBundle.load(path.toString(), "serve");
        TUint8 input =
            TUint8.tensorOf(
                org.tensorflow.ndarray.Shape.of(2, image.size(0), image.size(1), image.size(2)),
                DataBuffers.of(pixels));
        Result result =
            bundle
                .session()
                .runner()
                .feed(NodeEmitter.PIXELS, input)
                .fetch(NodeEmitter.FEATURES)
                .setOptions(RunOptions.newBuilder().setOutputPartitionGraphs(true).build())
                .runAndFetchMetadata()) {
      return of(result.getMetadata().orElseThrow());
    }
  }

  private static PartitionGraph of(RunMetadata metadata) {
    ImmutableMultiset.Builder<String> operations = ImmutableMultiset.builder();
    for (GraphDef partition : metadata.getPartitionGraphsList()) {
      partition.getNodeList().forEach(node -> operations.add(description(node)));
    }
    return new PartitionGraph(operations.build());
  }

  private static String description(NodeDef node) {
    List<String> fused =
        node
            .getAttrOrDefault("fused_ops", AttrValue.getDefaultInstance())
            .getList()
            .getSList()
            .stream()
            .map(ByteString::toStringUtf8)
            .toList();
    return node.getOp() + (fused.isEmpty() ? "" : fused.toString());
  }

  /** Returns the operations, with what is fused into each: {@code Conv2D[BiasAdd, Relu]}. */
  ImmutableMultiset<String> operations() {
    return operations;
  }

  /** Returns whether oneDNN computes: TensorFlow then has other names for what it runs. */
  boolean isOnOneDnn() {
    return operations.stream().anyMatch(operation -> operation.startsWith("_Mkl"));
  }
}
