package org.fe4j.backbone;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableSortedSet;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * Finds backbones by name among all providers on the class path.
 *
 * <p>Safe for use by multiple threads.
 */
public final class Backbones {
  private static final int SUGGESTIONS = 3;

  private Backbones() {}

  /**
   * Returns the backbone of a name.
   *
   * @param name {@code architecture} or {@code architecture.weights}
   * @throws IllegalArgumentException if nobody knows the name; the message has the nearest ones
   */
  public static Backbone named(String name) {
    return first(name, provider -> provider.find(name));
  }

  /**
   * Returns the backbone of a name with the weights of a local file.
   *
   * @param name {@code architecture} or {@code architecture.weights}
   * @param weights a weight file in any format that the provider reads
   * @throws IllegalArgumentException if nobody knows the name; the message has the nearest ones
   */
  public static Backbone named(String name, Path weights) {
    return first(name, provider -> provider.find(name, weights));
  }

  /** Returns the full names that all providers know, sorted. */
  public static ImmutableSortedSet<String> names() {
    ImmutableSortedSet.Builder<String> names = ImmutableSortedSet.naturalOrder();
    for (BackboneProvider provider : ServiceLoader.load(BackboneProvider.class)) {
      names.addAll(provider.names());
    }
    return names.build();
  }

  private static Backbone first(
      String name, Function<BackboneProvider, Optional<Backbone>> lookup) {
    for (BackboneProvider provider : ServiceLoader.load(BackboneProvider.class)) {
      Optional<Backbone> backbone = lookup.apply(provider);
      if (backbone.isPresent()) {
        return backbone.get();
      }
    }
    throw new IllegalArgumentException(unknown(name));
  }

  private static String unknown(String name) {
    ImmutableSortedSet<String> names = names();
    if (names.isEmpty()) {
      return "Unknown backbone \"%s\": no provider of backbones is on the class path; add org.fe4j:fe-pytorch."
          .formatted(name);
    }
    List<String> candidates =
        names.stream()
            // A bare name is compared with bare names.
            .map(full -> name.contains(".") ? full : full.replaceFirst("\\..*", ""))
            .distinct()
            .sorted(Comparator.comparingInt(candidate -> distance(name, candidate)))
            .toList();
    int nearest = distance(name, candidates.get(0));
    List<String> close =
        candidates.stream()
            .filter(candidate -> distance(name, candidate) <= nearest + 1)
            .filter(candidate -> distance(name, candidate) <= Math.max(2, name.length() / 4))
            .limit(SUGGESTIONS)
            .map(candidate -> "\"" + candidate + "\"")
            .toList();
    return "Unknown backbone \"%s\".%s Zoo.names() lists all."
        .formatted(
            name, close.isEmpty() ? "" : " Did you mean " + Joiner.on(" or ").join(close) + "?");
  }

  /** The number of characters to insert, delete or replace (Levenshtein's distance). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
