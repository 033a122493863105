package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The command line in a process of its own, whose network is refused, with a cache of its own. */
final class FeProcess {
  private static final String ATTEMPTS = "attempts: ";

  private final Path cache;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> before = new ArrayList<>();
  private final List<String> flags = new ArrayList<>();

  /** What such a process said. */
  record Result(int exitCode, String out, String err, String attempts) {}

  private FeProcess(Path cache) {
    this.cache = cache;
  }

  /** Runs the command and says last what was attempted. */
  public static void main(String[] arguments) throws IOException {
    RefusedNetwork.install();
    int exitCode = Fe.commandLine(Console.ofProcess()).execute(arguments);
    System.err.println(ATTEMPTS + RefusedNetwork.attempts());
    System.exit(exitCode);
  }

  /** The JDK warns of its security manager, DJL of drivers: both say nothing about the command. */
  private static String withoutWarnings(String err) {
    return err.lines()
        .filter(line -> !line.startsWith("WARNING: ") && !line.contains("] WARN "))
        .collect(Collectors.joining("\n"));
  }

  static FeProcess withCache(Path cache) {
    return new FeProcess(cache);
  }

  FeProcess environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  FeProcess flag(String flag) {
    flags.add(flag);
    return this;
  }

  /** Starts the process through another program. */
  FeProcess through(String... command) {
    before.addAll(List.of(command));
    return this;
  }

  Result run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx512m", "-Djava.awt.headless=true", RefusedNetwork.selectorProvider()));
    if (Runtime.version().feature() < 24) {
      command.add("-Djava.security.manager=allow");
    }
    command.addAll(flags);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            FeProcess.class.getName()));
    command.addAll(List.of(arguments));
    Files.createDirectories(cache);
    Path out = Files.createTempFile(cache, "out", ".txt");
    Path err = Files.createTempFile(cache, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("FE4J_.*|DJL_OFFLINE|OPT_OUT.*"));
    builder.environment().put("FE4J_CACHE", cache.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(180, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("did not end: " + Files.readString(err));
    }
    String said = Files.readString(err, StandardCharsets.UTF_8);
    int attempts = said.lastIndexOf(ATTEMPTS);
    if (attempts < 0) {
      throw new IllegalStateException("did not say what was attempted: " + said);
    }
    return new Result(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        withoutWarnings(said.substring(0, attempts)),
        said.substring(attempts + ATTEMPTS.length()).strip());
  }
}
