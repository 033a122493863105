package org.fe4j.store;

import java.time.Duration;
import java.util.Optional;

/**
 * What {@link FeatureStore#prune} removes besides damaged and abandoned files.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class PruneSettings {
  private final Duration unusedFor;
  private final String recipePrefix;
  private final boolean dryRun;

  private PruneSettings(Duration unusedFor, String recipePrefix, boolean dryRun) {
    this.unusedFor = unusedFor;
    this.recipePrefix = recipePrefix;
    this.dryRun = dryRun;
  }

  /** Returns the settings that remove nothing else. */
  public static PruneSettings standard() {
    return new PruneSettings(Duration.ofSeconds(Long.MAX_VALUE), "", false);
  }

  /** Returns settings that also remove recipes that nobody looked for during this time. */
  public PruneSettings withUnusedFor(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("A time must not be negative, but found " + time);
    }
    return new PruneSettings(time, recipePrefix, dryRun);
  }

  /**
   * Returns settings that also remove the recipes whose hash begins so.
   *
   * @param prefix 4 or more hexadecimal digits
   */
  public PruneSettings withRecipe(String prefix) {
    if (!prefix.matches("[0-9a-f]{4,64}")) {
      throw new IllegalArgumentException(
          "A recipe is named by the first 4 to 64 digits of its hash, but found \"%s\""
              .formatted(prefix));
    }
    return new PruneSettings(unusedFor, prefix, dryRun);
  }

  /** Returns settings that change nothing and tell what would be removed. */
  public PruneSettings withDryRun() {
    return new PruneSettings(unusedFor, recipePrefix, true);
  }

  boolean dryRun() {
    return dryRun;
  }

  boolean removes(String recipe, Optional<Duration> unused) {
    boolean named = !recipePrefix.isEmpty() && recipe.startsWith(recipePrefix);
    return named || (unused.isPresent() && unused.get().compareTo(unusedFor) >= 0);
  }
}
