package org.fe4j.zoo.compiler;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ParameterSource;
import org.fe4j.zoo.graph.Shape;

/**
 * Makes one product of the linear layers that give an attention its queries, keys and values: those
 * of them that read the same value and that nothing else reads. Slices of its result, which are
 * views, take their places; a layer without bias among others gets one of zeros.
 */
final class MergeProjections implements Pass {

  @Override
  public String name() {
    return "merge queries, keys and values";
  }

  @Override
  public Graph apply(Graph graph) {
    ImmutableMap<Node, Integer> uses = graph.uses();
    return GraphRewriter.rewrite(
        graph,
        (node, inputs) ->
            node.op() instanceof Op.Attention
                ? merged(node, inputs, uses)
                : GraphRewriter.unchanged(node, inputs));
  }

  private static Node merged(
      Node attention, ImmutableList<Node> inputs, ImmutableMap<Node, Integer> uses) {
    List<Node> changed = new ArrayList<>(inputs);
    for (int first = 0; first < inputs.size(); first++) {
      List<Integer> group = new ArrayList<>();
      for (int i = first; i < inputs.size(); i++) {
        if (changed.get(i) == inputs.get(i)
            && isLinear(inputs.get(i))
            && isLinear(inputs.get(first))
            && uses.getOrDefault(attention.inputs().get(i), 0) == 1
            && inputs.get(i).input() == inputs.get(first).input()) {
          group.add(i);
        }
      }
      if (group.size() > 1) {
        merge(group, changed);
      }
    }
    return GraphRewriter.unchanged(attention, ImmutableList.copyOf(changed));
  }

  private static boolean isLinear(Node node) {
    return node.op() instanceof Op.Linear;
  }

  /** Replaces the layers at these places by slices of one. */
  private static void merge(List<Integer> places, List<Node> values) {
    List<Node> layers = places.stream().map(values::get).toList();
    Node x = layers.get(0).input();
    Node product =
        Node.of(joined(layers.stream().map(MergeProjections::linear).toList()), List.of(x));
    int begin = 0;
    for (int i = 0; i < places.size(); i++) {
      int end = begin + layers.get(i).shape().size(-1);
      values.set(places.get(i), Node.of(new Op.Slice(-1, begin, end), List.of(product)));
      begin = end;
    }
  }

  private static Op.Linear linear(Node node) {
    return (Op.Linear) node.op();
  }

  private static Op.Linear joined(List<Op.Linear> layers) {
    Parameter weight = concatenated(layers.stream().map(Op.Linear::weight).toList());
    boolean biased = layers.stream().anyMatch(layer -> layer.bias() instanceof Bias.Of);
    return new Op.Linear(
        weight,
        biased
            ? Bias.of(concatenated(layers.stream().map(MergeProjections::bias).toList()))
            : Bias.none());
  }

  private static Parameter bias(Op.Linear layer) {
    return layer.bias() instanceof Bias.Of of
        ? of.parameter()
        : new Parameter(
            layer.weight().name() + ".no_bias",
            Shape.of(layer.weight().shape().size(0)),
            new ParameterSource.Zeros());
  }

  private static Parameter concatenated(List<Parameter> parts) {
    int rows = parts.stream().mapToInt(part -> part.shape().size(0)).sum();
    // All names, since each may be shared with another layer.
    return new Parameter(
        parts.stream().map(Parameter::name).collect(joining("+")),
        parts.get(0).shape().with(0, rows),
        new ParameterSource.Concatenated(ImmutableList.copyOf(parts)));
  }
}
