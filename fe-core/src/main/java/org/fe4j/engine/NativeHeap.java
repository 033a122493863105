package org.fe4j.engine;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The memory that native libraries get from the C library. */
final class NativeHeap {
  private static final Logger LOGGER = LoggerFactory.getLogger(NativeHeap.class);

  private NativeHeap() {}

  /**
   * Gives what is free back to the system, where the C library can: glibc keeps weights that were
   * freed, hundreds of megabytes, until something asks for as much again.
   */
  static void trim() {
    if (!Platform.isLinux()) {
      return;
    }
    try {
      long keptBytes = 0;
      Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {keptBytes});
    } catch (LinkageError e) {
      LOGGER.debug("This C library gives no memory back", e);
    }
  }
}
