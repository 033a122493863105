package org.fe4j.image;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One attempt at a file that may be broken, under a watch: how it ended, how much it allocated on
 * the heap. Native memory is not counted.
 *
 * @param verdict how it ended
 * @param detail the exception's message or class; the size of the picture
 * @param allocatedBytes on the heap by the decoding thread
 */
record DecodingTrial(Verdict verdict, String detail, long allocatedBytes) {
  /** A sound file of this size takes milliseconds; what takes this long hangs. */
  static final int LIMIT_SECONDS = 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * Returns what decoding may allocate on the heap: the pixels in the reader's form and in ours,
   * and copies of the file.
   */
  static long mostBytes(long maximumPixels, long fileLength) {
    return 16 * maximumPixels + 40 * fileLength + (16 << 20);
  }

  /** How an attempt ended; the last three must not be. */
  enum Verdict {
    DECODED,
    REFUSED,
    UNNAMED,
    THREW,
    HUNG
  }

  /** Decodes a file on a thread of its own, which is left behind if it hangs. */
  static DecodingTrial of(ImageDecoder decoder, byte[] file, String name)
      throws InterruptedException {
    return of(decoder, file, name, LIMIT_SECONDS);
  }

  static DecodingTrial of(ImageDecoder decoder, byte[] file, String name, int seconds)
      throws InterruptedException {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread daemon = new Thread(task, name);
              daemon.setDaemon(true);
              return daemon;
            });
    try {
      Future<DecodingTrial> trial = thread.submit(() -> decode(decoder, file, name));
      return trial.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return new DecodingTrial(Verdict.HUNG, seconds + " seconds", 0);
    } catch (ExecutionException e) {
      return new DecodingTrial(Verdict.THREW, String.valueOf(e.getCause()), 0);
    } finally {
      thread.shutdownNow();
    }
  }

  private static DecodingTrial decode(ImageDecoder decoder, byte[] file, String name) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Verdict verdict;
    String detail;
    try {
      RgbImage image = decoder.decode(file, name);
      verdict = Verdict.DECODED;
      detail = image.width() + " x " + image.height();
    } catch (UnreadableImageException e) {
      detail = String.valueOf(e.getMessage());
      boolean named = detail.startsWith("[" + name + "] ") && e.name().equals(name);
      verdict = named ? Verdict.REFUSED : Verdict.UNNAMED;
    }
    return new DecodingTrial(verdict, detail, THREADS.getCurrentThreadAllocatedBytes() - before);
  }
}
