package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import java.util.regex.Pattern;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * DenseNet-BC: each layer adds a few channels to all those before it, normalisation and ReLU coming
 * before each convolution (Huang et al., arXiv 1608.06993). As torchvision's {@code densenet.py}.
 *
 * @param name torchvision's
 * @param stem channels of the first convolution
 * @param growth channels that a layer adds
 * @param depths layers in each of the four blocks
 */
record DenseNet(String name, int stem, int growth, ImmutableList<Integer> depths)
    implements Definition {

  /** The paper's depths. */
  static final ImmutableList<DenseNet> VARIANTS =
      ImmutableList.of(
          new DenseNet("densenet121", 64, 32, ImmutableList.of(6, 12, 24, 16)),
          new DenseNet("densenet161", 96, 48, ImmutableList.of(6, 12, 36, 24)),
          new DenseNet("densenet169", 64, 32, ImmutableList.of(6, 12, 32, 32)),
          new DenseNet("densenet201", 64, 32, ImmutableList.of(6, 12, 48, 32)));

  /** Channels between the two convolutions of a layer, in growths. */
  private static final int BOTTLENECK = 4;

  private static final Pattern OLD_NAME =
      Pattern.compile("(\\.denselayer\\d+\\.(?:norm|conv))\\.([12]\\.)");

  @Override
  public String classifierWeight() {
    return "classifier.weight";
  }

  @Override
  public String parameterName(String tensor) {
    // Published files are older than PyTorch's ban of dots in names: norm.1.weight is norm1.weight.
    return OLD_NAME.matcher(tensor).replaceFirst("$1$2");
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.normalized(graph); // (3, 224, 224)
    Window window = Window.of(7).stride(2).padding(3);
    x = graph.convolutionWithoutBias(x, "features.conv0", stem, window);
    x = normalized(graph, x, "features.norm0");
    x = graph.maxPooling(x, Window.of(3).stride(2).padding(1)); // (64, 56, 56)
    for (int block = 1; block <= depths.size(); block++) {
      for (int layer = 1; layer <= depths.get(block - 1); layer++) {
        x = layer(graph, x, "features.denseblock%d.denselayer%d".formatted(block, layer));
      }
      if (block < depths.size()) {
        x = transition(graph, x, "features.transition" + block);
      }
    }
    x = normalized(graph, x, "features.norm5"); // (1024, 7, 7)
    Node feature = graph.spatialMean(x);
    graph.tap(PENULTIMATE, feature);
    graph.tap(POOLED, feature);
    graph.tap(LOGITS, graph.linear(feature, "classifier", classCount));
  }

  private Node layer(GraphBuilder graph, Node x, String name) {
    Node y = normalized(graph, x, name + ".norm1");
    y = graph.convolutionWithoutBias(y, name + ".conv1", BOTTLENECK * growth, Window.of(1));
    y = normalized(graph, y, name + ".norm2");
    y = graph.convolutionWithoutBias(y, name + ".conv2", growth, Window.of(3).padding(1));
    return graph.concatenate(0, x, y);
  }

  /** Returns the map with half the channels, height and width. */
  private static Node transition(GraphBuilder graph, Node x, String name) {
    Node y = normalized(graph, x, name + ".norm");
    y = graph.convolutionWithoutBias(y, name + ".conv", x.shape().size(0) / 2, Window.of(1));
    return graph.averagePooling(y, Window.of(2).stride(2));
  }

  private static Node normalized(GraphBuilder graph, Node x, String name) {
    return graph.relu(graph.batchNormalization(x, name, BATCH_NORM_EPSILON));
  }
}
