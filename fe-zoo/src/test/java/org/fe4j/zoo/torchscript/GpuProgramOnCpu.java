package org.fe4j.zoo.torchscript;

import com.google.common.collect.ImmutableList;
import java.util.regex.Pattern;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.compiler.GraphCompiler;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.compiler.Passes;
import org.fe4j.zoo.graph.Graph;

/**
 * Compiles what a GPU runs in a precision, for a CPU: the same passes and the same lines, but for
 * the operations that only cuDNN has, each of which stands here as its definition, and for
 * page-locked memory. In float32 whatever a fusion gets wrong shows against float32's tolerance; in
 * the precision's own type it shows whether types meet that an operation does not take together.
 *
 * <p>libtorch's {@code _addmm_activation} is real; on CPUs its GELU is the exact one.
 */
public final class GpuProgramOnCpu implements GraphCompiler {
  private static final Pattern CONVOLUTION_AND_RELU =
      Pattern.compile("torch\\.cudnn_convolution_relu\\((.*)\\)");
  private static final Pattern CONVOLUTION_SUM_AND_RELU =
      Pattern.compile(
          "torch\\.cudnn_convolution_add_relu\\(([^,]+), ([^,]+), ([^,]+), 1, ([^,]+), (.*)\\)");

  private final GraphCompiler compiler = new TorchScriptCompiler();
  private final Precision precision;
  private final TorchElement element;

  /** Creates the compiler of what a GPU runs in this precision, with float32 in its place. */
  public GpuProgramOnCpu(Precision precision) {
    this(precision, TorchElement.FLOAT32);
  }

  private GpuProgramOnCpu(Precision precision, TorchElement element) {
    this.precision = precision;
    this.element = element;
  }

  /** Returns the compiler of what a GPU runs in this precision, in its own type. */
  public static GpuProgramOnCpu inItsType(Precision precision) {
    return new GpuProgramOnCpu(precision, TorchElement.of(precision));
  }

  @Override
  public String engine() {
    return compiler.engine();
  }

  @Override
  public String version() {
    return compiler.version();
  }

  @Override
  public String fileName() {
    return compiler.fileName();
  }

  @Override
  public Passes passes(DeviceKind device, Precision ignored) {
    return compiler.passes(DeviceKind.GPU, precision);
  }

  @Override
  public Program program(
      Graph graph, ParameterValues values, DeviceKind device, Precision ignored) {
    CodeModule module =
        CodeEmitter.emit(
            graph,
            Emission.gpu(element, precision),
            (parameter, begin, target, count) -> values.read(parameter, begin, target, 0, count));
    return TorchScriptCompiler.program(
        new CodeModule(
            module.lines().stream()
                .map(GpuProgramOnCpu::expanded)
                .collect(ImmutableList.toImmutableList()),
            module.tensors()));
  }

  private static String expanded(String line) {
    String pageable = line.replace("torch.pin_memory(x)", "x");
    String relu =
        CONVOLUTION_AND_RELU.matcher(pageable).replaceFirst("torch.relu(torch.conv2d($1))");
    return CONVOLUTION_SUM_AND_RELU
        .matcher(relu)
        .replaceFirst("torch.relu(torch.add(torch.conv2d($1, $2, $4, $5), $3))");
  }
}
