package org.fe4j.store;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One way of extraction: everything but the image that decides a feature.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class Recipe {
  /** Raised when shards are written otherwise. */
  static final String FORMAT = "1";

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final ImmutableMap<RecipePart, String> parts;
  private final String sha256;

  private Recipe(ImmutableMap<RecipePart, String> parts) {
    this.parts = parts;
    this.sha256 = Sha256.hex(toBytes());
  }

  /**
   * Returns the recipe of these parts; {@link RecipePart#FORMAT} is added.
   *
   * @throws IllegalArgumentException if a part is missing
   */
  public static Recipe of(Map<RecipePart, String> parts) {
    Map<RecipePart, String> all = new EnumMap<>(parts);
    all.put(RecipePart.FORMAT, FORMAT);
    return complete(all);
  }

  private static Recipe complete(Map<RecipePart, String> parts) {
    for (RecipePart part : RecipePart.values()) {
      if (!parts.containsKey(part)) {
        throw new IllegalArgumentException("A recipe needs its part \"" + part.title() + "\"");
      }
    }
    return new Recipe(Maps.immutableEnumMap(parts));
  }

  /** Returns a part. */
  public String part(RecipePart part) {
    return parts.getOrDefault(part, "");
  }

  /** Returns the hash of all parts, in 64 lower-case hexadecimal digits. */
  public String sha256() {
    return sha256;
  }

  /** Returns how values are stored. */
  public ElementType elementType() {
    return ElementType.valueOf(part(RecipePart.ELEMENT_TYPE));
  }

  /** A part that is not what it was. */
  public record Difference(RecipePart part, String stored, String asked) {

    /** Returns it for people: {@code precision: stored FP32, asked FP16}. */
    @Override
    public String toString() {
      return "%s: stored %s, asked %s".formatted(part.title(), stored, asked);
    }
  }

  /**
   * Returns which parts of what is asked differ from this recipe. The program is among them only
   * where nothing else is, since it follows from the others.
   */
  public ImmutableList<Difference> differences(Recipe asked) {
    ImmutableList.Builder<Difference> differences = ImmutableList.builder();
    boolean any = false;
    for (RecipePart part : RecipePart.values()) {
      boolean shown = part != RecipePart.PROGRAM || !any;
      if (shown && !part(part).equals(asked.part(part))) {
        differences.add(new Difference(part, part(part), asked.part(part)));
        any = true;
      }
    }
    return differences.build();
  }

  /** Returns the parts by their titles, as a JSON object with a line for each. */
  String toJson() {
    Map<String, String> byTitle = new java.util.LinkedHashMap<>();
    for (RecipePart part : RecipePart.values()) {
      byTitle.put(part.title(), part(part));
    }
    return GSON.toJson(byTitle) + "\n";
  }

  /** Returns the file of this recipe, whose SHA-256 is the recipe's. */
  byte[] toBytes() {
    return toJson().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the recipe of a JSON object, or nothing where it is none of this format. */
  static Optional<Recipe> parse(String json) {
    @Nullable Map<String, String> byTitle;
    try {
      byTitle = GSON.fromJson(json, new TypeToken<Map<String, String>>() {}.getType());
    } catch (JsonParseException e) {
      return Optional.empty();
    }
    Map<RecipePart, String> parts = new EnumMap<>(RecipePart.class);
    for (RecipePart part : RecipePart.values()) {
      String value = byTitle == null ? null : byTitle.get(part.title());
      if (value == null) {
        return Optional.empty();
      }
      parts.put(part, value);
    }
    return Optional.of(complete(parts));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Recipe recipe && recipe.parts.equals(parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return toJson();
  }
}
