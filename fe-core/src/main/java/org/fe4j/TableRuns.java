package org.fe4j;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.export.FeatureTable;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Comparison;

/** Evaluations of features that are there already. */
final class TableRuns {
  private TableRuns() {}

  static Evaluation<MetricsReport> of(FeatureTable table) {
    ImageDataset images = images(table);
    return new Evaluation<>(
        ImmutableList.of(),
        evaluation -> {
          requireFeaturesAlone(evaluation.protocol());
          return new SingleRun(evaluation, new TableCandidate(evaluation, table), images).run();
        });
  }

  static Evaluation<Comparison> ofAll(Collection<FeatureTable> tables) {
    SeveralBackbones.requireNames("table", tables.stream().map(FeatureTable::backbone).toList());
    ImmutableList<FeatureTable> all = ImmutableList.copyOf(tables);
    ImageDataset images = images(all.get(0));
    List<FeatureTable> aligned = new ArrayList<>();
    for (FeatureTable table : all) {
      aligned.add(aligned.isEmpty() ? table : table.alignedTo(all.get(0)));
    }
    return new Evaluation<>(
        ImmutableList.of(),
        evaluation -> {
          requireFeaturesAlone(evaluation.protocol());
          return new ComparisonRun(
                  evaluation,
                  aligned.stream().map(table -> new TableCandidate(evaluation, table)).toList(),
                  ImmutableList.of(images))
              .run();
        });
  }

  private static ImageDataset images(FeatureTable table) {
    return table
        .dataset()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "[%s] has no classes, so that nothing can be told apart: give it the data set with FeatureTable.of(features, dataset)"
                        .formatted(table.name())));
  }

  private static void requireFeaturesAlone(Protocol protocol) {
    if (protocol.copies() == CopyPolicy.NEAR_TOGETHER) {
      throw new IllegalStateException(
          "copies(NEAR_TOGETHER) compares pictures, but only features are given: set EXACT_TOGETHER, which compares features, or give groups");
    }
    if (protocol.settings().containsKey(Protocol.RESIZING)) {
      throw new IllegalStateException(
          "withResizing(…) is about pictures, but only features are given: leave it out");
    }
  }
}
