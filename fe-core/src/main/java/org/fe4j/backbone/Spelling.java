package org.fe4j.backbone;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which name was meant. */
public final class Spelling {
  private Spelling() {}

  /**
   * Returns what to say after "Unknown …": {@code " Did you mean \"resnet50\"?"} with the name
   * closest to the misspelt one, or nothing if none is close.
   */
  public static String hint(String misspelt, Collection<String> names) {
    return closest(misspelt, names)
        .map(meant -> " Did you mean \"%s\"?".formatted(meant))
        .orElse("");
  }

  /**
   * Returns the name closest to a misspelt one, or nothing if none is close. Case and hyphens do
   * not count, since publishers differ in both.
   */
  static Optional<String> closest(String misspelt, Collection<String> names) {
    String plain = misspelt.toLowerCase(Locale.ROOT).replaceAll("[-/ ]", "_");
    int limit = Math.max(2, plain.length() / 4);
    return names.stream()
        .filter(name -> distance(plain, name) <= limit)
        .min(Comparator.comparingInt((String name) -> distance(plain, name)));
  }

  /** Returns how many letters must be inserted, removed or replaced (Levenshtein). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
