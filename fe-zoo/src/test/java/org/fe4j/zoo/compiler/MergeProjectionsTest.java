package org.fe4j.zoo.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Similarity;
import org.junit.jupiter.api.Test;

class MergeProjectionsTest {
  private final GraphBuilder graph = new GraphBuilder();
  private final Node tokens =
      graph.tokens(graph.image(4, 4, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)));

  @Test
  void threeLayersOfOneValueBecomeOne() {
    Graph before = graph(graph.attention(linear("q"), linear("k"), linear("v"), 2));

    Graph after = new MergeProjections().apply(before);

    assertThat(products(after)).containsExactly("q.weight+k.weight+v.weight(12, 3)");
    assertThat(slices(after)).containsExactly(slice(0, 4), slice(4, 8), slice(8, 12));
    PassNumbers.assertSame(before, after);
  }

  @Test
  void aLayerWithoutBiasGetsOneOfZeros() {
    Node key = graph.linear(tokens, Parameter.stored("k.weight", Shape.of(4, 3)), Bias.none());
    Similarity cosine = new Similarity.Cosine(Parameter.stored("scale", Shape.of(2, 1, 1)));
    Graph before = graph(graph.attention(linear("q"), key, linear("v"), 2, cosine, Bias.none()));

    Graph after = new MergeProjections().apply(before);

    assertThat(after.parameters())
        .extracting(Parameter::name)
        .contains("q.bias+k.weight.no_bias+v.bias");
    PassNumbers.assertSame(before, after);
  }

  @Test
  void noneHasABiasWhereNoneHadOne() {
    Node key = graph.linear(tokens, Parameter.stored("k", Shape.of(4, 3)), Bias.none());
    Node value = graph.linear(tokens, Parameter.stored("v", Shape.of(4, 3)), Bias.none());
    Graph before = graph(graph.attention(graph.linear(tokens, "q", 4), key, value, 2));
    Graph withoutBias =
        new MergeProjections()
            .apply(
                graph(
                    graph.attention(
                        graph.linear(graph.slice(tokens, 0, 0, 2), "q", 4), key, value, 2)));

    assertThat(new MergeProjections().apply(before).parameters()).hasSize(2);
    assertThat(withoutBias.parameters())
        .extracting(Parameter::name)
        .containsExactly("q.weight", "q.bias", "k+v");
  }

  /** The attention pooling of CLIP's ResNets: one query of its own. */
  @Test
  void keysAndValuesAreMergedWhereQueriesReadSomethingElse() {
    Node query = graph.linear(graph.slice(tokens, 0, 0, 1), "q", 4);
    Graph before = graph(graph.attention(query, linear("k"), linear("v"), 2));

    Graph after = new MergeProjections().apply(before);

    assertThat(products(after)).containsExactly("q.weight(4, 3)", "k.weight+v.weight(8, 3)");
    PassNumbers.assertSame(before, after);
  }

  @Test
  void aLayerThatSomethingElseReadsStays() {
    Node key = linear("k");
    Node attended = graph.attention(linear("q"), key, linear("v"), 2);
    Graph after = new MergeProjections().apply(graph(graph.add(attended, key)));

    assertThat(products(after))
        .containsExactlyInAnyOrder("q.weight+v.weight(8, 3)", "k.weight(4, 3)");
  }

  @Test
  void oneValueForAllThreeStays() {
    Node x = linear("x");
    Graph before = graph(graph.attention(x, x, x, 2));
    assertThat(new MergeProjections().apply(before)).isSameAs(before);
  }

  @Test
  void layersThatFeedNoAttentionStay() {
    Graph before = graph(graph.add(linear("a"), linear("b")));
    assertThat(new MergeProjections().apply(before)).isSameAs(before);
  }

  private Node linear(String name) {
    return graph.linear(tokens, name, 4);
  }

  private Graph graph(Node output) {
    GraphBuilder builder = new GraphBuilder();
    builder.tap("out", graph.flatten(output));
    return builder.build();
  }

  private static Op slice(int begin, int end) {
    return new Op.Slice(-1, begin, end);
  }

  private static List<Op> slices(Graph graph) {
    return graph.nodes().stream().map(Node::op).filter(op -> op instanceof Op.Slice).toList();
  }

  private static List<String> products(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof Op.Linear)
        .map(node -> ((Op.Linear) node.op()).weight())
        .map(weight -> weight.name() + weight.shape())
        .toList();
  }
}
