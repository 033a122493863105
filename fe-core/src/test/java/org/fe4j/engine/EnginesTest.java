package org.fe4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.backbone.DeviceKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnginesTest {
  @ParameterizedTest
  @ValueSource(strings = {"PyTorch", "TensorFlow"})
  void startsAnEngineThatIsOnTheClassPath(String name) {
    assertThat(Engines.start(name).getEngineName()).isEqualTo(name);
    assertThat(Engines.start(name)).isSameAs(Engines.startOffline(name));
  }

  @Test
  void takesPyTorchWhereBothAreThereAndNobodyChose() {
    assertThat(Engines.standard()).isEqualTo(Engines.PYTORCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PyTorch", "TensorFlow"})
  void refusesAGpuThatTheEngineDoesNotSee(String name) {
    Engine engine = Engines.start(name);
    assumeTrue(engine.getGpuCount() == 0, "this machine has a GPU");
    assertThat(Engines.device(engine, DeviceKind.CPU).isGpu()).isFalse();
    assertThatThrownBy(() -> Engines.device(engine, DeviceKind.GPU))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "A GPU was asked for, but the %s engine sees none.".formatted(name));
  }

  @Test
  void takesTheGpuOfAnIndexAndRefusesOneThatIsNotThere() {
    Engine two = new GpuCountingEngine(2);
    assertThat(Engines.device(two, DeviceKind.GPU)).isEqualTo(Device.gpu(0));
    assertThat(Engines.device(two, DeviceKind.GPU, 1)).isEqualTo(Device.gpu(1));
    assertThat(Engines.device(two, DeviceKind.CPU, 5)).isEqualTo(Device.cpu());
    assertThatThrownBy(() -> Engines.device(two, DeviceKind.GPU, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "GPU 2 was asked for, but the Fake engine sees 2, counted from 0. Look at CUDA_VISIBLE_DEVICES.");
  }

  @ParameterizedTest
  @CsvSource({
    "PyTorch, ai.djl.pytorch.num_threads",
    "TensorFlow, ai.djl.tensorflow.num_intraop_threads"
  })
  void limitsThreadsUnlessTheHostSaysOtherwise(String name, String property) {
    String before = System.getProperty(property);
    try {
      System.clearProperty(property);
      Engines.limitThreads(name, 3);
      assertThat(System.getProperty(property)).isEqualTo("3");

      System.setProperty(property, "7");
      Engines.limitThreads(name, 3);
      assertThat(System.getProperty(property)).as("set by the host").isEqualTo("7");
    } finally {
      System.clearProperty(property);
      if (before != null) {
        System.setProperty(property, before);
      }
    }
    assertThatThrownBy(() -> Engines.limitThreads(name, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(name + " needs at least 1 thread, found 0");
  }

  @Test
  void keepsDjlOfflineWhereFe4jIsAndOnlyMeanwhileWhereOneCallerAsks() {
    System.clearProperty("ai.djl.offline");
    try {
      assertThat(Engines.startOffline("PyTorch").getEngineName()).isEqualTo("PyTorch");
      assertThat(System.getProperty("ai.djl.offline")).isNull();

      System.setProperty("fe4j.offline", "true");
      Engines.start("PyTorch");
      assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");

      System.setProperty("ai.djl.offline", "false");
      Engines.start("PyTorch");
      Engines.startOffline("PyTorch");
      assertThat(System.getProperty("ai.djl.offline")).as("set by the host").isEqualTo("false");
    } finally {
      System.clearProperty("fe4j.offline");
      System.clearProperty("ai.djl.offline");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void letsLibtorchUseHugePagesUnlessTheHostSaysOtherwise() throws Exception {
    Path setting = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    assumeTrue(
        Files.exists(setting) && Files.readString(setting).contains("[madvise]"),
        "this kernel leaves the choice to programs");
    ChildJvm child = ChildJvm.of(StartInAnotherProcess.class);

    List<String> lines = child.run("huge-pages").lines().toList();
    assertThat(lines).contains("for children null");
    assertThat(mebibytesInHugePages(lines)).isGreaterThanOrEqualTo(200);

    lines = child.environment("THP_MEM_ALLOC_ENABLE", "0").run("huge-pages").lines().toList();
    assertThat(lines).contains("for children 0");
    assertThat(mebibytesInHugePages(lines)).isLessThan(64);
  }

  private static int mebibytesInHugePages(List<String> lines) {
    String found = "in huge pages ";
    String line = lines.stream().filter(l -> l.startsWith(found)).findFirst().orElseThrow();
    return Integer.parseInt(line.substring(found.length()));
  }

  @Test
  void namesTheEnginesThatAreThere() {
    assertThatThrownBy(() -> Engines.start("MXNet"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("No engine \"MXNet\" on the class path; there is: PyTorch, TensorFlow.");
  }

  @Test
  void refusesToLetTheEngineDownloadItsNatives(@TempDir Path folder) throws Exception {
    Path description = folder.resolve("native/lib/pytorch.properties");
    Files.createDirectories(folder.resolve("native/lib"));
    Files.writeString(description, "classifier=solaris-sparc\n");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // A class path with the natives of another system only.
    try (URLClassLoader other = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      thread.setContextClassLoader(other);
      assertThatThrownBy(PyTorchNatives::require)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("libtorch for " + Engines.platform())
          .hasMessageContaining("(only for solaris-sparc)")
          .hasMessageContaining("<classifier>" + Engines.platform() + "</classifier>")
          .hasMessageContaining(
              "runtimeOnly(\"ai.djl.pytorch:pytorch-native-cpu:2.7.1:" + Engines.platform());
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
