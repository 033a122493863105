package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link MetricsReport} says beside the figures; all of it may be left out.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
public final class MetricsReportBuilder {
  private static final Pattern PICTURE =
      Pattern.compile("data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}");

  private static final int SHOWN = 60;

  final Predictions predictions;
  ImmutableMap<String, String> provenance = ImmutableMap.of();
  ImmutableMap<String, String> protocol = ImmutableMap.of();
  ImmutableMap<String, String> reproduction = ImmutableMap.of();
  ImmutableList<SkippedRow> skipped = ImmutableList.of();
  ImmutableList<Metric> metrics = ImmutableList.of();
  ImmutableSortedMap<Integer, TrainingCurve> trainingCurves = ImmutableSortedMap.of();
  ImmutableMap<String, String> pictures = ImmutableMap.of();
  @Nullable CopiesGap copies;

  /** 0 where it follows from the predictions. */
  double trainRows;

  MetricsReportBuilder(Predictions predictions) {
    this.predictions = predictions;
    Set<String> seen = new HashSet<>();
    for (int row = 0; row < predictions.size(); row++) {
      if (!seen.add(predictions.fold(row) + " " + predictions.id(row))) {
        throw new IllegalArgumentException(
            "Row \"%s\" is there twice in fold %d; a report needs each row once in a fold"
                .formatted(predictions.id(row), predictions.fold(row)));
      }
    }
  }

  /**
   * Sets what was evaluated, printed in the map's order: backbone, weights' sha256, preprocessing,
   * versions.
   */
  @CanIgnoreReturnValue
  public MetricsReportBuilder provenance(Map<String, String> facts) {
    provenance = ImmutableMap.copyOf(facts);
    return this;
  }

  /** Sets how it was evaluated, printed in the map's order as a section of its own. */
  @CanIgnoreReturnValue
  public MetricsReportBuilder protocol(Map<String, String> facts) {
    protocol = ImmutableMap.copyOf(facts);
    return this;
  }

  /** Sets what it takes to run the evaluation again; kept in the JSON, and printed nowhere. */
  @CanIgnoreReturnValue
  public MetricsReportBuilder reproduction(Map<String, String> facts) {
    reproduction = ImmutableMap.copyOf(facts);
    return this;
  }

  /**
   * Sets the rows that could not be read.
   *
   * @throws IllegalArgumentException if one of them has a prediction
   */
  @CanIgnoreReturnValue
  public MetricsReportBuilder skipped(List<SkippedRow> rows) {
    Set<String> skippedIds = new HashSet<>();
    rows.forEach(row -> skippedIds.add(row.id()));
    for (int row = 0; row < predictions.size() && !skippedIds.isEmpty(); row++) {
      if (skippedIds.contains(predictions.id(row))) {
        throw new IllegalArgumentException(
            "Row \"%s\" is said to be skipped, but it has a prediction"
                .formatted(predictions.id(row)));
      }
    }
    skipped = ImmutableList.copyOf(rows);
    return this;
  }

  /**
   * Sets the metrics that the report has beside the standard ones. Standard ones may be named, and
   * change nothing.
   *
   * @throws IllegalArgumentException if a key is not as {@link Metric#key()} says, is that of a
   *     standard metric, or is there twice
   */
  @CanIgnoreReturnValue
  public MetricsReportBuilder metrics(List<? extends Metric> additional) {
    metrics = AdditionalFigures.checkedKeys(additional);
    return this;
  }

  /**
   * Sets how the head's loss went in each fold.
   *
   * @throws IllegalArgumentException if a fold has no prediction
   */
  @CanIgnoreReturnValue
  public MetricsReportBuilder trainingCurves(Map<Integer, TrainingCurve> byFold) {
    for (Integer fold : byFold.keySet()) {
      if (!predictions.folds().contains(fold)) {
        throw new IllegalArgumentException(
            "There is a training curve of fold %d, but the predictions are of the folds %s"
                .formatted(fold, predictions.folds()));
      }
    }
    trainingCurves = ImmutableSortedMap.copyOf(byFold);
    return this;
  }

  /**
   * Sets small pictures of rows, for {@link MetricsReport#mostConfidentMistakes}.
   *
   * @param byId for the id of a row a data URI: {@code data:image/png;base64,…}; or jpeg, gif, webp
   * @throws IllegalArgumentException if an id has no prediction, or if a value is no such URI
   */
  @CanIgnoreReturnValue
  public MetricsReportBuilder pictures(Map<String, String> byId) {
    Set<String> ids = new HashSet<>();
    for (int row = 0; row < predictions.size() && !byId.isEmpty(); row++) {
      ids.add(predictions.id(row));
    }
    byId.forEach(
        (id, uri) -> {
          if (!ids.contains(id)) {
            throw new IllegalArgumentException(
                "There is a picture of \"%s\", but no prediction".formatted(id));
          }
          if (!PICTURE.matcher(uri).matches()) {
            throw new IllegalArgumentException(
                ("The picture of \"%s\" is \"%s\"; it must be data:image/ with png, jpeg, gif or"
                        + " webp, and ;base64, before the bytes")
                    .formatted(id, uri.length() <= SHOWN ? uri : uri.substring(0, SHOWN) + "..."));
          }
        });
    pictures = ImmutableMap.copyOf(byId);
    return this;
  }

  /** Sets what copies of images do to the figures. */
  @CanIgnoreReturnValue
  public MetricsReportBuilder copies(CopiesGap gap) {
    copies = gap;
    return this;
  }

  /**
   * Sets how many rows a fold's head was trained on, on average: the validation part, if any,
   * counts. Where this is not called, it is the number of distinct ids less the mean size of a test
   * part, as in k-fold cross-validation.
   *
   * @throws IllegalArgumentException if it is not positive and finite
   */
  @CanIgnoreReturnValue
  public MetricsReportBuilder trainRows(double rows) {
    if (!(rows > 0 && rows < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Heads trained on %s rows; the mean number must be positive".formatted(rows));
    }
    trainRows = rows;
    return this;
  }

  /**
   * Returns the report.
   *
   * @throws IllegalArgumentException if a metric gives an infinite figure, or a {@link
   *     StoredMetric} has figures of another number of folds
   */
  public MetricsReport build() {
    return new PredictionsReport(this);
  }
}
