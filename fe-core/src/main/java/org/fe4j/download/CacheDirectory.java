package org.fe4j.download;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where fe4j keeps downloads, compiled backbones and features between runs. */
public final class CacheDirectory {
  private CacheDirectory() {}

  /**
   * Returns the directory, which need not exist: the system property {@code fe4j.cache}, else the
   * environment variable {@code FE4J_CACHE}, else {@code $XDG_CACHE_HOME/fe4j}, else {@code
   * ~/.cache/fe4j}. An empty setting counts as none.
   */
  public static Path root() {
    return root(System::getProperty, System::getenv);
  }

  /** Returns where features are kept unless somebody says otherwise; need not exist. */
  public static Path features() {
    return root().resolve("features");
  }

  static Path root(Lookup properties, Lookup environment) {
    for (String explicit :
        Arrays.asList(properties.get("fe4j.cache"), environment.get("FE4J_CACHE"))) {
      if (explicit != null && !explicit.isEmpty()) {
        return Path.of(explicit).toAbsolutePath();
      }
    }
    String caches = environment.get("XDG_CACHE_HOME");
    // The XDG specification: a relative path is invalid and to be ignored.
    if (caches != null && Path.of(caches).isAbsolute()) {
      return Path.of(caches, "fe4j");
    }
    String home = properties.get("user.home");
    return Path.of(home == null ? "" : home, ".cache", "fe4j").toAbsolutePath();
  }

  /** Answers a setting's name with its value, or null. */
  @FunctionalInterface
  interface Lookup {
    /** Returns the value, or null where there is none. */
    @Nullable String get(String name);
  }
}
