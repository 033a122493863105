package org.fe4j.store;

import java.util.EnumMap;
import java.util.Map;

/** Recipes for tests. */
public final class Recipes {
  private Recipes() {}

  /** Returns a recipe whose parts say their own names, stored as float32. */
  public static Recipe plain() {
    return Recipe.of(parts());
  }

  static Recipe with(RecipePart part, String value) {
    Map<RecipePart, String> parts = parts();
    parts.put(part, value);
    return Recipe.of(parts);
  }

  private static Map<RecipePart, String> parts() {
    Map<RecipePart, String> parts = new EnumMap<>(RecipePart.class);
    for (RecipePart part : RecipePart.values()) {
      parts.put(part, "some " + part.title());
    }
    parts.put(RecipePart.ELEMENT_TYPE, ElementType.FLOAT32.toString());
    return parts;
  }
}
