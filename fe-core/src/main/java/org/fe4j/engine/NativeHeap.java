package org.fe4j.engine;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The memory that native libraries get from the C library and the kernel. */
final class NativeHeap {
  private static final Logger LOGGER = LoggerFactory.getLogger(NativeHeap.class);

  /** PyTorch's name, which it reads when it first allocates. */
  private static final String HUGE_PAGES = "THP_MEM_ALLOC_ENABLE";

  private NativeHeap() {}

  /**
   * Lets libtorch ask for huge pages for blocks of 2 MiB or more, unless the environment says
   * something of it. Every map of activations is fresh memory, and in pages of 4 KiB the kernel
   * hands it out for as long as the small convolutions compute: MobileNet v2 takes 2.2 times as
   * long, ResNet-50 1.4 times. Must come before libtorch is loaded.
   */
  static void preferHugePages() {
    if (!Platform.isLinux()) {
      return;
    }
    try {
      // The JVM's copy of the environment, which child processes get, stays as it is. What others
      // read meanwhile stays in place too: glibc copies the environment when it is first changed.
      int unlessSet = 0;
      Function.getFunction("c", "setenv").invokeInt(new Object[] {HUGE_PAGES, "1", unlessSet});
    } catch (LinkageError e) {
      LOGGER.debug("libtorch keeps to small pages", e);
    }
  }

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
