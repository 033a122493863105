package org.fe4j.zoo.torchscript;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Shape;

/**
 * Maps concatenated and their channels shuffled, so that those of each map come in turn, as
 * ShuffleNet does: written to where they belong in one pass. By itself the shuffle would be a
 * second one and leave channels apart in memory, which the next convolution puts together in a
 * third.
 */
final class ChannelShuffle implements Fusion {
  private static final Op TRANSPOSED = new Op.Permute(ImmutableList.of(1, 0, 2, 3));

  @Override
  public Optional<FusedOperation> endingAt(Node node) {
    if (!(node.op() instanceof Op.Reshape) || !node.input().op().equals(TRANSPOSED)) {
      return Optional.empty();
    }
    Node transposed = node.input();
    Node split = transposed.input();
    if (!(split.op() instanceof Op.Reshape)
        || !(split.input().op() instanceof Op.Concatenate concatenate)
        || concatenate.axis() != 0) {
      return Optional.empty();
    }
    Node joined = split.input();
    ImmutableList<Node> maps = joined.inputs();
    Shape map = maps.get(0).shape();
    boolean shuffles =
        joined.shape().equals(node.shape())
            && maps.stream().allMatch(other -> other.shape().equals(map))
            && split.shape().equals(Shape.of(maps.size(), map.size(0), map.size(1), map.size(2)));
    return shuffles
        ? Optional.of(
            FusedOperation.of(scope -> lines(scope, node, maps), joined, split, transposed))
        : Optional.empty();
  }

  private static String lines(FusedOperation.Scope scope, Node node, ImmutableList<Node> maps) {
    CodeWriter code = scope.code();
    ImmutableList<String> rows =
        maps.stream()
            .map(map -> code.call("permute", scope.value(map), "[0, 2, 3, 1]"))
            .collect(ImmutableList.toImmutableList());
    Shape map = node.shape();
    String inTurn =
        code.call(
            "reshape",
            code.call("stack", rows, -1),
            Arguments.sizes(-1, Shape.of(map.size(1), map.size(2), map.size(0))));
    return code.call("permute", inTurn, "[0, 3, 1, 2]");
  }
}
