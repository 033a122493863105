package org.fe4j.examples.cli;

import org.fe4j.Evaluation;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.engine.Engines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what a backbone runs on. */
final class EngineOptions {
  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description =
          "DJL's name of the engine: PyTorch or TensorFlow (default: the one on the class path,"
              + " PyTorch where both are).")
  private @Nullable String engine;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu",
      description = "What the backbone runs on (default: cpu).")
  private DeviceKind device = DeviceKind.CPU;

  @Option(
      names = "--precision",
      paramLabel = "fp32|fp16|bf16",
      description = "Of weights and activations (default: fp32).")
  private Precision precision = Precision.FP32;

  String engine() {
    return engine == null ? Engines.standard() : engine;
  }

  DeviceKind device() {
    return device;
  }

  Precision precision() {
    return precision;
  }

  void applyTo(Evaluation<?> evaluation) {
    evaluation.engine(engine()).device(device).precision(precision);
  }
}
