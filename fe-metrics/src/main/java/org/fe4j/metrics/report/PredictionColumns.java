package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.metrics.Predictions;
import org.jspecify.annotations.Nullable;

/** The {@code predictions} of a {@link JsonReport} as they are read, before they are checked. */
final class PredictionColumns {
  private final JsonFields json;
  private @Nullable List<String> ids;

  /** Null where the file has none: each row is alone in its group. */
  private @Nullable List<String> groups;

  private @Nullable ImmutableIntArray folds;
  private @Nullable ImmutableIntArray truth;
  private @Nullable ImmutableIntArray predicted;
  private @Nullable ProbabilityText probabilityText;

  /** One entry a row; empty where the file says null. */
  private @Nullable List<ImmutableDoubleArray> probabilities;

  private boolean labelsOnly;

  private PredictionColumns(JsonFields json) {
    this.json = json;
  }

  static PredictionColumns read(JsonFields json) throws IOException {
    PredictionColumns columns = new PredictionColumns(json);
    json.object(columns::readColumn);
    return columns;
  }

  private void readColumn(String name) throws IOException {
    switch (name) {
      case "id" -> ids = strings();
      case "group" -> groups = strings();
      case "fold" -> folds = integers();
      case "truth" -> truth = integers();
      case "predicted" -> predicted = integers();
      case "probabilityType" -> probabilityText = probabilityType();
      case "probabilities" -> readProbabilities();
      default -> throw json.unknownField();
    }
  }

  private List<String> strings() throws IOException {
    List<String> values = new ArrayList<>();
    json.list(() -> values.add(json.string()));
    return values;
  }

  private ImmutableIntArray integers() throws IOException {
    ImmutableIntArray.Builder values = ImmutableIntArray.builder();
    json.list(() -> values.add(json.integer()));
    return values.build();
  }

  private ProbabilityText probabilityType() throws IOException {
    String key = json.string();
    for (ProbabilityText text : ProbabilityText.values()) {
      if (text.key().equals(key)) {
        return text;
      }
    }
    throw json.malformed(
        "predictions.probabilityType",
        "must be float32 or float64 but is \"%s\"".formatted(key),
        null);
  }

  private void readProbabilities() throws IOException {
    List<ImmutableDoubleArray> rows = new ArrayList<>();
    probabilities = rows;
    labelsOnly = json.skipNull();
    if (labelsOnly) {
      return;
    }
    ProbabilityText text = probabilityText;
    if (text == null) {
      throw json.malformed("stands before probabilityType, which says how to read it");
    }
    json.list(
        () -> {
          ImmutableDoubleArray.Builder row = ImmutableDoubleArray.builder();
          json.list(() -> row.add(text.read(json.number())));
          rows.add(row.build().trimmed());
        });
  }

  /** Returns the predictions, or names the column that does not fit the others. */
  Predictions toPredictions(ImmutableList<String> classes) throws MalformedReportException {
    List<String> id = json.required(ids, "predictions.id");
    ImmutableIntArray fold = json.required(folds, "predictions.fold");
    ImmutableIntArray trueClass = json.required(truth, "predictions.truth");
    ImmutableIntArray predictedClass = json.required(predicted, "predictions.predicted");
    List<ImmutableDoubleArray> rows = json.required(probabilities, "predictions.probabilities");
    List<String> group = groups == null ? id : groups;
    checkLength("group", group.size(), id.size());
    checkLength("fold", fold.length(), id.size());
    checkLength("truth", trueClass.length(), id.size());
    checkLength("predicted", predictedClass.length(), id.size());
    if (!labelsOnly) {
      checkLength("probabilities", rows.size(), id.size());
    }
    if (id.isEmpty()) {
      throw json.malformed("predictions.id", "is empty; a report has at least one row", null);
    }
    Predictions.Builder builder = builder(classes);
    for (int row = 0; row < id.size(); row++) {
      String name = id.get(row);
      String unit = group.get(row);
      int inFold = fold.get(row);
      try {
        if (labelsOnly) {
          builder.addLabels(name, unit, trueClass.get(row), predictedClass.get(row), inFold);
        } else {
          builder.add(name, unit, trueClass.get(row), inFold, rows.get(row).toArray());
        }
      } catch (IllegalArgumentException e) {
        throw json.malformed("predictions, entry " + row, String.valueOf(e.getMessage()), e);
      }
    }
    Predictions predictions = builder.build();
    checkPredicted(predictions, predictedClass);
    return predictions;
  }

  private Predictions.Builder builder(ImmutableList<String> classes)
      throws MalformedReportException {
    try {
      return Predictions.builder(classes);
    } catch (IllegalArgumentException e) {
      throw json.malformed("classes", String.valueOf(e.getMessage()), e);
    }
  }

  private void checkLength(String column, int length, int rows) throws MalformedReportException {
    if (length != rows) {
      throw json.malformed(
          "predictions." + column,
          "has %d entries, but predictions.id has %d".formatted(length, rows),
          null);
    }
  }

  private void checkPredicted(Predictions predictions, ImmutableIntArray read)
      throws MalformedReportException {
    for (int row = 0; row < predictions.size(); row++) {
      if (predictions.predicted(row) != read.get(row)) {
        throw json.malformed(
            "predictions.predicted[" + row + "]",
            "is %d, but the most probable class is %d"
                .formatted(read.get(row), predictions.predicted(row)),
            null);
      }
    }
  }
}
