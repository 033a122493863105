package org.fe4j.zoo;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import java.util.Optional;
import org.fe4j.backbone.Backbones;
import org.fe4j.backbone.Spelling;

/**
 * The catalogue of public backbones. Names are {@code architecture.weights}; the architecture alone
 * means the weights that its publisher recommends.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class Zoo {
  private static final ImmutableMap<String, ZooEntry> ENTRIES =
      Maps.uniqueIndex(ZooReader.read(), ZooEntry::name);

  private static final ImmutableListMultimap<String, String> SUITES = ZooReader.readSuites();

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

  /** Returns the families in the order of the entries: {@code alexnet}, {@code vgg}, …. */
  public static ImmutableSet<String> families() {
    return entries().stream().map(ZooEntry::family).collect(ImmutableSet.toImmutableSet());
  }

  /** Returns a filter that admits every entry, to be narrowed. */
  public static ZooFilter filter() {
    return ZooFilter.ALL;
  }

  /** Returns the names of the suites. */
  public static ImmutableSet<String> suites() {
    return SUITES.keySet();
  }

  /**
   * Returns the entries of a suite, in its order: backbones that are compared with each other, with
   * pinned weights. {@code paper} has the sixteen of <a
   * href="https://arxiv.org/abs/2310.02037">arXiv 2310.02037</a>, as far as it names them.
   *
   * @throws IllegalArgumentException if there is no such suite; the message names those there are
   */
  public static ImmutableList<ZooEntry> suite(String name) {
    if (!SUITES.containsKey(name)) {
      throw new IllegalArgumentException(
          "Unknown suite \"%s\".%s There are: %s"
              .formatted(name, Spelling.hint(name, suites()), String.join(", ", suites())));
    }
    return SUITES.get(name).stream().map(Zoo::entry).collect(ImmutableList.toImmutableList());
  }
}
