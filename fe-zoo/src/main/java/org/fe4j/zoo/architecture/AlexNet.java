package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * AlexNet in its one-tower form (Krizhevsky, arXiv 1404.5997), as torchvision's {@code alexnet.py}.
 *
 * @param name torchvision's
 */
record AlexNet(String name) implements Definition {

  /** The published version. */
  static final ImmutableList<AlexNet> VARIANTS = ImmutableList.of(new AlexNet("alexnet"));

  @Override
  public String classifierWeight() {
    return "classifier.6.weight";
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Window pool = Window.of(3).stride(2);
    Window same = Window.of(3).padding(1);
    Node x = input.normalized(graph); // (3, 224, 224)
    Window stem = Window.of(11).stride(4).padding(2);
    x = graph.relu(graph.convolution(x, "features.0", 64, stem)); // (64, 55, 55)
    x = graph.maxPooling(x, pool);
    x = graph.relu(graph.convolution(x, "features.3", 192, Window.of(5).padding(2)));
    x = graph.maxPooling(x, pool);
    x = graph.relu(graph.convolution(x, "features.6", 384, same));
    x = graph.relu(graph.convolution(x, "features.8", 256, same));
    x = graph.relu(graph.convolution(x, "features.10", 256, same));
    Node trunk = graph.maxPooling(x, pool); // (256, 6, 6)

    x = graph.flatten(graph.adaptiveAveragePooling(trunk, 6, 6));
    x = graph.relu(graph.linear(x, "classifier.1", 4096));
    x = graph.relu(graph.linear(x, "classifier.4", 4096));
    graph.tap(PENULTIMATE, x);
    graph.tap(POOLED, graph.spatialMean(trunk));
    graph.tap(LOGITS, graph.linear(x, "classifier.6", classCount));
  }
}
