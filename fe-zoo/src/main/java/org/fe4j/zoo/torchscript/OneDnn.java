package org.fe4j.zoo.torchscript;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;

/**
 * Convolutions and linear layers as libtorch's operations of oneDNN, with the activation behind
 * them inside: one pass over memory less, and matrix products by oneDNN, which are twice as fast as
 * libtorch's own, MKL's, on processors of AMD.
 *
 * <p>What they compute is what {@code conv2d} and {@code linear} do, in another order of summation.
 * A residual sum is not taken along: that was no faster for ResNet-50, and slower for ViT-B/16.
 */
final class OneDnn implements Fusion {
  private static final ImmutableSet<String> X86_64 = ImmutableSet.of("amd64", "x86_64");

  private static final String NO_SCALARS = "annotate(List[Optional[number]], [])";

  /** What follows the product in the same operation. */
  private record PostOperation(String name, String scalars, String algorithm) {
    static final PostOperation NONE = of("none");

    static PostOperation of(String name) {
      return new PostOperation(name, NO_SCALARS, "");
    }

    List<Object> arguments() {
      return List.of(quoted(name), scalars, quoted(algorithm));
    }

    private static String quoted(String text) {
      return '"' + text + '"';
    }
  }

  /**
   * Returns whether libtorch has these operations on this machine, in float32: it is built with
   * oneDNN's kernels for x86-64. In bfloat16 they fail where the processor does not compute in it,
   * which {@code conv2d} and {@code linear} bear.
   */
  static boolean isThere() {
    return X86_64.contains(System.getProperty("os.arch"));
  }

  @Override
  public Optional<FusedOperation> endingAt(Node node) {
    if (node.op() instanceof Op.Activation activation && isProduct(node.input().op())) {
      return postOperation(activation.function())
          .map(behind -> FusedOperation.of(lines(node.input(), behind), node.input()));
    }
    return isProduct(node.op())
        ? Optional.of(FusedOperation.of(lines(node, PostOperation.NONE)))
        : Optional.empty();
  }

  private static boolean isProduct(Op op) {
    return op instanceof Op.Linear
        || (op instanceof Op.Convolution convolution && !convolution.window().fitsIntoPadding());
  }

  private static Optional<PostOperation> postOperation(ActivationFunction function) {
    return Optional.ofNullable(
        switch (function) {
          case RELU -> PostOperation.of("relu");
          case RELU6 ->
              new PostOperation("hardtanh", "annotate(List[Optional[number]], [0., 6.])", "");
          case GELU -> new PostOperation("gelu", NO_SCALARS, "none");
          case GELU_TANH -> new PostOperation("gelu", NO_SCALARS, "tanh");
          case SILU -> PostOperation.of("swish");
          case SIGMOID -> PostOperation.of("sigmoid");
          case TANH -> PostOperation.of("tanh");
          case HARD_SWISH -> PostOperation.of("hardswish");
          case HARD_SIGMOID -> PostOperation.of("hardsigmoid");
          case QUICK_GELU -> null; // x * sigmoid(1.702 x): its factor cannot be given.
        });
  }

  private static FusedOperation.Lines lines(Node product, PostOperation behind) {
    return scope ->
        product.op() instanceof Op.Convolution convolution
            ? convolution(scope, product.input(), convolution, behind)
            : linear(scope, product.input(), (Op.Linear) product.op(), behind);
  }

  private static String convolution(
      FusedOperation.Scope scope, Node input, Op.Convolution op, PostOperation behind) {
    return call(
        scope,
        "_convolution_pointwise",
        product(scope, input, op.weight(), op.bias()),
        List.of(
            Arguments.padding(op.window()),
            Arguments.pair(op.window().stride()),
            Arguments.pair(op.window().dilation()),
            op.groups()),
        behind);
  }

  private static String linear(
      FusedOperation.Scope scope, Node input, Op.Linear op, PostOperation behind) {
    return call(
        scope,
        "_linear_pointwise",
        product(scope, input, op.weight(), op.bias()),
        List.of(),
        behind);
  }

  private static List<Object> product(
      FusedOperation.Scope scope, Node input, Parameter weight, Bias bias) {
    return List.of(scope.value(input), scope.parameter(weight), scope.bias(bias));
  }

  private static String call(
      FusedOperation.Scope scope,
      String name,
      List<Object> product,
      List<Object> window,
      PostOperation behind) {
    return scope
        .code()
        .callIn(
            "ops.mkldnn",
            name,
            ImmutableList.builder()
                .addAll(product)
                .addAll(window)
                .addAll(behind.arguments())
                .build()
                .toArray());
  }
}
