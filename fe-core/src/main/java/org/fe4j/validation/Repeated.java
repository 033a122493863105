package org.fe4j.validation;

import com.google.common.collect.ImmutableList;
import java.util.function.LongFunction;

/**
 * A splitter several times, each time with another seed. Each row is tested once in each
 * repetition, so that figures depend less on how the rows happened to be divided; they are not that
 * many times as certain, since all repetitions share the same rows.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class Repeated implements Splitter {
  private final ImmutableList<Splitter> splitters;
  private final long seed;

  private Repeated(ImmutableList<Splitter> splitters, long seed) {
    this.splitters = splitters;
    this.seed = seed;
  }

  /**
   * Returns the repetition of a splitter, with a seed and those that follow it.
   *
   * @param bySeed makes the splitter of a seed, the same for the same seed
   * @param seed of the first repetition
   * @param times how many repetitions
   * @throws IllegalArgumentException if fewer than 1 time, or there is no splitter of a seed
   */
  public static Repeated of(LongFunction<? extends Splitter> bySeed, long seed, int times) {
    if (times < 1) {
      throw new IllegalArgumentException("Folds are repeated 1 time or more, not " + times);
    }
    ImmutableList.Builder<Splitter> splitters = ImmutableList.builder();
    for (int time = 0; time < times; time++) {
      splitters.add(bySeed.apply(seed + time));
    }
    return new Repeated(splitters.build(), seed);
  }

  /** Returns the folds of the first repetition, then those of the second, and so on. */
  @Override
  public ImmutableList<Fold> split(Labels labels) {
    return splitters.stream()
        .flatMap(splitter -> splitter.split(labels).stream())
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public FittingPart withoutTest(Labels labels) {
    return splitters.get(0).withoutTest(labels);
  }

  @Override
  public String description() {
    String first = splitters.get(0).description();
    int times = splitters.size();
    return times == 1
        ? first
        : "%s; %d times, with seeds %d to %d".formatted(first, times, seed, seed + times - 1);
  }

  @Override
  public String toString() {
    return description();
  }
}
