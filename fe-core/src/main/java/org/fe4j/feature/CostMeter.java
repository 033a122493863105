package org.fe4j.feature;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Measures what an extraction costs. The first batch is left out: it starts threads, compiles and
 * fills caches. Not safe for concurrent use; confine an instance to one thread.
 */
final class CostMeter {
  private final OptionalLong memoryBefore;
  private long memoryPeak;
  private long firstBatchNanos;
  private long lastBatchNanos;
  private int batches;
  private int images;

  /**
   * Starts to measure.
   *
   * @param memoryBefore the bytes in memory before the backbone was loaded; nothing where memory
   *     cannot be measured
   */
  CostMeter(OptionalLong memoryBefore) {
    this.memoryBefore = memoryBefore;
    this.memoryPeak = memoryBefore.orElse(0);
  }

  /** Is told when a batch is through. */
  void batchDone(int imagesOfBatch) {
    ProcessMemory.anonymousBytes().ifPresent(bytes -> memoryPeak = Math.max(memoryPeak, bytes));
    lastBatchNanos = System.nanoTime();
    if (batches++ == 0) {
      firstBatchNanos = lastBatchNanos;
    } else {
      images += imagesOfBatch;
    }
  }

  /** Returns the nanoseconds since the first batch was through, 0 where none was. */
  long measuredNanos() {
    return lastBatchNanos - firstBatchNanos;
  }

  /** Returns what was measured; nothing with fewer than two batches. */
  Optional<ExtractionCost> cost() {
    long nanos = measuredNanos();
    if (images == 0 || nanos <= 0) {
      return Optional.empty();
    }
    OptionalLong memory =
        memoryBefore.isPresent()
            ? OptionalLong.of(memoryPeak - memoryBefore.getAsLong())
            : OptionalLong.empty();
    return Optional.of(new ExtractionCost(images, images * 1e9 / nanos, memory));
  }
}
