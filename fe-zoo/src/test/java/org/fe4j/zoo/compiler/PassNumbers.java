package org.fe4j.zoo.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.ReferenceInterpreter;
import org.fe4j.zoo.graph.ReferenceParameters;

/** Whether a pass keeps what a graph computes. */
final class PassNumbers {
  /** Of float64, after sums in another order. */
  private static final double TOLERANCE = 1e-12;

  private PassNumbers() {}

  /** Runs two graphs of one output in float64 with the same random weights on the same noise. */
  static void assertSame(Graph before, Graph after) {
    MemoryCheckpoint checkpoint = MemoryCheckpoint.random(before, 5);
    ReferenceInterpreter interpreter = ReferenceInterpreter.of(ReferenceParameters.of(checkpoint));
    byte[] pixels = SmallGraph.noise(6, pixels(before));
    double[] expected = interpreter.run(before, pixels).values().iterator().next();
    double[] found = interpreter.run(after, pixels).values().iterator().next();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  private static int pixels(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof Op.Pixels)
        .mapToInt(node -> Math.toIntExact(node.shape().elements()))
        .sum();
  }
}
