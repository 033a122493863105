package org.fe4j.zoo.torchscript;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Shape;

/**
 * Normalised pixels as one product and sum in float32 that reads bytes: {@code byte / (255
 * deviation[c]) - mean[c] / deviation[c]}. The four steps of {@link CodeEmitter} write the image in
 * float32 four times. Rounds otherwise than they do, far below what half precision keeps.
 */
final class PixelsInOneStep implements Fusion {
  private static final Shape CHANNELS = Shape.of(1, 3, 1, 1);

  @Override
  public Optional<FusedOperation> endingAt(Node node) {
    return node.op() instanceof Op.NormalizePixels pixels
        ? Optional.of(FusedOperation.of(scope -> lines(scope, node, pixels)))
        : Optional.empty();
  }

  private static String lines(FusedOperation.Scope scope, Node node, Op.NormalizePixels pixels) {
    CodeWriter code = scope.code();
    String shift =
        code.constant(
            "shift", CHANNELS, channels(c -> -pixels.mean().get(c) / pixels.deviation().get(c)));
    String factor =
        code.constant("factor", CHANNELS, channels(c -> 1 / (255 * pixels.deviation().get(c))));
    // Bytes (N, H, W, 3) seen as (N, 3, H, W) are channels-last already.
    String map = code.call("permute", scope.value(node.input()), "[0, 3, 1, 2]");
    return code.cast(
        code.call("addcmul", shift, map, factor), TorchElement.FLOAT32, scope.element());
  }

  private static ImmutableList<Double> channels(IntToDoubleFunction value) {
    return IntStream.range(0, 3)
        .mapToDouble(value)
        .boxed()
        .collect(ImmutableList.toImmutableList());
  }
}
