package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.fe4j.metrics.CopiesGap;
import org.fe4j.metrics.SkippedRow;
import org.fe4j.metrics.StoredMetric;
import org.fe4j.metrics.TrainingCurve;
import org.fe4j.metrics.statistics.Interval;

/** The parts of a {@link JsonReport} that are no figures of its predictions: to JSON and back. */
final class ReportParts {
  private final JsonFields json;

  ReportParts(JsonFields json) {
    this.json = json;
  }

  static JsonElement of(CopiesGap gap) {
    JsonObject entry = new JsonObject();
    entry.addProperty("groups", gap.groups());
    entry.addProperty("images", gap.images());
    entry.addProperty("accuracyTogether", gap.accuracyTogether());
    entry.addProperty("macroF1Together", gap.macroF1Together());
    entry.addProperty("accuracyDivided", gap.accuracyDivided());
    entry.addProperty("macroF1Divided", gap.macroF1Divided());
    return entry;
  }

  static JsonArray of(Map<Integer, TrainingCurve> curves) {
    JsonArray entries = new JsonArray();
    curves.forEach(
        (fold, curve) -> {
          JsonObject entry = new JsonObject();
          entry.addProperty("fold", fold);
          entry.addProperty("keptEpoch", curve.keptEpoch());
          entry.add("trainLosses", losses(curve.trainLosses()));
          entry.add("validationLosses", losses(curve.validationLosses()));
          entries.add(entry);
        });
    return entries;
  }

  private static JsonArray losses(ImmutableDoubleArray losses) {
    JsonArray entries = new JsonArray();
    losses
        .asList()
        .forEach(
            loss ->
                entries.add(
                    // A head may diverge, and JSON has no NaN.
                    Double.isFinite(loss)
                        ? new JsonPrimitive(loss)
                        : new JsonPrimitive(loss.toString())));
    return entries;
  }

  ImmutableMap<String, String> facts() throws IOException {
    ImmutableMap.Builder<String, String> facts = ImmutableMap.builder();
    json.object(key -> facts.put(key, json.string()));
    return facts.buildOrThrow();
  }

  ImmutableList<SkippedRow> skipped() throws IOException {
    ImmutableList.Builder<SkippedRow> rows = ImmutableList.builder();
    json.list(
        () -> {
          Map<String, String> texts = new HashMap<>();
          json.object(
              name -> {
                switch (name) {
                  case "id", "reason" -> texts.put(name, json.string());
                  default -> throw json.unknownField();
                }
              });
          rows.add(
              new SkippedRow(
                  json.required(texts.get("id"), "skipped.id"),
                  json.required(texts.get("reason"), "skipped.reason")));
        });
    return rows.build();
  }

  ImmutableMap<Integer, TrainingCurve> trainingCurves() throws IOException {
    Map<Integer, TrainingCurve> curves = new HashMap<>();
    json.list(() -> readCurve(curves));
    return ImmutableMap.copyOf(curves);
  }

  private void readCurve(Map<Integer, TrainingCurve> curves) throws IOException {
    Map<String, Integer> numbers = new HashMap<>();
    Map<String, ImmutableDoubleArray> losses = new HashMap<>();
    json.object(
        name -> {
          switch (name) {
            case "fold", "keptEpoch" -> numbers.put(name, json.integer());
            case "trainLosses", "validationLosses" -> losses.put(name, readLosses());
            default -> throw json.unknownField();
          }
        });
    int fold = json.required(numbers.get("fold"), "trainingCurves.fold");
    int keptEpoch = json.required(numbers.get("keptEpoch"), "trainingCurves.keptEpoch");
    ImmutableDoubleArray train =
        json.required(losses.get("trainLosses"), "trainingCurves.trainLosses");
    ImmutableDoubleArray validation =
        json.required(losses.get("validationLosses"), "trainingCurves.validationLosses");
    try {
      if (curves.put(fold, new TrainingCurve(keptEpoch, train, validation)) != null) {
        throw json.malformed("trainingCurves", "has two curves of fold %d".formatted(fold), null);
      }
    } catch (IllegalArgumentException e) {
      throw json.malformed("trainingCurves", String.valueOf(e.getMessage()), e);
    }
  }

  private ImmutableDoubleArray readLosses() throws IOException {
    ImmutableDoubleArray.Builder losses = ImmutableDoubleArray.builder();
    json.list(() -> losses.add(json.isString() ? notFinite() : json.decimal()));
    return losses.build();
  }

