package org.fe4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that runs a class of the tests, with another class path or other settings. */
public final class ChildJvm {
  private final Class<?> program;
  private final List<String> flags = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private List<String> classPath =
      Splitter.on(File.pathSeparatorChar).splitToList(System.getProperty("java.class.path"));

  private ChildJvm(Class<?> program) {
    this.program = program;
  }

  /** Prepares a process that makes no connection and prints errors of the libraries alone. */
  public static ChildJvm of(Class<?> program) {
    return new ChildJvm(program)
        // Newer JDKs warn without these, older ones do not know them.
        .flag("-XX:+IgnoreUnrecognizedVMOptions")
        .flag("--enable-native-access=ALL-UNNAMED")
        .flag("--sun-misc-unsafe-memory-access=allow")
        .flag("-Xmx256m")
        .flag("-Dai.djl.offline=true")
        .flag("-Dorg.slf4j.simpleLogger.defaultLogLevel=error")
        .environment("TF_CPP_MIN_LOG_LEVEL", "2");
  }

  /** Leaves the files out whose names contain one of these. */
  public ChildJvm without(String... parts) {
    classPath =
        classPath.stream()
            .filter(
                entry -> {
                  String file = Path.of(entry).getFileName().toString();
                  return List.of(parts).stream().noneMatch(file::contains);
                })
            .toList();
    return this;
  }

  /** Leaves all of TensorFlow out. */
  public ChildJvm withoutTensorFlow() {
    return without("tensorflow-", "javacpp", "protobuf");
  }

  /** Leaves all of PyTorch out. */
  public ChildJvm withoutPyTorch() {
    return without("pytorch-");
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

  /** Starts it; what it prints goes to the file. */
  public Process start(Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(Joiner.on(File.pathSeparatorChar).join(classPath));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.redirectOutput(output.toFile()).start();
  }

  /** Runs it to its end, which must be a good one; returns what it printed. */
  public String run(String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile("fe4j-child", ".txt");
    try {
      Process process = start(output, arguments);
      try {
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ends").isTrue();
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
