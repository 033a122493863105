package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.SkippedRow;

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
}
