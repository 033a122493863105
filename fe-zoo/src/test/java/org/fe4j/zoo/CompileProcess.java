package org.fe4j.zoo;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.Precision;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.checkpoint.ElementType;
import org.fe4j.zoo.compiler.CompiledFile;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.verify.GeneratedTensor;
import org.fe4j.zoo.verify.GoldenWeights;

/** Compiles one architecture with generated weights and prints how much memory that took. */
final class CompileProcess {
  private CompileProcess() {}

  /** Takes the engine, the architecture and the directory of the cache. */
  public static void main(String[] arguments) throws IOException {
    long begin = System.nanoTime();
    ImageInput input =
        new ImageInput(224, ImmutableList.of(0.5, 0.5, 0.5), ImmutableList.of(0.2, 0.2, 0.2));
    Graph graph = Architectures.named(arguments[1]).build(input, 1000);
    List<GeneratedTensor> tensors =
        graph.parameters().stream()
            .map(
                parameter ->
                    new GeneratedTensor(
                        parameter.name(), ElementType.FLOAT32, parameter.shape().sizes(), 0, 1))
            .toList();
    CompiledFile file =
        Compilers.forEngine(arguments[0])
            .compile(
                graph,
                new CompilationTarget(
                    arguments[0], DeviceKind.CPU, Precision.FP32, FeatureTap.LOGITS),
                GoldenWeights.of(tensors),
                "0".repeat(64),
                Path.of(arguments[2]),
                ProgressListener.NONE);
    System.out.printf(
        "%s: %d bytes written, peak heap %d bytes, peak resident %s, %.1f s%n",
        arguments[1],
        file.byteSize(),
        peakHeapBytes(),
        peakResident(),
        (System.nanoTime() - begin) / 1e9);
  }

  private static long peakHeapBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private static String peakResident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "unknown";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.substring(6).strip())
        .findFirst()
        .orElse("unknown");
  }
}
