package org.fe4j.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import java.util.Locale;
import java.util.Set;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.download.OfflineMode;

/**
 * Starts DJL's engines. Before DJL would download a native library or send usage figures, this
 * class refuses or opts out: the natives must be on the class path, and DJL's property {@code
 * OPT_OUT_TRACKING} is set where neither it nor the environment variable of that name is there.
 * Where fe4j is offline, DJL is as well: its property {@code ai.djl.offline} is set where it is
 * absent.
 *
 * <p>Where the environment has no {@code THP_MEM_ALLOC_ENABLE}, libtorch is told to use huge pages
 * on Linux, for this process and not for its children.
 *
 * <p>Safe for use by multiple threads.
 */
public final class Engines {
  /** DJL's name of the PyTorch engine, the default where it is on the class path. */
  public static final String PYTORCH = "PyTorch";

  /** DJL's name of the TensorFlow engine. */
  public static final String TENSORFLOW = "TensorFlow";

  private static final String OPT_OUT_TRACKING = "OPT_OUT_TRACKING";
  private static final String DJL_OFFLINE = "ai.djl.offline";
  private static final String PYTORCH_THREADS = "ai.djl.pytorch.num_threads";
  private static final String TENSORFLOW_THREADS = "ai.djl.tensorflow.num_intraop_threads";

  private Engines() {}

  /**
   * Returns the name of the engine to use where none was chosen: of the two the only one on the
   * class path, or {@link #PYTORCH} where both are there, or neither. Starts none, and makes no
   * connection.
   */
  public static synchronized String standard() {
    ImmutableSortedSet<String> there;
    try (HostProperties host = new HostProperties()) {
      host.set(DJL_OFFLINE, "true");
      there = there();
    }
    return there.contains(TENSORFLOW) && !there.contains(PYTORCH) ? TENSORFLOW : PYTORCH;
  }

  /**
   * Returns the running engine, started at the first call.
   *
   * @param name DJL's name of it, {@link #PYTORCH} or {@link #TENSORFLOW}
   * @throws IllegalStateException if the engine or its natives are not on the class path; the
   *     message has the lines to add
   */
  public static synchronized Engine start(String name) {
    if (OfflineMode.current().isOn() && System.getProperty(DJL_OFFLINE) == null) {
      System.setProperty(DJL_OFFLINE, "true");
    }
    return startAsSet(name);
  }

  /**
   * Returns the running engine as {@link #start} does, without a connection whatever the settings
   * are. Only one caller asked for this, and DJL reads its property while it starts; so where it
   * was absent, it is absent again afterwards.
   *
   * @param name DJL's name of it, {@link #PYTORCH} or {@link #TENSORFLOW}
   * @throws IllegalStateException if the engine or its natives are not on the class path; the
   *     message has the lines to add
   */
  public static synchronized Engine startOffline(String name) {
    if (System.getProperty(DJL_OFFLINE) != null || OfflineMode.current().isOn()) {
      return start(name);
    }
    try (HostProperties host = new HostProperties()) {
      host.set(DJL_OFFLINE, "true");
      return startAsSet(name);
    }
  }

