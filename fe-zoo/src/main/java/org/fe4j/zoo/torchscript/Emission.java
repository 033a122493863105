package org.fe4j.zoo.torchscript;

import com.google.common.collect.ImmutableList;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;

/**
 * How a graph is written for a device: the types of weights and activations, how maps and
 * convolution weights lie in memory, and what is written as one operation.
 *
 * @param element type of weights and activations
 * @param precise type of {@link org.fe4j.zoo.compiler.PreciseValues}
 * @param layout of maps and of convolution weights
 * @param fusions what is written together, in the order of preference
 */
record Emission(
    TorchElement element,
    TorchElement precise,
    MemoryLayout layout,
    ImmutableList<Fusion> fusions) {

  /** For a GPU in half precision. */
  private static final ImmutableList<Fusion> HALF_ON_GPU =
      ImmutableList.of(
          new PixelsFromHost(),
          new PixelsInOneStep(),
          new TwoConvolutionsAndRelu(),
          new ConvolutionAndRelu(),
          new LinearAndFunction(),
          new ConvolutionAndFunction(GpuConvolution.PLAIN),
          new NormalizationAndFunction(),
          new ChannelShuffle(),
          GrowingConcatenation.unplaced(),
          new BiasedAttention());

  /** For a GPU in float32: what changes no result but in the order of sums. */
  private static final ImmutableList<Fusion> FLOAT32_ON_GPU =
      ImmutableList.of(
          new PixelsFromHost(),
          new ConvolutionAndFunction(GpuConvolution.EXACT),
          new ConvolutionAlone(GpuConvolution.EXACT),
          new NormalizationAndFunction(),
          new ChannelShuffle(),
          GrowingConcatenation.unplaced(),
          new BiasedAttention());

  /** Returns the same with every operation by itself. */
  Emission unfused() {
    return plain(element, precise, layout);
  }

  /** Returns every operation by itself. */
  static Emission plain(TorchElement element, TorchElement precise, MemoryLayout layout) {
    return new Emission(element, precise, layout, ImmutableList.of());
  }

  /**
   * Returns what is fastest on this kind of device at this precision. On a CPU what is precise is
   * in float32 whatever the precision: with it EfficientNet-B7 in bfloat16 is off by 0.020 instead
   * of 0.034 (mean of five sets of weights).
   */
  static Emission of(DeviceKind device, Precision precision) {
    TorchElement element = TorchElement.of(precision);
    return switch (device) {
      case CPU -> cpu(element, precision);
      case GPU -> gpu(element, precision);
    };
  }

  private static Emission cpu(TorchElement element, Precision precision) {
    ImmutableList<Fusion> fusions =
        precision == Precision.FP32 && OneDnn.isThere()
            ? ImmutableList.of(new OneDnn())
            : ImmutableList.of();
    return new Emission(element, TorchElement.FLOAT32, MemoryLayout.CHANNELS_LAST, fusions);
  }

  /** Returns what a GPU gets in this precision, with weights and activations of another type. */
  static Emission gpu(TorchElement element, Precision precision) {
    ImmutableList<Fusion> fusions = precision == Precision.FP32 ? FLOAT32_ON_GPU : HALF_ON_GPU;
    return new Emission(element, element, MemoryLayout.CHANNELS_LAST, fusions);
  }
}
