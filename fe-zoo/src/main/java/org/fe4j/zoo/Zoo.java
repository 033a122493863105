package org.fe4j.zoo;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import java.util.List;
import java.util.Optional;

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
    return find(name).orElseThrow(() -> new IllegalArgumentException(unknown(name)));
  }

  private static String unknown(String name) {
    int dot = name.indexOf('.');
    String architecture = dot < 0 ? name : name.substring(0, dot);
    List<String> weights =
        entries().stream()
            .filter(entry -> entry.architecture().equals(architecture))
            .map(ZooEntry::weights)
            .toList();
    if (!weights.isEmpty()) {
      return dot < 0
          ? "\"%s\" has no default weights; name some of its weights: %s.%s"
              .formatted(name, name, Joiner.on(", " + name + ".").join(weights))
          : "%s has no weights \"%s\"; there are: %s"
              .formatted(architecture, name.substring(dot + 1), Joiner.on(", ").join(weights));
    }
    return Spelling.closest(architecture, architectures())
        .map(meant -> "Unknown backbone \"%s\". Did you mean \"%s\"?".formatted(name, meant))
        .orElse("Unknown backbone \"%s\".".formatted(name))
        .concat(" Zoo.names() lists all.");
  }

  private static ImmutableSet<String> architectures() {
    return entries().stream().map(ZooEntry::architecture).collect(ImmutableSet.toImmutableSet());
  }
}
