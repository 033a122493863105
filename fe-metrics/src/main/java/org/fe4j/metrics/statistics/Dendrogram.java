package org.fe4j.metrics.statistics;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import com.google.errorprone.annotations.Immutable;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A tree of clusters. Things are numbered from 0 to n - 1, and the cluster that merge i (from 0)
 * makes is number n + i, as in the linkage matrix of {@code scipy.cluster.hierarchy}.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param merges n - 1 merges, by rising height; none for one thing
 */
@Immutable
public record Dendrogram(ImmutableList<Merge> merges) {

  /**
   * Two clusters become one.
   *
   * @param left the smaller number of the two clusters
   * @param right the larger number
   * @param height their distance, at least 0
   * @param size the number of things in the new cluster, at least 2
   */
  @Immutable
  public record Merge(int left, int right, double height, int size) {}

  /** Returns the number n of things. */
  public int leafCount() {
    return merges.size() + 1;
  }

  /**
   * Returns the things in an order in which each cluster is together, the left branch of a merge
   * before the right one; as {@code scipy.cluster.hierarchy.leaves_list}.
   */
  public ImmutableIntArray leafOrder() {
    ImmutableIntArray.Builder order = ImmutableIntArray.builder(leafCount());
    Deque<Integer> open = new ArrayDeque<>();
    open.push(2 * merges.size());
    while (!open.isEmpty()) {
      int cluster = open.pop();
      if (cluster < leafCount()) {
        order.add(cluster);
      } else {
        Merge merge = merges.get(cluster - leafCount());
        open.push(merge.right());
        open.push(merge.left());
      }
    }
    return order.build();
  }
}
