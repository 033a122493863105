package org.fe4j.zoo.torchscript;

import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;

/**
 * How a graph is written for a device: the type of weights and activations, and how maps and
 * convolution weights lie in memory.
 *
 * @param element type of weights and activations
 * @param layout of maps and of convolution weights
 */
record Emission(TorchElement element, MemoryLayout layout) {

  /** Returns what is fastest on this kind of device at this precision. */
  static Emission of(DeviceKind device, Precision precision) {
    return switch (device) {
      case CPU, GPU -> new Emission(TorchElement.of(precision), MemoryLayout.CHANNELS_LAST);
    };
  }
}
