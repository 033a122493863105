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
 * <p>Safe for use by multiple threads.
 */
public final class Engines {
  /** DJL's name of the PyTorch engine, the default. */
  public static final String PYTORCH = "PyTorch";

  private static final String OPT_OUT_TRACKING = "OPT_OUT_TRACKING";
  private static final String DJL_OFFLINE = "ai.djl.offline";

  private Engines() {}

  /**
   * Returns the running engine, started at the first call.
   *
   * @param name DJL's name of it, such as {@link #PYTORCH}
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
   * @param name DJL's name of it, such as {@link #PYTORCH}
   * @throws IllegalStateException if the engine or its natives are not on the class path; the
   *     message has the lines to add
   */
  public static synchronized Engine startOffline(String name) {
    if (System.getProperty(DJL_OFFLINE) != null || OfflineMode.current().isOn()) {
      return start(name);
    }
    System.setProperty(DJL_OFFLINE, "true");
    try {
      return startAsSet(name);
    } finally {
      System.clearProperty(DJL_OFFLINE);
    }
  }

  private static Engine startAsSet(String name) {
    if (System.getenv(OPT_OUT_TRACKING) == null && System.getProperty(OPT_OUT_TRACKING) == null) {
      System.setProperty(OPT_OUT_TRACKING, "true");
    }
    // An engine that is named but absent is found out before DJL looks for natives.
    // DJL's API itself brings "RPC", a client of remote models, which runs nothing.
    ImmutableSortedSet<String> there =
        ImmutableSortedSet.copyOf(Sets.difference(Engine.getAllEngines(), Set.of("RPC")));
    if (!there.contains(name)) {
      throw new IllegalStateException(
          "No engine \"%s\" on the class path%s.%s"
              .formatted(
                  name,
                  there.isEmpty() ? "" : "; there is: " + Joiner.on(", ").join(there),
                  howToAdd(name)));
    }
    if (name.equals(PYTORCH)) {
      PyTorchNatives.require();
    }
    return Engine.getEngine(name);
  }

  /**
   * Returns a device of the engine.
   *
   * @throws IllegalStateException if a GPU is asked for and the engine sees none; never falls back
   */
  public static Device device(Engine engine, DeviceKind kind) {
    if (kind == DeviceKind.CPU) {
      return Device.cpu();
    }
    if (engine.getGpuCount() == 0) {
      throw new IllegalStateException(
          "A GPU was asked for, but the %s engine sees none. Use the CPU, or add the engine's CUDA natives that fit the driver."
              .formatted(engine.getEngineName()));
    }
    return Device.gpu();
  }

  /**
   * Returns the engine's name and the version of its Java side, for reports and stored features.
   */
  public static String version(Engine engine) {
    return "%s through DJL %s".formatted(engine.getEngineName(), Engine.getDjlVersion());
  }

  /** Returns the version and the build of the engine's native library. */
  public static String nativeVersion(Engine engine) {
    String build = engine.getEngineName().equals(PYTORCH) ? ", " + PyTorchNatives.build() : "";
    return "%s %s%s".formatted(platform(), engine.getVersion(), build);
  }

  /** Returns the kind of a device, a GPU with its generation. */
  public static String deviceDescription(DeviceKind kind) {
    return kind == DeviceKind.CPU
        ? "CPU"
        : "GPU, compute capability %s, CUDA %s"
            .formatted(CudaUtils.getComputeCapability(0), CudaUtils.getCudaVersionString());
  }

  /** Returns what native libraries choose their kernels by on this processor. */
  public static String instructionSet() {
    return InstructionSet.ofMachine();
  }

  private static String howToAdd(String engine) {
    if (!engine.equals(PYTORCH)) {
      return "";
    }
    return """

          Maven:  <dependency><groupId>org.fe4j</groupId><artifactId>fe-pytorch</artifactId></dependency>
          Gradle: implementation("org.fe4j:fe-pytorch")""";
  }

  /** Returns DJL's classifier of this machine, such as {@code linux-x86_64}. */
  static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String family = os.contains("win") ? "win" : os.contains("mac") ? "osx" : "linux";
    String architecture = System.getProperty("os.arch");
    return family + "-" + (architecture.equals("amd64") ? "x86_64" : architecture);
  }
}
