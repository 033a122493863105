package org.fe4j.examples.cli;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.image.Preprocessing;
import org.fe4j.zoo.ZooEntry;

/**
 * Writes rows of the catalogue as a JSON array. Every object has every field, in this order; a
 * field may be added, and none is renamed or removed.
 */
final class ModelsJson {
  private ModelsJson() {}

  static void write(List<ZooEntry> entries, PrintWriter out) throws IOException {
    JsonWriter json = new JsonWriter(out);
    json.setIndent("  ");
    json.beginArray();
    for (ZooEntry entry : entries) {
      write(entry, json);
    }
    json.endArray().flush();
    out.println();
  }

  private static void write(ZooEntry entry, JsonWriter json) throws IOException {
    json.beginObject();
    json.name("name").value(entry.name());
    json.name("architecture").value(entry.architecture());
    json.name("weights").value(entry.weights());
    json.name("default").value(entry.isDefault());
    json.name("family").value(entry.family());
    json.name("kind").value(lowerCase(entry.kind()));
    json.name("url").value(entry.source().toString());
    json.name("sha256").value(entry.sha256());
    json.name("preprocessing");
    write(entry.preprocessing(), json);
    json.name("featureDimensions").beginObject();
    for (Map.Entry<FeatureTap, Integer> tap : entry.featureDimensions().entrySet()) {
      json.name(tap.getKey().name()).value(tap.getValue());
    }
    json.endObject();
    json.name("parameters").value(entry.parameters());
    json.name("gigaMultiplyAdds").value(entry.gigaMultiplyAdds());
    json.name("fileSizeMebibytes").value(entry.fileSizeMebibytes());
    json.name("license").value(entry.license());
    json.name("commercialUse").value(lowerCase(entry.commercialUse()));
    json.name("trainingData").value(entry.trainingData());
    json.name("paper").value(entry.paper().toString());
    json.name("accuracy").beginObject();
    for (Map.Entry<String, Double> figure : entry.accuracy().entrySet()) {
      json.name(figure.getKey()).value(figure.getValue());
    }
    json.endObject();
    json.endObject();
  }

  private static void write(Preprocessing preprocessing, JsonWriter json) throws IOException {
    json.beginObject();
    json.name("resizeMode").value(lowerCase(preprocessing.resizeMode()));
    json.name("resizePixels").value(preprocessing.resizePixels());
    json.name("cropPixels").value(preprocessing.cropPixels());
    json.name("interpolation").value(lowerCase(preprocessing.interpolation()));
    write("mean", preprocessing.mean(), json);
    write("deviation", preprocessing.deviation(), json);
    json.endObject();
  }

  private static void write(String name, List<Double> values, JsonWriter json) throws IOException {
    json.name(name).beginArray();
    for (double value : values) {
      json.value(value);
    }
    json.endArray();
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
