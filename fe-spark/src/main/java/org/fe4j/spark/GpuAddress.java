package org.fe4j.spark;

import java.util.Arrays;
import java.util.Map;
import org.apache.spark.resource.ResourceInformation;

/** Which GPU a task may use: the one that Spark's resource scheduling assigned to it. */
final class GpuAddress {
  /** Spark's name of the resource. */
  private static final String GPU = "gpu";

  private GpuAddress() {}

  /**
   * Returns the index of the GPU; of several the first, since a batch is computed on one.
   *
   * @param resources of the task
   * @throws IllegalStateException if none is assigned, or its address is no index
   */
  static int of(Map<String, ResourceInformation> resources) {
    ResourceInformation gpus = resources.get(GPU);
    if (gpus == null || gpus.addresses().length == 0) {
      throw new IllegalStateException(
          "The device is GPU, but Spark assigned none to this task, only %s. Ask for one with spark.task.resource.gpu.amount and spark.executor.resource.gpu.amount, and say with spark.executor.resource.gpu.discoveryScript or spark.worker.resource.gpu.discoveryScript which there are; or set the device to CPU."
              .formatted(resources.keySet()));
    }
    String address = gpus.addresses()[0];
    try {
      return Integer.parseUnsignedInt(address);
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          "Spark assigned the GPUs %s, but an address must be an index from 0, as nvidia-smi counts. Let the discovery script print indices."
              .formatted(Arrays.toString(gpus.addresses())),
          e);
    }
  }
}