  /**
   * Lets an engine that this process has not started yet compute on so many threads, unless the
   * host says something of it; by default it takes all processors. For PyTorch that is DJL's
   * property {@code ai.djl.pytorch.num_threads} or the environment's {@code OMP_NUM_THREADS}, for
   * TensorFlow DJL's property {@code ai.djl.tensorflow.num_intraop_threads} or the environment's
   * {@code TF_NUM_INTRAOP_THREADS}; the property is set where both are absent.
   *
   * @param name DJL's name of it, {@link #PYTORCH} or {@link #TENSORFLOW}
   * @param threads for one batch, at least 1
   * @throws IllegalArgumentException if under 1
   */
  public static synchronized void limitThreads(String name, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "%s needs at least 1 thread, found %d".formatted(name, threads));
    }
    if (name.equals(PYTORCH)) {
      setUnlessSet(PYTORCH_THREADS, "OMP_NUM_THREADS", threads);
    } else if (name.equals(TENSORFLOW)) {
      setUnlessSet(TENSORFLOW_THREADS, "TF_NUM_INTRAOP_THREADS", threads);
    }
  }

  private static void setUnlessSet(String property, String variable, int value) {
    if (System.getProperty(property) == null && System.getenv(variable) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }

  /** Returns the names of the engines on the class path. */
  private static ImmutableSortedSet<String> there() {
    // Before DJL's class is initialised, which calls home.
    if (System.getenv(OPT_OUT_TRACKING) == null && System.getProperty(OPT_OUT_TRACKING) == null) {
      System.setProperty(OPT_OUT_TRACKING, "true");
    }
    // DJL's API itself brings "RPC", a client of remote models, which runs nothing.
    return ImmutableSortedSet.copyOf(Sets.difference(Engine.getAllEngines(), Set.of("RPC")));
  }

  private static Engine startAsSet(String name) {
    // An engine that is named but absent is found out before DJL looks for natives.
    ImmutableSortedSet<String> there = there();
    if (!there.contains(name)) {
      throw new IllegalStateException(
          "No engine \"%s\" on the class path%s.%s"
              .formatted(
                  name,
                  there.isEmpty() ? "" : "; there is: " + Joiner.on(", ").join(there),
                  howToAdd(name)));
    }
    if (name.equals(TENSORFLOW)) {
      return TensorFlowNatives.start();
    }
    if (name.equals(PYTORCH)) {
      PyTorchNatives.require();
      NativeHeap.preferHugePages();
    }
    return Engine.getEngine(name);
  }

  /**
   * Returns a device of the engine.
   *
   * @throws IllegalStateException if a GPU is asked for and the engine sees none; never falls back
   */
  public static Device device(Engine engine, DeviceKind kind) {
    return device(engine, kind, 0);
  }

  /**
   * Returns a device of the engine.
   *
   * @param index of the GPU among those that the engine sees, from 0; a CPU has none
   * @throws IllegalStateException if a GPU is asked for that the engine does not see; never falls
   *     back
   */
  public static Device device(Engine engine, DeviceKind kind, int index) {
    if (kind == DeviceKind.CPU) {
      return Device.cpu();
    }
    int seen = engine.getGpuCount();
    if (seen == 0) {
      throw new IllegalStateException(
          "A GPU was asked for, but the %s engine sees none. Use the CPU, or add the engine's CUDA natives that fit the driver."
              .formatted(engine.getEngineName()));
    }
    if (index < 0 || index >= seen) {
      throw new IllegalStateException(
          "GPU %d was asked for, but the %s engine sees %d, counted from 0. Look at CUDA_VISIBLE_DEVICES."
              .formatted(index, engine.getEngineName(), seen));
    }
    return Device.gpu(index);
  }

  /**
   * Returns the engine's name and the version of its Java side, for reports and stored features.
   */
  public static String version(Engine engine) {
    return "%s through DJL %s".formatted(engine.getEngineName(), Engine.getDjlVersion());
  }

  /** Returns the version and the build of the engine's native library. */
  public static String nativeVersion(Engine engine) {
    String build =
        switch (engine.getEngineName()) {
          case PYTORCH -> ", " + PyTorchNatives.build();
          case TENSORFLOW -> ", " + TensorFlowNatives.build();
          default -> "";
        };
    return "%s %s%s".formatted(platform(), engine.getVersion(), build);
  }

  /** Returns the kind of a device, a GPU with its generation. */
  public static String deviceDescription(DeviceKind kind) {
    return deviceDescription(kind, 0);
  }

  /**
   * Returns the kind of a device, a GPU with its generation.
   *
   * @param index of the GPU, from 0; a CPU has none
   */
  public static String deviceDescription(DeviceKind kind, int index) {
    return kind == DeviceKind.CPU
        ? "CPU"
        : "GPU, compute capability %s, CUDA %s"
            .formatted(CudaUtils.getComputeCapability(index), CudaUtils.getCudaVersionString());
  }

  /** Returns what native libraries choose their kernels by on this processor. */
  public static String instructionSet() {
    return InstructionSet.ofMachine();
  }

  /**
   * Gives memory that closed models left behind back to the system, where that is possible: on
   * Linux with glibc. TensorFlow with oneDNN keeps the weights' memory for its next models all the
   * same, unless the environment has TF_ONEDNN_USE_SYSTEM_ALLOCATOR=1.
   */
  public static void releaseFreeMemory() {
    NativeHeap.trim();
  }

  private static String howToAdd(String engine) {
    String artifact =
        switch (engine) {
          case PYTORCH -> "fe-pytorch";
          case TENSORFLOW -> "fe-tensorflow";
          default -> "";
        };
    return artifact.isEmpty()
        ? ""
        : """

          Maven:  <dependency><groupId>org.fe4j</groupId><artifactId>%1$s</artifactId></dependency>
          Gradle: implementation("org.fe4j:%1$s")"""
            .formatted(artifact);
  }

  /** Returns DJL's classifier of this machine, such as {@code linux-x86_64}. */
  static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String family = os.contains("win") ? "win" : os.contains("mac") ? "osx" : "linux";
    String architecture = System.getProperty("os.arch");
    return family + "-" + (architecture.equals("amd64") ? "x86_64" : architecture);
  }
}