  private double notFinite() throws IOException {
    String text = json.string();
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default ->
          throw json.malformed(
              "trainingCurves",
              "has the loss \"%s\"; it must be a number, \"NaN\", \"Infinity\" or \"-Infinity\""
                  .formatted(text),
              null);
    };
  }

  CopiesGap copies() throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    Map<String, Double> figures = new HashMap<>();
    json.object(
        name -> {
          switch (name) {
            case "groups", "images" -> counts.put(name, json.integer());
            case "accuracyTogether", "macroF1Together", "accuracyDivided", "macroF1Divided" ->
                figures.put(name, json.decimal());
            default -> throw json.unknownField();
          }
        });
    int groups = json.required(counts.get("groups"), "copies.groups");
    int images = json.required(counts.get("images"), "copies.images");
    double accuracyTogether =
        json.required(figures.get("accuracyTogether"), "copies.accuracyTogether");
    double macroF1Together =
        json.required(figures.get("macroF1Together"), "copies.macroF1Together");
    double accuracyDivided =
        json.required(figures.get("accuracyDivided"), "copies.accuracyDivided");
    double macroF1Divided = json.required(figures.get("macroF1Divided"), "copies.macroF1Divided");
    try {
      return new CopiesGap(
          groups, images, accuracyTogether, macroF1Together, accuracyDivided, macroF1Divided);
    } catch (IllegalArgumentException e) {
      throw json.malformed("copies", String.valueOf(e.getMessage()), e);
    }
  }

  ImmutableList<StoredMetric> otherMetrics() throws IOException {
    ImmutableList.Builder<StoredMetric> metrics = ImmutableList.builder();
    json.list(() -> metrics.add(otherMetric()));
    return metrics.build();
  }

  private StoredMetric otherMetric() throws IOException {
    Map<String, String> texts = new HashMap<>();
    Map<String, Boolean> flags = new HashMap<>();
    Map<String, Double> figures = new HashMap<>();
    Map<String, ImmutableDoubleArray> lists = new HashMap<>();
    Map<String, Interval> intervals = new HashMap<>();
    json.object(
        name -> {
          switch (name) {
            case "key", "label" -> texts.put(name, json.string());
            case "higherIsBetter" -> flags.put(name, json.bool());
            case "pooled" -> figures.put(name, figure());
            case "folds" -> {
              ImmutableDoubleArray.Builder folds = ImmutableDoubleArray.builder();
              json.list(() -> folds.add(figure()));
              lists.put(name, folds.build());
            }
            case "interval" -> {
              if (!json.skipNull()) {
                intervals.put(name, interval());
              }
            }
            default -> throw json.unknownField();
          }
        });
    String key = json.required(texts.get("key"), "otherMetrics.key");
    String label = json.required(texts.get("label"), "otherMetrics.label");
    boolean higherIsBetter =
        json.required(flags.get("higherIsBetter"), "otherMetrics.higherIsBetter");
    double pooled = json.required(figures.get("pooled"), "otherMetrics.pooled");
    ImmutableDoubleArray folds = json.required(lists.get("folds"), "otherMetrics.folds");
    StoredMetric metric = StoredMetric.of(key, label, higherIsBetter, pooled, folds);
    Interval interval = intervals.get("interval");
    return interval == null ? metric : metric.withInterval(interval);
  }

  /** Returns a number, or NaN for null. */
  private double figure() throws IOException {
    if (json.skipNull()) {
      return Double.NaN;
    }
    double figure = json.decimal();
    if (Double.isInfinite(figure)) {
      throw json.malformed("otherMetrics", "has a number that is too large", null);
    }
    return figure;
  }

  private Interval interval() throws IOException {
    Map<String, Double> numbers = new HashMap<>();
    json.object(
        name -> {
          switch (name) {
            case "low", "high", "level" -> numbers.put(name, json.decimal());
            default -> throw json.unknownField();
          }
        });
    double low = json.required(numbers.get("low"), "otherMetrics.interval.low");
    double high = json.required(numbers.get("high"), "otherMetrics.interval.high");
    double level = json.required(numbers.get("level"), "otherMetrics.interval.level");
    try {
      return new Interval(low, high, level);
    } catch (IllegalArgumentException e) {
      throw json.malformed("otherMetrics.interval", String.valueOf(e.getMessage()), e);
    }
  }
}
