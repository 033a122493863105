package org.fe4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginesTest {
  @Test
  void startsTheEngineThatIsOnTheClassPath() {
    assertThat(Engines.start("PyTorch").getEngineName()).isEqualTo("PyTorch");
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
  void namesTheEnginesThatAreThere() {
    assertThatThrownBy(() -> Engines.start("TensorFlow"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("No engine \"TensorFlow\" on the class path; there is: PyTorch.");
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
