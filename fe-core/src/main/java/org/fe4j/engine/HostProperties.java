package org.fe4j.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * System properties of the host that are as they were once this is closed, whatever is made of them
 * meanwhile. Not safe for concurrent use; {@link Engines} holds a lock.
 */
final class HostProperties implements AutoCloseable {
  private final Map<String, @Nullable String> before = new LinkedHashMap<>();

  /** Keeps what the host has, since a library is going to change it. */
  void keep(String... names) {
    for (String name : names) {
      if (!before.containsKey(name)) {
        before.put(name, System.getProperty(name));
      }
    }
  }

  /** Sets a property until this is closed. */
  void set(String name, String value) {
    keep(name);
    System.setProperty(name, value);
  }

  @Override
  public void close() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }
}
