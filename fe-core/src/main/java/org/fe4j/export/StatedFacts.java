package org.fe4j.export;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the files of one table state together. Spark keeps no keys of others, but the metadata of
 * its columns: there the provenance is an object {@code fe4j.provenance} of the column of features.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class StatedFacts {
  private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";

  /** Rows that differ in one of these are not comparable. */
  private static final List<String> DECISIVE = List.of("backbone", "weights sha256", "tap");

  private final String featureColumn;
  private @Nullable FileFacts first;
  private String firstFile = "";
  private int files;
  private final Map<String, String> common = new LinkedHashMap<>();

  StatedFacts(String featureColumn) {
    this.featureColumn = featureColumn;
  }

  /**
   * Adds what a file states.
   *
   * @throws MalformedFeaturesException if it contradicts another, or cannot be read
   */
  void add(String file, Map<String, String> metadata) throws MalformedFeaturesException {
    FileFacts facts;
    try {
      facts = FileFacts.of(withSpark(metadata));
    } catch (IllegalArgumentException e) {
      throw new MalformedFeaturesException(
          "[%s] %s. Write it anew.".formatted(file, e.getMessage()), e);
    }
    files++;
    if (first == null) {
      first = facts;
      firstFile = file;
      common.putAll(facts.provenance());
      return;
    }
    for (String name : DECISIVE) {
      String here = facts.provenance().getOrDefault(name, "");
      String there = first.provenance().getOrDefault(name, "");
      if (!here.equals(there)) {
        throw new MalformedFeaturesException(
            "[%s] states the %s \"%s\", but [%s] states \"%s\". Rows of one table come from one backbone and one tap: read those of others apart."
                .formatted(file, name, here, firstFile, there));
      }
    }
    common
        .entrySet()
        .removeIf(
            entry -> !Objects.equals(facts.provenance().get(entry.getKey()), entry.getValue()));
  }

  /** Returns what all files state; order, classes and skipped images are those of one file. */
  FileFacts build() {
    if (first == null) {
      return FileFacts.NONE;
    }
    return files == 1
        ? first
        : new FileFacts(
            "", "", ImmutableMap.copyOf(common), ImmutableList.of(), ImmutableList.of());
  }

  private Map<String, String> withSpark(Map<String, String> metadata) {
    String schema = metadata.get(SPARK_SCHEMA);
    if (schema == null || metadata.containsKey(FileFacts.PROVENANCE)) {
      return metadata;
    }
    try {
      for (JsonElement field :
          JsonParser.parseString(schema).getAsJsonObject().getAsJsonArray("fields")) {
        JsonElement stated =
            field.getAsJsonObject().getAsJsonObject("metadata").get(FileFacts.PROVENANCE);
        if (stated != null
            && field.getAsJsonObject().get("name").getAsString().equals(featureColumn)) {
          return Map.of(FileFacts.PROVENANCE, stated.toString());
        }
      }
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException e) {
      return metadata; // A schema that is not Spark's states nothing.
    }
    return metadata;
  }
}
