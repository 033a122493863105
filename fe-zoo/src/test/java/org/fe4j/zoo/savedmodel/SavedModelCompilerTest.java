package org.fe4j.zoo.savedmodel;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.Precision;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.image.Preprocessing;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.compiler.CompiledFile;
import org.fe4j.zoo.compiler.LoadedModel;
import org.fe4j.zoo.compiler.MemoryCheckpoint;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.compiler.SmallGraph;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.OperationCase;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ReferenceInterpreter;
import org.fe4j.zoo.graph.ReferenceParameters;
import org.fe4j.zoo.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

class SavedModelCompilerTest {
  private static final SavedModelCompiler COMPILER = new SavedModelCompiler();

  /** Constants are copied and folded by TensorFlow; what is larger belongs into variables. */
  private static final int LARGEST_CONSTANT_BYTES = 64 << 10;

  private static MetaGraphDef written(Graph graph, Path folder) throws IOException {
    Path path = folder.resolve(COMPILER.fileName());
    COMPILER
        .program(
            graph,
            ParameterValues.of(MemoryCheckpoint.random(graph, 1)),
            DeviceKind.CPU,
            Precision.FP32)
        .write(path, Durability.IN_MEMORY, ProgressListener.NONE);
    SavedModel model = SavedModel.parseFrom(Files.readAllBytes(path.resolve("saved_model.pb")));
    assertThat(model.getSavedModelSchemaVersion()).isEqualTo(1);
    assertThat(model.getMetaGraphsCount()).isEqualTo(1);
    return model.getMetaGraphs(0);
  }

  private static ImmutableMap<String, NodeDef> nodes(MetaGraphDef meta) {
    return meta.getGraphDef().getNodeList().stream()
        .collect(toImmutableMap(NodeDef::getName, node -> node));
  }

  @Test
  void itsSignatureTakesBytesAndReturnsFeatures(@TempDir Path folder) throws Exception {
    MetaGraphDef meta = written(SmallGraph.of().only("logits"), folder);
    assertThat(meta.getMetaInfoDef().getTagsList()).containsExactly("serve");
    assertThat(meta.getSignatureDefMap()).containsOnlyKeys("serving_default");
    SignatureDef signature = meta.getSignatureDefOrThrow("serving_default");
    assertThat(signature.getMethodName()).isEqualTo("tensorflow/serving/predict");
    assertThat(signature.getInputsMap()).containsOnlyKeys("pixels");
    assertThat(signature.getOutputsMap()).containsOnlyKeys("features");
    TensorInfo pixels = signature.getInputsOrThrow("pixels");
    assertThat(pixels.getName()).isEqualTo("pixels:0");
    assertThat(pixels.getDtype()).isEqualTo(org.tensorflow.proto.DataType.DT_UINT8);
    assertThat(sizes(pixels.getTensorShape())).containsExactly(-1L, 9L, 9L, 3L);
    TensorInfo features = signature.getOutputsOrThrow("features");
    assertThat(features.getName()).isEqualTo("features:0");
    assertThat(features.getDtype()).isEqualTo(org.tensorflow.proto.DataType.DT_FLOAT);
    assertThat(sizes(features.getTensorShape())).containsExactly(-1L, 5L);
  }

  private static List<Long> sizes(TensorShapeProto shape) {
    return shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
  }

  /** DJL would run an operation for initialisation with every batch. */
  @Test
  void isFilledByItsSaverAloneAndNothingElseRuns(@TempDir Path folder) throws Exception {
    MetaGraphDef meta = written(SmallGraph.of().only("logits"), folder);
    assertThat(meta.getSignatureDefMap()).doesNotContainKey("__saved_model_init_op");
    assertThat(meta.getCollectionDefMap()).isEmpty();
    SaverDef saver = meta.getSaverDef();
    assertThat(saver.getVersion()).isEqualTo(SaverDef.CheckpointFormatVersion.V2);
    ImmutableMap<String, NodeDef> nodes = nodes(meta);
    NodeDef file = requireNonNull(nodes.get(saver.getFilenameTensorName().replaceAll(":0$", "")));
    assertThat(file.getOp()).isEqualTo("Const");
    NodeDef restore = requireNonNull(nodes.get(saver.getRestoreOpName()));
    assertThat(restore.getOp()).isEqualTo("NoOp");
    List<NodeDef> assignments =
        restore.getInputList().stream()
            .map(input -> requireNonNull(nodes.get(input.substring(1))))
            .toList();
    assertThat(assignments)
        .extracting(NodeDef::getOp)
        .containsOnly("AssignVariableOp")
        .hasSize(operations(meta, "VarHandleOp").size());
    assertThat(assignments).extracting(node -> node.getInput(0)).doesNotHaveDuplicates();
  }

  private static List<NodeDef> operations(MetaGraphDef meta, String operation) {
    return meta.getGraphDef().getNodeList().stream()
        .filter(node -> node.getOp().equals(operation))
        .toList();
  }

