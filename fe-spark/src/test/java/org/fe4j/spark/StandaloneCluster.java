package org.fe4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A master and two workers of one core each as processes of this machine, on the loopback interface
 * and ports that are free. Closing kills them and whatever they started.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern ADDRESS =
      Pattern.compile("Starting Spark master at (spark://127\\.0\\.0\\.1:\\d+)");

  private static final Pattern REGISTERED = Pattern.compile("Registering worker ");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int WORKERS = 2;

  private final Path home;
  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private String address = "";

  private StandaloneCluster(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  static StandaloneCluster start(Path folder) throws IOException {
    StandaloneCluster cluster = new StandaloneCluster(SparkHome.prepare(), folder);
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close)); // If the tests are stopped.
    boolean started = false;
    try {
      cluster.startAll();
      started = true;
    } finally {
      if (!started) {
        cluster.close();
      }
    }
    return cluster;
  }

  private void startAll() throws IOException {
    Path log = folder.resolve("master.log");
    launch(
        log,
        "org.apache.spark.deploy.master.Master",
        List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
    address = await(log, ADDRESS, 1).group(1);
    for (int i = 0; i < WORKERS; i++) {
      launch(
          folder.resolve("worker" + i + ".log"),
          "org.apache.spark.deploy.worker.Worker",
          List.of(
              "--host",
              "127.0.0.1",
              "--port",
              "0",
              "--webui-port",
              "0",
              "--cores",
              "1",
              "--memory",
              "1g",
              "--work-dir",
              workFolder(i).toString(),
              address));
    }
    await(log, REGISTERED, WORKERS);
  }

  /** Returns the master's address. */
  String address() {
    return address;
  }

  /** Runs {@code spark-submit} against this cluster to its end; returns its exit code. */
  int submit(Path log, List<String> arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--master", address));
    all.addAll(arguments);
    Process process = launch(log, "org.apache.spark.deploy.SparkSubmit", all);
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("spark-submit did not end; its output is in " + log);
    }
    return process.exitValue();
  }

  /** Kills the process of one executor, as {@code kill -9} does; returns whether there was one. */
  boolean killOneExecutor() {
    Optional<ProcessHandle> executor =
        processes.stream()
            .flatMap(Process::descendants)
            .filter(
                child ->
                    child.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
            .findFirst();
    return executor.isPresent() && executor.get().destroyForcibly();
  }

  /** Returns what each executor of an application has logged so far. */
  List<String> executorLogs(String application) throws IOException {
    List<String> logs = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      // Nothing deeper is looked at: executors that end delete what is theirs.
      try (Stream<Path> executors = Files.list(workFolder(i).resolve(application))) {
        executors.map(executor -> read(executor.resolve("stderr"))).forEach(logs::add);
      }
    }
    return logs;
  }

  private Path workFolder(int worker) {
    return folder.resolve("work" + worker);
  }

  private Process launch(Path log, String mainClass, List<String> arguments) throws IOException {
    List<String> command = SparkHome.command(home, mainClass);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    // Who is killed leaves temporary files behind: here they go with the test. Executors inherit
    // it.
    Path temporary = Files.createDirectories(folder.resolve("temporary"));
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static Matcher await(Path log, Pattern pattern, int times) throws IOException {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < PATIENCE.toNanos()) {
      Matcher matcher = pattern.matcher(Files.exists(log) ? Files.readString(log) : "");
      int found = 0;
      while (matcher.find()) {
        if (++found == times) {
          return matcher;
        }
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted", e);
      }
    }
    throw new IllegalStateException(
        "%s did not say \"%s\":\n%s".formatted(log, pattern, Files.readString(log)));
  }

  @Override
  public void close() {
    // Workers first: one that ends takes its executors along, which are killed all the same.
    List<ProcessHandle> all =
        processes.stream()
            .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process.toHandle())))
            .toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (Process process : processes) {
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
