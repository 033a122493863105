package org.fe4j.engine;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The environment as native libraries of this process read it, which the JVM's copy is not. */
final class NativeEnvironment {
  private static final Logger LOGGER = LoggerFactory.getLogger(NativeEnvironment.class);

  private NativeEnvironment() {}

  /**
   * Sets a variable for the native libraries of this process, unless the environment says something
   * of it; on Windows and where the C library cannot be called it stays as it is. Must come before
   * the library that reads it is loaded.
   */
  static void setIfAbsent(String name, String value) {
    if (Platform.isWindows()) {
      return;
    }
    try {
      // The JVM's copy of the environment, which child processes get, stays as it is. What others
      // read meanwhile stays in place too: glibc copies the environment when it is first changed.
      int unlessSet = 0;
      Function.getFunction("c", "setenv").invokeInt(new Object[] {name, value, unlessSet});
    } catch (LinkageError e) {
      LOGGER.debug("{} stays unset", name, e);
    }
  }
}