  @Test
  void variablesAreNamedAfterTheirParameters(@TempDir Path folder) throws Exception {
    Graph graph = SmallGraph.of().only("logits");
    MetaGraphDef meta = written(graph, folder);
    assertThat(operations(meta, "VarHandleOp"))
        .extracting(NodeDef::getName)
        .containsExactlyInAnyOrderElementsOf(
            graph.parameters().stream().map(p -> "variables/" + p.name()).toList());
    assertThat(operations(meta, "VarHandleOp"))
        .allSatisfy(
            node ->
                assertThat(node.getAttrOrThrow("shared_name").getS().toStringUtf8())
                    .isEqualTo(node.getName()));
    AttrValue filter =
        requireNonNull(nodes(meta).get("variables/conv1.weight")).getAttrOrThrow("shape");
    assertThat(sizes(filter.getShape())).containsExactly(3L, 3L, 3L, 8L);
  }

  /** What no weights decide is small, so that nothing of a backbone is held twice. */
  @ParameterizedTest
  @ValueSource(
      strings = {"resnet18", "googlenet", "vit_b_16", "swin_v2_t", "maxvit_t", "vgg11", "alexnet"})
  void noConstantIsLargeAndAllInputsAreThere(String architecture) throws Exception {
    ImageInput input =
        new ImageInput(224, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_DEVIATION);
    Graph graph = Architectures.named(architecture).build(input, 10).only("logits");
    NodeEmitter.Module module = NodeEmitter.emit(graph, FloatType.FLOAT32);
    List<NodeDef> nodes =
        org.tensorflow.proto.GraphDef.parseFrom(module.nodes().graph().toBytes()).getNodeList();
    assertThat(nodes)
        .filteredOn(node -> node.getOp().equals("Const"))
        .isNotEmpty()
        .allMatch(node -> node.getSerializedSize() < LARGEST_CONSTANT_BYTES);
    List<String> names = nodes.stream().map(NodeDef::getName).toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(nodes.stream().flatMap(node -> node.getInputList().stream()).distinct())
        .isSubsetOf(names);
    // It would end the process where a bias follows.
    assertThat(nodes)
        .filteredOn(node -> node.getOp().equals("DepthwiseConv2dNative"))
        .noneMatch(node -> node.getAttrOrThrow("padding").getS().toStringUtf8().equals("EXPLICIT"));
  }

