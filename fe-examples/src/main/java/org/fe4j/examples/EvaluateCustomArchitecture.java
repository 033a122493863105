package org.fe4j.examples;

import java.nio.file.Path;
import java.util.List;
import org.fe4j.Evaluation;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.zoo.ArchitectureBackbone;
import org.fe4j.zoo.architecture.Architecture;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * How good an architecture of one's own is: written down with the graph's operations, with the
 * weights that its training left, and compiled like any backbone of the zoo.
 */
public final class EvaluateCustomArchitecture {
  private EvaluateCustomArchitecture() {}

  // begin: architecture
  /** A stem and one residual block; parameters are called as in the weight file. */
  record SmallNet(String name, int width) implements Architecture {
    @Override
    public Graph build(ImageInput input, int classCount) {
      GraphBuilder graph = new GraphBuilder();
      Node x = input.normalized(graph); // (3, 128, 128)
      x = graph.convolutionWithoutBias(x, "stem.conv", width, Window.of(7).stride(4).padding(3));
      x = graph.relu(graph.batchNormalization(x, "stem.norm", 1e-5)); // (width, 32, 32)
      Node y = graph.relu(graph.convolution(x, "block.conv1", width, Window.of(3).padding(1)));
      y = graph.convolution(y, "block.conv2", width, Window.of(3).padding(1));
      Node feature = graph.spatialMean(graph.relu(graph.add(x, y))); // (width)
      graph.tap("penultimate", feature);
      graph.tap("logits", graph.linear(feature, "head", classCount));
      return graph.build();
    }

    @Override
    public String classifierWeight() {
      return "head.weight";
    }
  }

  // end: architecture

  /** Takes a weight file of {@link SmallNet} with 24 channels, and a folder of class folders. */
  public static void main(String[] arguments) {
    Path weights = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    // begin: custom architecture
    Preprocessing preprocessing =
        Preprocessing.of(
            /* resizePixels= */ 146,
            /* cropPixels= */ 128,
            Interpolation.BILINEAR,
            /* mean= */ List.of(0.5, 0.5, 0.5),
            /* deviation= */ List.of(0.25, 0.25, 0.25));
    Backbone backbone =
        ArchitectureBackbone.of(
            new SmallNet("small_net", 24),
            weights, // .pth, .pt or .safetensors
            preprocessing,
            BackboneKind.CONVOLUTIONAL,
            /* classCount= */ 10);
    MetricsReport report = Evaluation.of(backbone).on(ImageFolder.of(folder)).folds(5).run();
    System.out.println(report);
    // end: custom architecture
  }
}
