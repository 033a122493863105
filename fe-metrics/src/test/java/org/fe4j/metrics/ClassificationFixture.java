package org.fe4j.metrics;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** Predictions with the figures that scikit-learn 1.9 computes from them. */
public record ClassificationFixture(String name, JsonObject json) {

  /** Returns the cases of the resource. */
  public static List<ClassificationFixture> all() {
    try (InputStream file =
            Objects.requireNonNull(
                ClassificationFixture.class.getResourceAsStream("classification.json.gz"));
        InputStreamReader reader =
            new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8)) {
      List<ClassificationFixture> cases = new ArrayList<>();
      for (JsonElement element : JsonParser.parseReader(reader).getAsJsonArray()) {
        JsonObject json = element.getAsJsonObject();
        cases.add(new ClassificationFixture(json.get("name").getAsString(), json));
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the case of this name. */
  public static ClassificationFixture named(String name) {
    return all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  /** Returns the predictions, with probabilities where there are some, dealt to this many folds. */
  public Predictions predictions(int foldCount) {
    int classCount = json.get("classes").getAsInt();
    Predictions.Builder builder =
        Predictions.builder(IntStream.range(0, classCount).mapToObj(Integer::toString).toList());
    JsonArray truth = json.getAsJsonArray("truth");
    JsonArray predicted = json.getAsJsonArray("predicted");
    for (int row = 0; row < truth.size(); row++) {
      String id = "row-" + row;
      int fold = row % foldCount;
      if (json.get("probabilities").isJsonNull()) {
        builder.addLabels(id, truth.get(row).getAsInt(), predicted.get(row).getAsInt(), fold);
      } else {
        builder.add(id, truth.get(row).getAsInt(), fold, probabilities(row));
      }
    }
    return builder.build();
  }

  private double[] probabilities(int row) {
    JsonArray values = json.getAsJsonArray("probabilities").get(row).getAsJsonArray();
    return values.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
  }

  @Override
  public String toString() {
    return name;
  }
}