  @Test
  void aCompiledGraphRunsForAnyBatchAndGivesTheSameTwice(@TempDir Path folder) throws Exception {
    Graph graph = SmallGraph.of().only("logits");
    byte[] three = SmallGraph.noise(2, 3 * 9 * 9 * 3);
    byte[] one = Arrays.copyOfRange(three, 9 * 9 * 3, 2 * 9 * 9 * 3);
    try (LoadedModel model =
        LoadedModel.compile(COMPILER, graph, MemoryCheckpoint.random(graph, 1), folder)) {
      float[] together = model.forward(three, 9, 9);
      assertThat(together).hasSize(15);
      assertThat(model.forward(three, 9, 9)).isEqualTo(together);
      float[] alone = model.forward(one, 9, 9);
      for (int i = 0; i < 5; i++) {
        assertThat(alone[i]).isCloseTo(together[5 + i], within(1e-5f));
      }
      assertThat(model.forward(three, 9, 9)).isEqualTo(together);
    }
    try (Stream<Path> files = Files.walk(folder.resolve(COMPILER.fileName()))) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "saved_model.pb", "variables.index", "variables.data-00000-of-00001");
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve(COMPILER.fileName()));
    }
  }

  /** Variables are found by name, but each model has its own. */
  @Test
  void twoModelsWithTheSameNamesKeepTheirOwnWeights(@TempDir Path folder) throws Exception {
    Graph graph = SmallGraph.of().only("logits");
    MemoryCheckpoint firstWeights = MemoryCheckpoint.random(graph, 1);
    MemoryCheckpoint secondWeights = MemoryCheckpoint.random(graph, 2);
    byte[] pixels = SmallGraph.noise(2, 9 * 9 * 3);
    try (LoadedModel first =
        LoadedModel.compile(
            COMPILER, graph, firstWeights, Files.createDirectory(folder.resolve("first")))) {
      float[] before = first.forward(pixels, 9, 9);
      try (LoadedModel second =
          LoadedModel.compile(
              COMPILER, graph, secondWeights, Files.createDirectory(folder.resolve("second")))) {
        assertThat(agrees(second.forward(pixels, 9, 9), graph, secondWeights, pixels)).isTrue();
        assertThat(first.forward(pixels, 9, 9)).isEqualTo(before);
      }
      assertThat(first.forward(pixels, 9, 9)).isEqualTo(before);
      assertThat(agrees(before, graph, firstWeights, pixels)).isTrue();
    }
  }

  /** Returns whether features are the reference's; a dozen operations follow each other here. */
  private static boolean agrees(
      float[] features, Graph graph, MemoryCheckpoint checkpoint, byte[] pixels) {
    double[] expected =
        ReferenceInterpreter.of(ReferenceParameters.of(checkpoint))
            .run(graph, pixels)
            .get("logits");
    return OperationCase.relativeError(features, requireNonNull(expected)) < 5e-6;
  }

  @Test
  void parametersMayBeCalledAsTensorFlowCallsNoVariable(@TempDir Path folder) throws Exception {
    GraphBuilder b = new GraphBuilder();
    Node x = b.flatten(b.image(2, 2, List.of(0.5, 0.4, 0.3), List.of(0.2, 0.3, 0.4)));
    for (String name : List.of("x", "x_1", "x:1", "^x 1", "größe", "x/read", "")) {
      x = b.scale(b.addParameter(x, name, Shape.of(12)), name + "!", Shape.of(12), 0);
    }
    b.tap("out", x);
    Graph graph = b.build();
    MemoryCheckpoint checkpoint = MemoryCheckpoint.random(graph, 6);
    byte[] pixels = SmallGraph.noise(3, 12);
    double[] expected =
        ReferenceInterpreter.of(ReferenceParameters.of(checkpoint)).run(graph, pixels).get("out");
    try (LoadedModel model = LoadedModel.compile(COMPILER, graph, checkpoint, folder)) {
      assertThat(OperationCase.relativeError(model.forward(pixels, 2, 2), requireNonNull(expected)))
          .isLessThan(OperationCase.TOLERANCE);
    }
  }

  @Test
  void aTapIsCompiledOnceAndWhateverDecidesTheFeaturesMakesAnotherFolder(@TempDir Path directory)
      throws Exception {
    CompiledFile first =
        compile(SmallGraph.of(), target(Precision.FP32, "logits"), "aa", directory);
    assertThat(compile(SmallGraph.of(), target(Precision.FP32, "logits"), "aa", directory))
        .isEqualTo(first);
    try (LoadedModel model = LoadedModel.load(COMPILER, first.path())) {
      assertThat(model.forward(SmallGraph.noise(1, 9 * 9 * 3), 9, 9)).hasSize(5);
    }
    Graph otherEpsilon = SmallGraph.of(1e-4);
    assertThat(
            Stream.of(
                compile(SmallGraph.of(), target(Precision.BF16, "logits"), "aa", directory),
                compile(SmallGraph.of(), target(Precision.FP32, "penultimate"), "aa", directory),
                compile(SmallGraph.of(), target(Precision.FP32, "logits"), "bb", directory),
                compile(otherEpsilon, target(Precision.FP32, "logits"), "aa", directory)))
        .extracting(CompiledFile::contentHash)
        .doesNotHaveDuplicates()
        .doesNotContain(first.contentHash());
  }

  @Test
  void tellsHowFarItIs(@TempDir Path folder) throws IOException {
    Graph graph = SmallGraph.of().only("logits");
    List<Progress> progress = new ArrayList<>();
    COMPILER
        .program(
            graph,
            ParameterValues.of(MemoryCheckpoint.random(graph, 1)),
            DeviceKind.CPU,
            Precision.FP32)
        .write(folder.resolve("model"), Durability.IN_MEMORY, progress::add);
    long bytes =
        graph.parameters().stream().map(Parameter::shape).mapToLong(Shape::elements).sum() * 4;
    assertThat(progress).hasSize(graph.parameters().size());
    assertThat(progress).allMatch(step -> step.total() == bytes);
    assertThat(progress).extracting(Progress::done).isSorted().endsWith(bytes);
  }

  @Test
  void refusesWhatIsNotOneRowOfNumbersFromAnImage(@TempDir Path directory) {
    GraphBuilder b = new GraphBuilder();
    b.tap("map", b.image(2, 2, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)));
    assertThatThrownBy(() -> compile(b.build(), target(Precision.FP32, "map"), "aa", directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("A feature is one row of numbers, but the output is Normalize");
    GraphBuilder blind = new GraphBuilder();
    blind.tap("learned", blind.flatten(blind.learnedTokens("probe", Shape.of(1, 3))));
    assertThatThrownBy(
            () -> compile(blind.build(), target(Precision.FP32, "learned"), "aa", directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The graph reads no image");
    assertThatThrownBy(() -> NodeEmitter.emit(SmallGraph.of(), FloatType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A compiled graph has one output, but found [penultimate, logits]");
  }

  @Test
  void namesThePrecisionsThatTensorFlowComputesIn(@TempDir Path directory) {
    CompilationTarget half = target(Precision.FP16, "logits");
    assertThatThrownBy(() -> compile(SmallGraph.of(), half, "aa", directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("TensorFlow", "fp32", "bf16", "FP16");
  }

  private static CompilationTarget target(Precision precision, String tap) {
    return new CompilationTarget("TensorFlow", DeviceKind.CPU, precision, new FeatureTap(tap));
  }

  private static CompiledFile compile(
      Graph graph, CompilationTarget target, String weightsSha256, Path cacheRoot)
      throws IOException {
    return COMPILER.compile(
        graph,
        target,
        MemoryCheckpoint.random(graph, 1),
        weightsSha256,
        cacheRoot,
        ProgressListener.NONE);
  }
}
