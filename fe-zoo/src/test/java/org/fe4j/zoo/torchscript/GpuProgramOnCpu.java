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
 * Compiles what a GPU runs in a precision, for a CPU in float32: the same passes and the same
 * lines, but for the operations that only cuDNN has, each of which stands here as its definition,
 * and for page-locked memory. So whatever a fusion gets wrong shows against float32's tolerance.
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

  /** Creates the compiler of what a GPU runs in this precision. */
  public GpuProgramOnCpu(Precision precision) {
    this.precision = precision;
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
            Emission.gpu(TorchElement.FLOAT32, precision),
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
