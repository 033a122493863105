package org.fe4j.metrics.statistics;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.fe4j.metrics.statistics.Dendrogram.Merge;

/**
 * Clustering by average linkage (UPGMA): the two nearest clusters become one, and the distance of
 * clusters is the mean over the pairs of their things. The merges are those of {@code
 * scipy.cluster.hierarchy.linkage(method="average")}, where distances are equal too.
 *
 * <p>Chains of nearest neighbours (Murtagh, "A survey of recent advances in hierarchical clustering
 * algorithms", 1983; Müllner, "Modern hierarchical, agglomerative clustering algorithms", 2011)
 * find the same tree as the definition does, in n² steps: a chain leads from a cluster to its
 * nearest one until two are each other's nearest, which any order of merging leaves so.
 */
public final class AverageLinkage {

  private static final int NONE = -1;

  /** Symmetric; the distances of the clusters, each at the place of one of its things. */
  private final double[][] distances;

  /** The number of things of the cluster at a place; 0 where it went into another one. */
  private final int[] sizes;

  /** The clusters from one to the nearest, as long as they are not each other's. */
  private final int[] chain;

  private int chainLength;

  private AverageLinkage(double[][] distances) {
    int count = distances.length;
    this.distances = new double[count][count];
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < count; column++) {
        // One of the two, since a computed matrix may differ in the last digit.
        this.distances[row][column] = distances[Math.min(row, column)][Math.max(row, column)];
      }
    }
    this.sizes = IntStream.generate(() -> 1).limit(count).toArray();
    this.chain = new int[count];
  }

  /**
   * Returns the tree of clusters.
   *
   * @param distances a square, symmetric matrix with at least one row and zeros on its diagonal,
   *     such as 1 - correlation; each number is at least 0
   * @throws IllegalArgumentException if it is not that: a number is negative or not finite, or two
   *     opposite ones differ by more than rounding, 1e-9
   */
  public static Dendrogram cluster(double[][] distances) {
    check(distances);
    return new AverageLinkage(distances).dendrogram();
  }

  private static void check(double[][] distances) {
    int columns = Checks.table("Distances", distances);
    if (distances.length == 0 || columns != distances.length) {
      throw new IllegalArgumentException(
          "Distances are a square matrix, but there are %d rows of %d columns"
              .formatted(distances.length, columns));
    }
    for (int row = 0; row < columns; row++) {
      for (int column = 0; column < columns; column++) {
        double distance = distances[row][column];
        if (distance < 0) {
          throw new IllegalArgumentException(
              "Distances are at least 0, but from %d to %d it is %s"
                  .formatted(row, column, distance));
        }
        double opposite = row == column ? 0 : distances[column][row];
        if (Math.abs(distance - opposite) > 1e-9 * Math.max(1, distance)) {
          throw new IllegalArgumentException(
              "Distances are the same both ways and 0 from a thing to itself, but from %d to %d"
                      .formatted(row, column)
                  + " it is %s instead of %s".formatted(distance, opposite));
        }
      }
    }
  }

  private Dendrogram dendrogram() {
    int count = sizes.length;
    // By place: a cluster is named by the place where it lives at the time of its merge.
    int[] from = new int[count - 1];
    int[] into = new int[count - 1];
    double[] heights = new double[count - 1];
    for (int merge = 0; merge < count - 1; merge++) {
      extendChain();
      int last = chain[chainLength - 1];
      int previous = chain[chainLength - 2];
      chainLength -= 2;
      from[merge] = Math.min(last, previous);
      into[merge] = Math.max(last, previous);
      heights[merge] = distances[last][previous];
      merge(from[merge], into[merge]);
    }
    return numbered(from, into, heights);
  }

  /** Lengthens the chain until its last two clusters are each other's nearest. */
  private void extendChain() {
    if (chainLength == 0) {
      int first = 0;
      while (sizes[first] == 0) {
        first++;
      }
      chain[chainLength++] = first;
    }
    while (true) {
      int previous = chainLength > 1 ? chain[chainLength - 2] : NONE;
      int nearest = nearest(chain[chainLength - 1], previous);
      if (nearest == previous) {
        return;
      }
      chain[chainLength++] = nearest;
    }
  }

  /** Returns the nearest cluster; among equally near ones the preferred one, then the first. */
  private int nearest(int cluster, int preferred) {
    int nearest = preferred;
    double shortest = preferred == NONE ? Double.POSITIVE_INFINITY : distances[cluster][preferred];
    for (int other = 0; other < sizes.length; other++) {
      if (sizes[other] > 0 && other != cluster && distances[cluster][other] < shortest) {
        shortest = distances[cluster][other];
        nearest = other;
      }
    }
    return nearest;
  }

  private void merge(int from, int into) {
    double ofFrom = sizes[from];
    double ofInto = sizes[into];
    for (int other = 0; other < sizes.length; other++) {
      if (sizes[other] > 0 && other != from && other != into) {
        double sum = ofFrom * distances[from][other] + ofInto * distances[into][other];
        distances[into][other] = sum / (ofFrom + ofInto);
        distances[other][into] = distances[into][other];
      }
    }
    sizes[into] += sizes[from];
    sizes[from] = 0;
  }

  /** Orders the merges by height, which chains do not, and numbers the clusters in that order. */
  private static Dendrogram numbered(int[] from, int[] into, double[] heights) {
    int count = heights.length + 1;
    int[] order =
        IntStream.range(0, heights.length)
            .boxed()
            .sorted(Comparator.comparingDouble(merge -> heights[merge]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] parents = IntStream.range(0, 2 * count - 1).toArray();
    int[] things = new int[2 * count - 1];
    ImmutableList.Builder<Merge> merges = ImmutableList.builder();
    for (int index = 0; index < order.length; index++) {
      int one = root(parents, from[order[index]]);
      int other = root(parents, into[order[index]]);
      int cluster = count + index;
      parents[one] = cluster;
      parents[other] = cluster;
      things[cluster] = Math.max(1, things[one]) + Math.max(1, things[other]);
      merges.add(
          new Merge(
              Math.min(one, other), Math.max(one, other), heights[order[index]], things[cluster]));
    }
    return new Dendrogram(merges.build());
  }

  private static int root(int[] parents, int cluster) {
    int root = cluster;
    while (parents[root] != root) {
      root = parents[root];
    }
    return root;
  }
}
