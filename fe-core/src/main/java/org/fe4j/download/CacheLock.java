package org.fe4j.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes the threads of this process and other processes wait for each other over one file. The lock
 * file beside it, {@code FILE.lock}, stays behind: whoever deleted it could delete it under
 * another's lock.
 *
 * <p>Not safe for concurrent use; confine an instance to the thread that acquired it, which must
 * not acquire the same one twice.
 */
public final class CacheLock implements Closeable {
  /** A file lock belongs to the process, and locking twice throws; so threads queue here first. */
  private static final ConcurrentHashMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel channel;
  private final FileLock processes;

  private CacheLock(ReentrantLock threads, FileChannel channel, FileLock processes) {
    this.threads = threads;
    this.channel = channel;
    this.processes = processes;
  }

  /**
   * Waits until nobody else holds the lock of this file.
   *
   * @param target in a folder that exists
   * @throws IOException if the lock file cannot be written
   */
  public static CacheLock acquire(Path target) throws IOException {
    Path path = target.resolveSibling(target.getFileName() + ".lock");
    ReentrantLock threads =
        THREADS.computeIfAbsent(path.toAbsolutePath().normalize(), key -> new ReentrantLock());
    threads.lock();
    FileChannel channel = null;
    boolean acquired = false;
    try {
      channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      CacheLock lock = new CacheLock(threads, channel, channel.lock());
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
      processes.release();
      channel.close();
    } finally {
      threads.unlock();
    }
  }
}
