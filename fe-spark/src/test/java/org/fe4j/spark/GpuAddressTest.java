package org.fe4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;

class GpuAddressTest {
  private static Map<String, ResourceInformation> gpus(String... addresses) {
    return Map.of("gpu", new ResourceInformation("gpu", addresses));
  }

  @Test
  void takesTheFirstGpuThatSparkAssigned() {
    assertThat(GpuAddress.of(gpus("3"))).isEqualTo(3);
    assertThat(GpuAddress.of(gpus("1", "0"))).isEqualTo(1);
  }

  @Test
  void refusesATaskWithoutAGpu() {
    String advice =
        " Ask for one with spark.task.resource.gpu.amount and spark.executor.resource.gpu.amount, and say with spark.executor.resource.gpu.discoveryScript or spark.worker.resource.gpu.discoveryScript which there are; or set the device to CPU.";
    assertThatThrownBy(() -> GpuAddress.of(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The device is GPU, but Spark assigned none to this task, only []." + advice);
    assertThatThrownBy(
            () ->
                GpuAddress.of(Map.of("fpga", new ResourceInformation("fpga", new String[] {"0"}))))
        .hasMessage(
            "The device is GPU, but Spark assigned none to this task, only [fpga]." + advice);
  }

  @Test
  void refusesAnAddressThatIsNoIndex() {
    assertThatThrownBy(() -> GpuAddress.of(gpus("GPU-5f2e")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Spark assigned the GPUs [GPU-5f2e], but an address must be an index from 0, as nvidia-smi counts. Let the discovery script print indices.");
  }
}
