package org.fe4j.feature;

import org.fe4j.store.Explanation;

/**
 * What a store would spare an extraction.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param stored images whose features are there
 * @param missing images that would go through the backbone
 * @param unreadable images whose bytes cannot be had
 * @param explanation which parts of the recipe differ from what is stored
 */
public record StoreCheck(int stored, int missing, int unreadable, Explanation explanation) {

  /** Returns it for people. */
  @Override
  public String toString() {
    String images =
        "%,d of %,d images have stored features, %,d would be extracted%s."
            .formatted(
                stored,
                stored + missing + unreadable,
                missing,
                unreadable == 0 ? "" : ", %,d cannot be read".formatted(unreadable));
    return images + System.lineSeparator() + explanation;
  }
}
