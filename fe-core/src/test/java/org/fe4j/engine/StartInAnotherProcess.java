package org.fe4j.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/** A process that starts an engine, as a guest, and tells what that did. */
final class StartInAnotherProcess {
  private static final String TENSORFLOW = Engines.TENSORFLOW;

  private StartInAnotherProcess() {}

  /** Takes what to do, and for some of it the name of an engine. */
  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "standard" -> System.out.println(Engines.standard());
      case "start" -> start(arguments[1]);
      case "properties" -> changedProperties();
      case "pointer-first" -> {
        System.out.println("limit before " + (Pointer.maxPhysicalBytes() > 0));
        start(TENSORFLOW);
      }
      case "limits" -> {
        start(TENSORFLOW);
        System.out.println("limits " + Pointer.maxBytes() + " " + Pointer.maxPhysicalBytes());
      }
      case "no-loader" -> {
        Thread.currentThread().setContextClassLoader(null);
        start(TENSORFLOW);
      }
      case "threads" -> manyThreads();
      case "mapped" -> mappedLibraries();
      case "huge-pages" -> hugePages();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void start(String name) {
    try {
      Engine engine = Engines.start(name);
      System.out.println("started " + engine.getEngineName() + " " + engine.getVersion());
      System.out.println("native " + Engines.nativeVersion(engine));
      System.out.println("gpus " + engine.getGpuCount());
      // DJL looks for the library once more.
      System.out.println("shown " + engine.toString().lines().reduce("", (first, last) -> last));
    } catch (IllegalStateException e) {
      System.out.println("refused " + e.getMessage());
    }
  }

  private static void changedProperties() {
    Map<Object, Object> before = hostsProperties();
    start(TENSORFLOW);
    Map<Object, Object> changed = hostsProperties();
    Map<Object, Object> gone = new TreeMap<>(before);
    gone.keySet().removeAll(changed.keySet());
    changed.entrySet().removeAll(before.entrySet());
    System.out.println("changed " + changed + " gone " + gone);
  }

  /** Without what JNA, by which DJL looks for GPUs, and the JVM set for themselves. */
  private static Map<Object, Object> hostsProperties() {
    Map<Object, Object> properties = new TreeMap<>(System.getProperties());
    properties
        .keySet()
        .removeIf(name -> name.toString().matches("(jna|jnidispatch)\\..*|user\\.timezone"));
    return properties;
  }

  private static void mappedLibraries() throws IOException {
    start(TENSORFLOW);
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      lines
          .filter(
              line -> line.contains("/") && line.contains("tensorflow") && !line.contains(".jar "))
          .map(line -> line.substring(line.indexOf('/')))
          .filter(file -> !file.endsWith(".jar"))
          .distinct()
          .forEach(file -> System.out.println("mapped " + file));
    }
  }

  private static void hugePages() throws IOException {
    Engine engine = Engines.start(Engines.PYTORCH);
    try (NDManager manager = engine.newBaseManager(Device.cpu())) {
      manager.ones(new Shape(64 << 20));
      try (Stream<String> lines = Files.lines(Path.of("/proc/self/smaps_rollup"))) {
        long kibibytes =
            lines
                .filter(line -> line.startsWith("AnonHugePages:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
        System.out.println("in huge pages " + (kibibytes >> 10));
      }
    }
    System.out.println("for children " + System.getenv("THP_MEM_ALLOC_ENABLE"));
  }

  private static void manyThreads() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Callable<Engine>> starts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      starts.add(() -> Engines.start(TENSORFLOW));
    }
    List<Engine> engines = new ArrayList<>();
    for (Future<Engine> future : pool.invokeAll(starts)) {
      engines.add(future.get());
    }
    pool.shutdown();
    System.out.println("engines " + engines.stream().distinct().count());
  }
}
