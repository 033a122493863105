package org.fe4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.Evaluation;
import org.fe4j.export.FeatureColumns;
import org.fe4j.export.FeatureTable;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Comparison;

/** Features that a cluster or an earlier run wrote, evaluated without images. */
public final class EvaluateFeatures {
  private EvaluateFeatures() {}

  /** Takes two files or folders of features of the same images. */
  public static void main(String[] arguments) throws IOException {
    Path rocks = Path.of(arguments[0]);
    Path others = Path.of(arguments[1]);
    // begin: evaluate features
    FeatureTable features = FeatureTable.read(rocks);
    MetricsReport report = Evaluation.ofFeatures(features).folds(5).run();
    System.out.println(report);
    // end: evaluate features
    // begin: compare features
    FeatureTable first = FeatureTable.read(rocks).named("rocks").ofBackbone("first");
    FeatureTable second = FeatureTable.read(others).named("rocks").ofBackbone("second");
    Comparison comparison = Evaluation.ofFeatures(first, second).run();
    System.out.println(comparison);
    // end: compare features
    // begin: name columns
    FeatureColumns columns =
        FeatureColumns.standard().withPath("path").withLabel("label").withFeatures("features");
    FeatureTable named = FeatureTable.read(rocks, columns);
    System.out.println(named);
    // end: name columns
  }
}
