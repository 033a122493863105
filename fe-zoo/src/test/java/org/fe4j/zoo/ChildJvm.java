package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that runs a class of the tests with a heap and an environment of its own. */
public final class ChildJvm {
  private final Class<?> program;
  private final String heap;
  private final Map<String, String> environment = new LinkedHashMap<>();

  private final List<String> flags = new ArrayList<>();

  private ChildJvm(Class<?> program, String heap) {
    this.program = program;
    this.heap = heap;
  }

  /**
   * Prepares a process that makes no connection and prints errors of the libraries alone.
   *
   * @param heap its largest, such as {@code 64m}
   */
  public static ChildJvm of(Class<?> program, String heap) {
    return new ChildJvm(program, heap).environment("TF_CPP_MIN_LOG_LEVEL", "2");
  }

  /** Adds a flag of the JVM. */
  public ChildJvm flag(String flag) {
    flags.add(flag);
    return this;
  }

  /** Sets a variable. */
  public ChildJvm environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs it to its end, which must be a good one within minutes; returns what it printed. */
  public String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    // Newer JDKs warn without these, older ones do not know them.
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Dai.djl.offline=true");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.addAll(flags);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Path output = Files.createTempFile("fe4j-child", ".txt");
    try {
      Process process = builder.redirectOutput(output.toFile()).start();
      try {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends").isTrue();
      } finally {
        process.destroyForcibly();
      }
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(printed).isZero();
      return printed;
    } finally {
      Files.delete(output);
    }
  }
}
