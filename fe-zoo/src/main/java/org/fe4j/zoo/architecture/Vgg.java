package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * VGG: five stages of 3x3 convolutions, each ended by a maximum over 2x2 (Simonyan and Zisserman,
 * arXiv 1409.1556). As torchvision's {@code vgg.py}.
 *
 * @param name torchvision's
 * @param depths convolutions in each stage
 * @param batchNormalization whether one follows each convolution
 */
record Vgg(String name, ImmutableList<Integer> depths, boolean batchNormalization)
    implements Definition {

  /** The paper's columns A, B, D and E, without and with batch normalisation. */
  static final ImmutableList<Vgg> VARIANTS =
      ImmutableList.of(
          new Vgg("vgg11", ImmutableList.of(1, 1, 2, 2, 2), false),
          new Vgg("vgg13", ImmutableList.of(2, 2, 2, 2, 2), false),
          new Vgg("vgg16", ImmutableList.of(2, 2, 3, 3, 3), false),
          new Vgg("vgg19", ImmutableList.of(2, 2, 4, 4, 4), false),
          new Vgg("vgg11_bn", ImmutableList.of(1, 1, 2, 2, 2), true),
          new Vgg("vgg13_bn", ImmutableList.of(2, 2, 2, 2, 2), true),
          new Vgg("vgg16_bn", ImmutableList.of(2, 2, 3, 3, 3), true),
          new Vgg("vgg19_bn", ImmutableList.of(2, 2, 4, 4, 4), true));

  private static final List<Integer> CHANNELS = ImmutableList.of(64, 128, 256, 512, 512);

  @Override
  public String classifierWeight() {
    return "classifier.6.weight";
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node trunk = trunk(graph, input.normalized(graph)); // (512, 7, 7)
    Node x = graph.flatten(graph.adaptiveAveragePooling(trunk, 7, 7));
    x = graph.relu(graph.linear(x, "classifier.0", 4096));
    x = graph.relu(graph.linear(x, "classifier.3", 4096));
    graph.tap(PENULTIMATE, x);
    graph.tap(POOLED, graph.spatialMean(trunk));
    graph.tap(LOGITS, graph.linear(x, "classifier.6", classCount));
  }

  private Node trunk(GraphBuilder graph, Node image) {
    Node x = image;
    int index = 0; // of torchvision's flat list, which counts ReLUs and poolings too
    for (int stage = 0; stage < depths.size(); stage++) {
      for (int i = 0; i < depths.get(stage); i++) {
        x =
            graph.convolution(
                x, "features." + index++, CHANNELS.get(stage), Window.of(3).padding(1));
        if (batchNormalization) {
          x = graph.batchNormalization(x, "features." + index++, BATCH_NORM_EPSILON);
        }
        x = graph.relu(x);
        index++;
      }
      x = graph.maxPooling(x, Window.of(2).stride(2));
      index++;
    }
    return x;
  }
}
