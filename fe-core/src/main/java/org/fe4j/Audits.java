package org.fe4j;

import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.ComparisonBuilder;
import org.fe4j.progress.ProgressListener;

/** Filled when the audit of heads is there. */
final class Audits {
  Audits(Evaluation<Comparison> settings) {}

  void add(String dataset, String backbone, CellRun.Cell cell, ProgressListener progress) {}

  void addTo(ComparisonBuilder comparison) {}
}
