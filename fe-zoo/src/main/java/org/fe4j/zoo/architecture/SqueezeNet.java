package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * SqueezeNet: AlexNet's accuracy with 50 times fewer parameters, by fire modules: a 1x1 convolution
 * squeezes, a 1x1 and a 3x3 one expand side by side (Iandola et al., arXiv 1602.07360). As in
 * torchvision's {@code squeezenet.py}.
 *
 * @param name torchvision's
 * @param stem channels and kernel of the first convolution
 * @param layers the trunk behind it, in order
 */
record SqueezeNet(String name, Stem stem, ImmutableList<Layer> layers) implements Definition {

  /** The published versions. */
  static final ImmutableList<SqueezeNet> VARIANTS =
      ImmutableList.of(
          new SqueezeNet(
              "squeezenet1_0",
              new Stem(96, 7),
              ImmutableList.of(
                  new Pool(),
                  new Fire(16, 64),
                  new Fire(16, 64),
                  new Fire(32, 128),
                  new Pool(),
                  new Fire(32, 128),
                  new Fire(48, 192),
                  new Fire(48, 192),
                  new Fire(64, 256),
                  new Pool(),
                  new Fire(64, 256))),
          // 1.1 pools earlier: 2.4 times less computation for the same accuracy.
          new SqueezeNet(
              "squeezenet1_1",
              new Stem(64, 3),
              ImmutableList.of(
                  new Pool(),
                  new Fire(16, 64),
                  new Fire(16, 64),
                  new Pool(),
                  new Fire(32, 128),
                  new Fire(32, 128),
                  new Pool(),
                  new Fire(48, 192),
                  new Fire(48, 192),
                  new Fire(64, 256),
                  new Fire(64, 256))));

  /** The first convolution, of stride 2 without padding. */
  record Stem(int channels, int kernel) {}

  /** One entry of the trunk. */
  sealed interface Layer {}

  /** A maximum over 3x3 with stride 2. */
  record Pool() implements Layer {}

  /** A fire module: {@code squeeze} channels, expanded to twice {@code expand}. */
  record Fire(int squeeze, int expand) implements Layer {}

  @Override
  public String classifierWeight() {
    return "classifier.1.weight";
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.normalized(graph); // (3, 224, 224)
    x = graph.convolution(x, "features.0", stem.channels(), Window.of(stem.kernel()).stride(2));
    x = graph.relu(x);
    int index = 2; // features.0 is the convolution, features.1 its ReLU
    for (Layer layer : layers) {
      x =
          layer instanceof Fire fire
              ? fire(graph, x, "features." + index, fire)
              // Rounded up: with the default, 1.0 would lose a row and column at 224.
              : graph.maxPooling(x, Window.of(3).stride(2).roundedUp());
      index++;
    }
    // The classifier is a convolution, so what remains without it is a map: its mean is the
    // feature.
    Node feature = graph.spatialMean(x); // (512)
    Node scores = graph.relu(graph.convolution(x, "classifier.1", classCount, Window.of(1)));
    graph.tap(PENULTIMATE, feature);
    graph.tap(POOLED, feature);
    graph.tap(LOGITS, graph.spatialMean(scores));
  }

  private static Node fire(GraphBuilder graph, Node x, String name, Fire fire) {
    Node squeezed =
        graph.relu(graph.convolution(x, name + ".squeeze", fire.squeeze(), Window.of(1)));
    Node one = graph.convolution(squeezed, name + ".expand1x1", fire.expand(), Window.of(1));
    Node three =
        graph.convolution(squeezed, name + ".expand3x3", fire.expand(), Window.of(3).padding(1));
    return graph.concatenate(0, graph.relu(one), graph.relu(three));
  }
}
