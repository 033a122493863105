package org.fe4j.numeric;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Map;
import java.util.TreeMap;

/** A partition of numbers, which only gets coarser. Not safe for concurrent use. */
public final class DisjointSets {
  private final int[] parents;
  private final int[] sizes;

  /** Each number is alone at first. */
  public DisjointSets(int size) {
    parents = new int[size];
    sizes = new int[size];
    for (int i = 0; i < size; i++) {
      parents[i] = i;
      sizes[i] = 1;
    }
  }

  /** Returns how many numbers there are. */
  public int size() {
    return parents.length;
  }

  /** Returns whether a number is not alone. */
  public boolean hasCompany(int member) {
    return sizes[least(member)] > 1;
  }

  /** Returns the least number of the set that holds this one. */
  public int least(int member) {
    int at = member;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /** Makes one set of the two that hold these numbers. */
  public void join(int a, int b) {
    int leastA = least(a);
    int leastB = least(b);
    if (leastA != leastB) {
      int first = Math.min(leastA, leastB);
      int second = Math.max(leastA, leastB);
      parents[second] = first;
      sizes[first] += sizes[second];
    }
  }

  /** Returns the sets of two or more, ordered by their least numbers; their members ascend. */
  public ImmutableList<ImmutableIntArray> several() {
    Map<Integer, ImmutableIntArray.Builder> members = new TreeMap<>();
    for (int i = 0; i < parents.length; i++) {
      if (least(i) != i) {
        int least = least(i);
        members.computeIfAbsent(least, key -> ImmutableIntArray.builder().add(least)).add(i);
      }
    }
    return members.values().stream()
        .map(ImmutableIntArray.Builder::build)
        .collect(ImmutableList.toImmutableList());
  }
}
