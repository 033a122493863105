package org.fe4j.zoo.compiler;

import java.util.List;
import java.util.SplittableRandom;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;

/** A graph with maps, tokens and two taps, on which every compiler is tested, and its input. */
public final class SmallGraph {
  private SmallGraph() {}

  /** Returns the graph: images of 9 x 9 pixels to 8 features or 5 logits. */
  public static Graph of() {
    return of(1e-5);
  }

  /** Returns it with another epsilon of its batch normalisation. */
  public static Graph of(double epsilon) {
    GraphBuilder b = new GraphBuilder();
    Node x = b.image(9, 9, List.of(0.5, 0.4, 0.3), List.of(0.2, 0.3, 0.4));
    x = b.convolution(x, "conv1", 8, Window.of(3).stride(2).padding(1));
    x = b.batchNormalization(x, "bn1", epsilon);
    x = b.relu(x);
    x = b.maxPooling(x, Window.of(3).stride(2).roundedUp());
    x = b.tokens(x);
    x = b.prependTokens(x, "class_token", Shape.of(1, 1, 8));
    x = b.layerNormalization(x, "norm", 1e-6);
    x = b.attention(x, x, x, 2);
    x = b.token(x, 0);
    b.tap("penultimate", x);
    b.tap("logits", b.linear(x, "fc", 5));
    return b.build();
  }

  /** Returns random bytes. */
  public static byte[] noise(long seed, int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }
}
