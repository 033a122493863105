package org.fe4j.zoo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.zoo.architecture.Architecture;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.checkpoint.SafetensorsWriter;
import org.fe4j.zoo.compiler.MemoryCheckpoint;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;

/**
 * A small network whose features are of very different scales: from 1e-3 to 1e3, about means that
 * are far larger than what they differ by.
 */
record ScaledNet(String name) implements Architecture {
  static final int WIDTH = 16;

  @Override
  public Graph build(ImageInput input, int classCount) {
    GraphBuilder graph = new GraphBuilder();
    Node x = graph.convolution(input.normalized(graph), "stem", WIDTH, Window.of(5).stride(2));
    Node feature = graph.spatialMean(graph.relu(x));
    graph.tap("penultimate", graph.linear(feature, "last", WIDTH));
    return graph.build();
  }

  @Override
  public String classifierWeight() {
    return "";
  }

  /** Returns the backbone with weights that are written to this file. */
  static Backbone backbone(Path weights) throws IOException {
    Architecture architecture = new ScaledNet("scaled_net");
    Preprocessing preprocessing =
        Preprocessing.of(
            72, 64, Interpolation.BILINEAR, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
    Graph graph =
        architecture.build(new ImageInput(64, preprocessing.mean(), preprocessing.deviation()), 1);
    MemoryCheckpoint tensors = MemoryCheckpoint.random(graph, 11);
    SplittableRandom random = new SplittableRandom(12);
    float[] scales = new float[WIDTH * WIDTH];
    float[] means = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      float scale = (float) Math.pow(10, -3 + 6.0 * i / (WIDTH - 1));
      scales[i * WIDTH + i] = scale;
      means[i] = 300 * scale * (float) random.nextDouble(-1, 1);
    }
    tensors.put("last.weight", Shape.of(WIDTH, WIDTH), scales);
    tensors.put("last.bias", Shape.of(WIDTH), means);
    SafetensorsWriter.write(weights, List.copyOf(tensors.tensors().values()), tensors::read);
    return ArchitectureBackbone.of(
        architecture, weights, preprocessing, BackboneKind.CONVOLUTIONAL, 1);
  }
}
