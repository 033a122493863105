package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.Map;
import org.fe4j.metrics.CopiesGap;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.ShareOfClass;
import org.fe4j.metrics.SkippedRow;
import org.fe4j.metrics.TrainingCurve;

/** A small report with everything in it that is awkward to write. */
final class SampleReport {
  private SampleReport() {}

  static MetricsReport create() {
    Predictions predictions =
        Predictions.builder(List.of("cross_bedding", "tuff, \"welded\"", "a|b"))
            .add("x/1.png", 0, 0, new float[] {0.7f, 0.2f, 0.1f})
            .add("x/2, again.png", 1, 0, new float[] {0.25f, 0.5f, 0.25f})
            .add("\u00e9\u5ca9.png", 0, 1, new float[] {0.125f, 0.25f, 0.625f})
            .add("x/4.png", 1, 1, new float[] {0, 1, 0})
            .build();
    return MetricsReport.of(
        predictions,
        ImmutableMap.of("backbone", "squeezenet1_1", "seed", "42"),
        List.of(new SkippedRow("x/5.png", "truncated | after 7 bytes")));
  }

  /** Everything that a report may have. */
  static MetricsReport complete() {
    Predictions predictions =
        Predictions.builder(List.of("cross_bedding", "tuff"))
            .add("x/1.png", "quarry, \"A\"", 0, 0, new float[] {0.75f, 0.25f})
            .add("x/2.png", 1, 0, new float[] {0.5f, 0.5f})
            .add("x/3.png", "quarry, \"A\"", 0, 1, new float[] {0.25f, 0.75f})
            .add("x/2.png", 1, 1, new float[] {0, 1})
            .build();
    return MetricsReport.builder(predictions)
        .provenance(ImmutableMap.of("backbone", "squeezenet1_1"))
        .protocol(ImmutableMap.of("name", "standard|1", "folds", "2"))
        .reproduction(ImmutableMap.of("data", "/rocks"))
        .skipped(List.of(new SkippedRow("x/5.png", "truncated")))
        .metrics(List.of(new ShareOfClass()))
        .trainingCurves(
            Map.of(
                0,
                new TrainingCurve(
                    2, ImmutableDoubleArray.of(0.7, 1 / 3.0), ImmutableDoubleArray.of(0.8, 0.9)),
                1,
                new TrainingCurve(
                    1,
                    ImmutableDoubleArray.of(Double.NaN, Double.POSITIVE_INFINITY),
                    ImmutableDoubleArray.of())))
        .pictures(Map.of("x/3.png", "data:image/png;base64,iVBORw0="))
        .copies(new CopiesGap(1, 2, 0.5, 0.25, 0.75, 0.625))
        .trainRows(1.5)
        .build();
  }
}
