package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fe4j.metrics.comparison.AuditFinding;
import org.fe4j.metrics.comparison.CommercialUse;
import org.fe4j.metrics.comparison.ComparisonBuilder;
import org.fe4j.metrics.comparison.DatasetFacts;
import org.fe4j.metrics.comparison.ModelFacts;
import org.fe4j.metrics.comparison.ModelKind;
import org.fe4j.metrics.comparison.NamedMatrix;
import org.jspecify.annotations.Nullable;

/** Reads the small objects of a {@link ComparisonJson}; each takes the path of its object. */
final class ComparisonParts {
  private final JsonFields json;

  ComparisonParts(JsonFields json) {
    this.json = json;
  }

  MalformedReportException unknownField() {
    return json.malformed("is not a field of a comparison");
  }

  private interface Setting {
    void set(ModelFacts.Builder facts);
  }

  ModelFacts model(String path) throws IOException {
    @Nullable String[] name = new String[1];
    List<Setting> settings = new ArrayList<>();
    json.object(
        field -> {
          if (field.equals("name")) {
            name[0] = json.string();
          } else if (!json.skipNull()) {
            settings.add(modelFact(field));
          }
        });
    ModelFacts.Builder facts = ModelFacts.builder(json.required(name[0], path + ".name"));
    settings.forEach(setting -> setting.set(facts));
    return facts.build();
  }

  private Setting modelFact(String field) throws IOException {
    switch (field) {
      case "kind" -> {
        ModelKind kind = choice(ModelKind.values(), ModelKind::label);
        return facts -> facts.kind(kind);
      }
      case "commercialUse" -> {
        CommercialUse use = choice(CommercialUse.values(), CommercialUse::label);
        return facts -> facts.commercialUse(use);
      }
      case "pretraining", "licence" -> {
        String text = json.string();
        return field.equals("licence")
            ? facts -> facts.licence(text)
            : facts -> facts.pretraining(text);
      }
      case "parameters", "peakMemoryBytes" -> {
        long value = whole();
        return field.equals("parameters")
            ? facts -> facts.parameters(value)
            : facts -> facts.peakMemoryBytes(value);
      }
      case "featureDimension", "inputPixels" -> {
        int value = json.integer();
        return field.equals("inputPixels")
            ? facts -> facts.inputPixels(value)
            : facts -> facts.featureDimension(value);
      }
      case "gigaMultiplyAdds", "imagesPerSecond" -> {
        double value = json.decimal();
        return field.equals("imagesPerSecond")
            ? facts -> facts.imagesPerSecond(value)
            : facts -> facts.gigaMultiplyAdds(value);
      }
      default -> throw unknownField();
    }
  }

  private long whole() throws IOException {
    String text = json.number();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("%s is not a whole number".formatted(text), e);
    }
  }

  private <T> T choice(T[] values, Function<T, String> label) throws IOException {
    String text = json.string();
    for (T value : values) {
      if (label.apply(value).equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "\"%s\" is none of %s"
            .formatted(text, Arrays.stream(values).map(label).collect(Collectors.joining(", "))));
  }

  DatasetFacts dataset(String path) throws IOException {
    @Nullable String[] name = new String[1];
    @Nullable Integer[] counts = new Integer[2];
    @Nullable Double[] side = new Double[1];
    json.object(
        field -> {
          switch (field) {
            case "name" -> name[0] = json.string();
            case "images" -> counts[0] = json.integer();
            case "classes" -> counts[1] = json.integer();
            case "medianShorterSide" -> side[0] = json.skipNull() ? null : json.decimal();
            default -> throw unknownField();
          }
        });
    DatasetFacts facts =
        DatasetFacts.of(
            json.required(name[0], path + ".name"),
            json.required(counts[0], path + ".images"),
            json.required(counts[1], path + ".classes"));
    return side[0] == null ? facts : facts.withMedianShorterSide(side[0]);
  }

  void similarity(String path, ComparisonBuilder builder) throws IOException {
    @Nullable String[] dataset = new String[1];
    List<String> models = new ArrayList<>();
    List<ImmutableDoubleArray> rows = new ArrayList<>();
    json.object(
        field -> {
          switch (field) {
            case "dataset" -> dataset[0] = json.string();
            case "models" -> json.list(() -> models.add(json.string()));
            case "values" -> json.list(() -> rows.add(numbers()));
            default -> throw unknownField();
          }
        });
    if (rows.size() != models.size()
        || rows.stream().anyMatch(row -> row.length() != models.size())) {
      throw json.malformed(
          path, "has no %d rows of %d values".formatted(models.size(), models.size()), null);
    }
    builder.featureSimilarity(
        json.required(dataset[0], path + ".dataset"),
        NamedMatrix.of(models, (row, column) -> rows.get(row).get(column)));
  }

  private ImmutableDoubleArray numbers() throws IOException {
    ImmutableDoubleArray.Builder numbers = ImmutableDoubleArray.builder();
    json.list(() -> numbers.add(json.skipNull() ? Double.NaN : json.decimal()));
    return numbers.build();
  }

  void audit(String path, ComparisonBuilder builder) throws IOException {
    @Nullable String[] dataset = new String[1];
    ImmutableList.Builder<AuditFinding> findings = ImmutableList.builder();
    json.object(
        field -> {
          switch (field) {
            case "dataset" -> dataset[0] = json.string();
            case "findings" -> json.list(() -> findings.add(finding(path)));
            default -> throw unknownField();
          }
        });
    builder.audit(json.required(dataset[0], path + ".dataset"), findings.build());
  }

  private AuditFinding finding(String path) throws IOException {
    @Nullable String[] texts = new String[2];
    @Nullable Boolean[] flagged = new Boolean[1];
    json.object(
        field -> {
          switch (field) {
            case "model" -> texts[0] = json.string();
            case "flagged" -> flagged[0] = json.bool();
            case "text" -> texts[1] = json.string();
            default -> throw unknownField();
          }
        });
    return new AuditFinding(
        json.required(texts[0], path + ".findings.model"),
        json.required(flagged[0], path + ".findings.flagged"),
        json.required(texts[1], path + ".findings.text"));
  }
}
