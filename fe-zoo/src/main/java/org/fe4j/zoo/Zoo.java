package org.fe4j.zoo;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Optional;
import org.fe4j.backbone.Backbones;

/**
 * The catalogue of public backbones. Names are {@code architecture.weights}; the architecture alone
 * means the weights that its publisher recommends.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class Zoo {
  private static final ImmutableMap<String, ZooEntry> ENTRIES =
      Maps.uniqueIndex(ZooReader.read(), ZooEntry::name);

  private Zoo() {}

  /** Returns the full names, family by family. */
  public static ImmutableList<String> names() {
    return ENTRIES.keySet().asList();
  }

  /** Returns all entries, family by family. */
  public static ImmutableList<ZooEntry> entries() {
    return ENTRIES.values().asList();
  }

  /** Returns the entry of a name, full or without weights, or nothing if there is none. */
  public static Optional<ZooEntry> find(String name) {
    ZooEntry exact = ENTRIES.get(name);
    if (exact != null) {
      return Optional.of(exact);
    }
    return entries().stream()
        .filter(entry -> entry.isDefault() && entry.architecture().equals(name))
        .findFirst();
  }

  /**
   * Returns the entry of a name, full or without weights.
   *
   * @throws IllegalArgumentException if there is none; the message names what may have been meant
   */
  public static ZooEntry entry(String name) {
    return find(name).orElseThrow(() -> Backbones.unknown(name));
  }
}
