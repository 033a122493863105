package org.fe4j.zoo;

import com.google.common.collect.ImmutableList;
import java.util.function.Predicate;
import org.fe4j.backbone.Spelling;

/**
 * Conditions on entries of the catalogue. Each method returns a filter with one more condition, all
 * of which must hold; start at {@link Zoo#filter}.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class ZooFilter {
  static final ZooFilter ALL = new ZooFilter(entry -> true);

  private final Predicate<ZooEntry> admitted;

  private ZooFilter(Predicate<ZooEntry> admitted) {
    this.admitted = admitted;
  }

  /**
   * Admits only one family.
   *
   * @throws IllegalArgumentException if there is no such family; the message names those there are
   */
  public ZooFilter family(String name) {
    if (!Zoo.families().contains(name)) {
      throw new IllegalArgumentException(
          "Unknown family \"%s\".%s There are: %s"
              .formatted(
                  name, Spelling.hint(name, Zoo.families()), String.join(", ", Zoo.families())));
    }
    return and(entry -> entry.family().equals(name));
  }

  /** Admits only entries with at most so many parameters. */
  public ZooFilter maxParameters(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("maxParameters must be at least 1, but found " + count);
    }
    return and(entry -> entry.parameters() <= count);
  }

  /**
   * Admits only entries that need at most so many billions of multiplications with addition for one
   * image, which their publishers call GFLOPs.
   */
  public ZooFilter maxGflops(double billions) {
    if (!(billions > 0)) {
      throw new IllegalArgumentException("maxGflops must be positive, but found " + billions);
    }
    return and(entry -> entry.gigaMultiplyAdds() <= billions);
  }

  /**
   * Admits only weights whose stated licence permits commercial use: neither those that forbid it
   * nor those of which nothing is stated.
   */
  public ZooFilter commercialUse() {
    return and(entry -> entry.commercialUse() == CommercialUse.PERMITTED);
  }

  /** Returns whether all conditions hold for an entry. */
  public boolean admits(ZooEntry entry) {
    return admitted.test(entry);
  }

  /** Returns the entries of the catalogue for which all conditions hold, in its order. */
  public ImmutableList<ZooEntry> entries() {
    return Zoo.entries().stream().filter(admitted).collect(ImmutableList.toImmutableList());
  }

  private ZooFilter and(Predicate<ZooEntry> condition) {
    return new ZooFilter(admitted.and(condition));
  }
}
