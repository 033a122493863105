package org.fe4j.zoo.verify;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.checkpoint.ElementType;

/** Reads a golden file; the fields are those of the table in {@code goldens/README.md}. */
final class GoldenReader {
  private static final ImmutableMap<Precision, String> PRECISIONS =
      ImmutableMap.of(
          Precision.FP32, "float32", Precision.FP16, "float16", Precision.BF16, "bfloat16");

  private GoldenReader() {}

  static Golden read(Path file) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        InputStream plain =
            file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        Reader text = new InputStreamReader(plain, StandardCharsets.UTF_8)) {
      return golden(JsonParser.parseReader(text).getAsJsonObject());
    } catch (JsonParseException
        | IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException e) {
      // What Gson throws for text that is no JSON, and for a value of another kind.
      throw new IOException(
          "[" + file.getFileName() + "] is not a golden file: " + e.getMessage(), e);
    }
  }

  private static Golden golden(JsonObject json) {
    ImmutableList<ImmutableList<Double>> features = rows(json, "features");
    int dimension = field(json, "featureDim").getAsInt();
    if (features.size() != 2 || features.stream().anyMatch(row -> row.size() != dimension)) {
      throw new IllegalArgumentException(
          "\"features\" must be two rows of featureDim, " + dimension + " values");
    }
    return new Golden(
        field(json, "id").getAsString(),
        field(json, "inputSize").getAsInt(),
        doubles(field(json, "mean").getAsJsonArray()),
        doubles(field(json, "std").getAsJsonArray()),
        features,
        absent(json, "logits") ? ImmutableList.of() : rows(json, "logits"),
        parameters(field(json, "parameters").getAsJsonArray()),
        absent(json, "stages") ? ImmutableList.of() : stages(json.getAsJsonArray("stages")),
        errors(json, "relativeErrorOfReference"),
        errors(json, "relativeErrorOfReferenceDifference"));
  }

  private static ImmutableList<GeneratedTensor> parameters(JsonArray array) {
    ImmutableList.Builder<GeneratedTensor> parameters = ImmutableList.builder();
    for (JsonElement element : array) {
      JsonObject json = element.getAsJsonObject();
      ElementType type =
          ElementType.valueOf(field(json, "dtype").getAsString().toUpperCase(Locale.ROOT));
      boolean generated = !absent(json, "scale");
      parameters.add(
          new GeneratedTensor(
              field(json, "name").getAsString(),
              type,
              integers(field(json, "shape").getAsJsonArray()),
              generated ? field(json, "base").getAsFloat() : 0,
              generated ? field(json, "scale").getAsFloat() : 0));
    }
    return parameters.build();
  }

  private static ImmutableList<Stage> stages(JsonArray array) {
    ImmutableList.Builder<Stage> stages = ImmutableList.builder();
    for (JsonElement element : array) {
      JsonObject json = element.getAsJsonObject();
      stages.add(
          new Stage(
              field(json, "name").getAsString(),
              integers(field(json, "shape").getAsJsonArray()),
              field(json, "mean").getAsDouble(),
              field(json, "std").getAsDouble(),
              doubles(field(json, "first").getAsJsonArray())));
    }
    return stages.build();
  }

  private static ImmutableMap<Precision, Double> errors(JsonObject json, String name) {
    ImmutableMap.Builder<Precision, Double> errors = ImmutableMap.builder();
    if (!absent(json, name)) {
      JsonObject measured = json.getAsJsonObject(name);
      PRECISIONS.forEach(
          (precision, key) -> {
            if (!absent(measured, key)) {
              errors.put(precision, measured.get(key).getAsDouble());
            }
          });
    }
    return errors.buildOrThrow();
  }

  private static ImmutableList<ImmutableList<Double>> rows(JsonObject json, String name) {
    ImmutableList.Builder<ImmutableList<Double>> rows = ImmutableList.builder();
    for (JsonElement row : field(json, name).getAsJsonArray()) {
      rows.add(doubles(row.getAsJsonArray()));
    }
    return rows.build();
  }

  private static ImmutableList<Double> doubles(JsonArray array) {
    ImmutableList.Builder<Double> values = ImmutableList.builder();
    for (JsonElement element : array) {
      values.add(element.getAsDouble());
    }
    return values.build();
  }

  private static ImmutableList<Integer> integers(JsonArray array) {
    ImmutableList.Builder<Integer> values = ImmutableList.builder();
    for (JsonElement element : array) {
      values.add(element.getAsInt());
    }
    return values.build();
  }

  private static boolean absent(JsonObject json, String name) {
    return !json.has(name) || json.get(name).isJsonNull();
  }

  private static JsonElement field(JsonObject json, String name) {
    if (absent(json, name)) {
      throw new IllegalArgumentException("the field \"" + name + "\" is missing");
    }
    return json.get(name);
  }
}
