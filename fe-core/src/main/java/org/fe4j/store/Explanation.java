package org.fe4j.store;

import com.google.common.collect.ImmutableList;
import java.util.stream.Collectors;

/**
 * Why a store has features of a recipe, or has none.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param rows features of this very recipe
 * @param others stored recipes that differ from it, those that differ least first
 */
public record Explanation(long rows, ImmutableList<Neighbour> others) {

  /**
   * A stored recipe that is another one.
   *
   * @param stored what the store holds
   * @param differences the parts that differ, at least one
   */
  public record Neighbour(StoredRecipe stored, ImmutableList<Recipe.Difference> differences) {}

  /** Returns it for people: the recipes that differ least, and in what. */
  @Override
  public String toString() {
    if (rows > 0) {
      return "The store holds %,d features of this very recipe.".formatted(rows);
    }
    if (others.isEmpty()) {
      return "The store holds no features at all.";
    }
    int least = others.get(0).differences().size();
    return "The store holds no features of this recipe. What differs from the nearest that it has:"
        + others.stream()
            .filter(other -> other.differences().size() == least)
            .limit(3)
            .map(Explanation::text)
            .collect(Collectors.joining());
  }

  private static String text(Neighbour other) {
    StringBuilder text =
        new StringBuilder(
            "%n  %s (%,d features)"
                .formatted(other.stored.recipe().sha256().substring(0, 12), other.stored.rows()));
    for (Recipe.Difference difference : other.differences) {
      text.append(
          "%n    %s%n      stored  %s%n      asked   %s"
              .formatted(difference.part().title(), difference.stored(), difference.asked()));
    }
    return text.toString();
  }
}
