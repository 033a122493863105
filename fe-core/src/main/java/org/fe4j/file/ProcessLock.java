package org.fe4j.file;

import com.google.common.collect.MapMaker;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes the threads of this process and other processes wait for each other. The operating system
 * frees the lock of a process that ends, however it ends. The lock file stays behind: whoever
 * deleted it could delete it under another's lock.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread, the one that closes it.
 */
public final class ProcessLock implements Closeable {
  /** A file lock belongs to the process, and locking twice throws; so threads queue here first. */
  private static final ConcurrentMap<Path, ReentrantLock> THREADS =
      // An entry goes when nobody holds the lock or waits for it.
      new MapMaker().weakValues().makeMap();

  private final ReentrantLock threads;
  private final FileChannel channel;
  private final FileLock processes;

  private ProcessLock(ReentrantLock threads, FileChannel channel, FileLock processes) {
    this.threads = threads;
    this.channel = channel;
    this.processes = processes;
  }

  /**
   * Waits until nobody else holds the lock of a file: the one called {@code FILE.lock} beside it.
   *
   * @param file need not exist, in a folder that does
   * @throws IOException if the lock file cannot be made or locked
   */
  public static ProcessLock beside(Path file) throws IOException {
    return acquire(file.resolveSibling(file.getFileName() + ".lock"));
  }

  /**
   * Waits until nobody else holds the lock. A thread must not acquire the same one twice.
   *
   * @param file is made where it is missing, in a folder that exists; nothing is written to it
   * @throws IOException if the file cannot be made or locked
   */
  public static ProcessLock acquire(Path file) throws IOException {
    // A folder may have two names; the operating system knows it by neither.
    Path real =
        file.toAbsolutePath()
            .resolveSibling(".")
            .toRealPath()
            .resolve(String.valueOf(file.getFileName()));
    ReentrantLock threads = THREADS.computeIfAbsent(real, key -> new ReentrantLock());
    threads.lock();
    FileChannel channel = null;
    boolean acquired = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      ProcessLock lock = new ProcessLock(threads, channel, channel.lock());
      acquired = true;
      return lock;
    } finally {
      if (!acquired) {
        if (channel != null) {
          channel.close();
        }
        threads.unlock();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      try {
        processes.release();
      } finally {
        channel.close();
      }
    } finally {
      threads.unlock();
    }
  }
}
