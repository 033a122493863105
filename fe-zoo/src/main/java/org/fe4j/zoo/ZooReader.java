package org.fe4j.zoo;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;

/**
 * Reads the catalogue, {@code zoo.json}: one object a line, with the components of {@link ZooEntry}
 * as fields and the preprocessing spread out. For torchvision's rows it holds what torchvision 0.26
 * says in its weight enums, for CLIP's what OpenAI's code and paper say, for DINOv2's what Meta's
 * code, README and model card say, for SigLIP's what timm's code says.
 *
 * <p>Meta publishes no checksum of DINOv2's files; theirs are those that other public projects
 * recorded for files of these addresses, each found in at least two.
 */
final class ZooReader {
  /** What nearly all rows have, and so leave out. */
  private static final int IMAGENET_CLASSES = 1000;

  private ZooReader() {}

  static ImmutableList<ZooEntry> read() {
    return parse("zoo.json").getAsJsonArray().asList().stream()
        .map(row -> entry(row.getAsJsonObject()))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the full names that each suite of {@code suites.json} has. */
  static ImmutableListMultimap<String, String> readSuites() {
    ImmutableListMultimap.Builder<String, String> suites = ImmutableListMultimap.builder();
    for (Map.Entry<String, JsonElement> suite : parse("suites.json").getAsJsonObject().entrySet()) {
      suite
          .getValue()
          .getAsJsonArray()
          .forEach(name -> suites.put(suite.getKey(), name.getAsString()));
    }
    return suites.build();
  }

  private static JsonElement parse(String resource) {
    try (InputStream bytes = ZooReader.class.getResourceAsStream(resource)) {
      if (bytes == null) {
        throw new IllegalStateException("fe-zoo is broken: its catalogue is missing: " + resource);
      }
      return JsonParser.parseReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ZooEntry entry(JsonObject row) {
    String name = row.get("name").getAsString();
    int dot = name.indexOf('.');
    ImmutableMap.Builder<FeatureTap, Integer> dimensions = ImmutableMap.builder();
    row.getAsJsonObject("featureDimensions")
        .entrySet()
        .forEach(tap -> dimensions.put(new FeatureTap(tap.getKey()), tap.getValue().getAsInt()));
    ImmutableMap.Builder<String, Double> accuracy = ImmutableMap.builder();
    row.getAsJsonObject("accuracy")
        .entrySet()
        .forEach(field -> accuracy.put(field.getKey(), field.getValue().getAsDouble()));
    return new ZooEntry(
        name.substring(0, dot),
        name.substring(dot + 1),
        row.get("family").getAsString(),
        BackboneKind.valueOf(row.get("kind").getAsString()),
        URI.create(row.get("url").getAsString()),
        row.get("sha256").getAsString(),
        preprocessing(row),
        row.has("classes") ? row.get("classes").getAsInt() : IMAGENET_CLASSES,
        dimensions.buildOrThrow(),
        row.get("parameters").getAsLong(),
        row.get("gigaMultiplyAdds").getAsDouble(),
        row.get("fileSizeMebibytes").getAsDouble(),
        row.get("license").getAsString(),
        CommercialUse.valueOf(row.get("commercialUse").getAsString()),
        row.get("trainingData").getAsString(),
        URI.create(row.get("paper").getAsString()),
        accuracy.buildOrThrow(),
        row.get("default").getAsBoolean());
  }

  private static Preprocessing preprocessing(JsonObject row) {
    return Preprocessing.of(
        row.get("resize").getAsInt(),
        row.get("crop").getAsInt(),
        Interpolation.valueOf(row.get("interpolation").getAsString()),
        doubles(row.getAsJsonArray("mean")),
        doubles(row.getAsJsonArray("deviation")));
  }

  private static ImmutableList<Double> doubles(JsonArray array) {
    return array.asList().stream()
        .map(JsonElement::getAsDouble)
        .collect(ImmutableList.toImmutableList());
  }
}
