package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fe4j.metrics.statistics.AverageLinkage;
import org.fe4j.metrics.statistics.Dendrogram;

/** Clusters the rows of a matrix of similarities. */
final class Clusters {
  private Clusters() {}

  static Similarity of(String label, NamedMatrix matrix, int observations, List<String> notes) {
    ImmutableList.Builder<String> all = ImmutableList.<String>builder().addAll(notes);
    Optional<Dendrogram> dendrogram = Optional.empty();
    if (matrix.size() >= 2 && matrix.isComplete()) {
      dendrogram = Optional.of(AverageLinkage.cluster(distances(matrix)));
    } else if (!matrix.isComplete()) {
      all.add("Values that do not exist (n/a) leave no clusters to be found.");
    }
    return new Similarity(label, matrix, observations, dendrogram, all.build());
  }

  private static double[][] distances(NamedMatrix matrix) {
    return IntStream.range(0, matrix.size())
        .mapToObj(
            row ->
                IntStream.range(0, matrix.size())
                    // Rounding may take a similarity above 1, and the diagonal off it.
                    .mapToDouble(
                        column -> row == column ? 0 : Math.max(0, 1 - matrix.get(row, column)))
                    .toArray())
        .toArray(double[][]::new);
  }
}
