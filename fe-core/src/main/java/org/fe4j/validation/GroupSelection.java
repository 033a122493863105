package org.fe4j.validation;

import com.google.common.primitives.ImmutableIntArray;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Takes whole groups until each class has about a share of its rows taken. Groups come in a random
 * order; one is taken where that brings the shares nearer: where it makes the sum over classes of
 * (taken / rows - share)² smaller, and no class loses all its rows. Then, of each class that none
 * was taken of, the group that fits best is taken.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class GroupSelection {
  private final GroupCounts groups;
  private final double share;
  private final int[] total;
  private final int[] taken;
  private final BitSet takenGroups = new BitSet();

  private GroupSelection(GroupCounts groups, int classCount, double share) {
    this.groups = groups;
    this.share = share;
    this.total = new int[classCount];
    this.taken = new int[classCount];
    IntStream.range(0, groups.size()).forEach(group -> add(total, group));
  }

  /**
   * Returns the rows that are taken. Of a class that is too small for a row to be its share, or
   * that would lose more than half of its rows, none may be among them.
   *
   * @param rows to take from, ascending
   * @param share of each class, between 0 and 1
   */
  static BitSet take(Labels labels, ImmutableIntArray rows, double share, Shuffler shuffler) {
    // A share of half a row is rounded to a row, as it is where rows are dealt one by one.
    return take(labels, rows, share, (int) Math.ceil(0.5 / share), 0.5, shuffler);
  }

  /**
   * Returns the rows that are taken, some of each class as far as each class can have some left.
   *
   * @param rows to take from, ascending
   * @param share of each class, between 0 and 1
   */
  static BitSet takeOfEach(Labels labels, ImmutableIntArray rows, double share, Shuffler shuffler) {
    return take(labels, rows, share, 1, 0, shuffler);
  }

  private static BitSet take(
      Labels labels,
      ImmutableIntArray rows,
      double share,
      int smallestClass,
      double shareLeft,
      Shuffler shuffler) {
    GroupCounts groups = GroupCounts.of(labels, rows);
    int[] order = IntStream.range(0, groups.size()).toArray();
    shuffler.shuffle(order);
    GroupSelection selection = new GroupSelection(groups, labels.classCount(), share);
    selection.takeWhatFits(order);
    for (int c = 0; c < labels.classCount(); c++) {
      if (selection.taken[c] == 0 && selection.total[c] >= smallestClass) {
        selection.takeOfClass(c, order, shareLeft);
      }
    }
    BitSet taken = new BitSet();
    selection.takenGroups.stream().forEach(group -> groups.rows(group).forEach(taken::set));
    return taken;
  }

  private void takeWhatFits(int[] order) {
    for (int group : order) {
      if (change(group) < 0 && leaves(group, 0)) {
        take(group);
      }
    }
  }

  private void takeOfClass(int c, int[] order, double shareLeft) {
    int best = -1;
    for (int group : order) {
      if (hasClass(group, c)
          && leaves(group, shareLeft)
          && (best < 0 || change(group) < change(best))) {
        best = group;
      }
    }
    if (best >= 0) {
      take(best);
    }
  }

  private void take(int group) {
    add(taken, group);
    takenGroups.set(group);
  }

  private void add(int[] counts, int group) {
    for (int i = 0; i < groups.classCount(group); i++) {
      counts[groups.classAt(group, i)] += groups.countAt(group, i);
    }
  }

  /** Returns by how much the sum of squared differences grows. */
  private double change(int group) {
    double change = 0;
    for (int i = 0; i < groups.classCount(group); i++) {
      int c = groups.classAt(group, i);
      double before = (double) taken[c] / total[c] - share;
      double after = (double) (taken[c] + groups.countAt(group, i)) / total[c] - share;
      change += after * after - before * before;
    }
    return change;
  }

  /** Returns whether all classes of a group have this share of their rows left, and a row. */
  private boolean leaves(int group, double shareLeft) {
    for (int i = 0; i < groups.classCount(group); i++) {
      int c = groups.classAt(group, i);
      int left = total[c] - taken[c] - groups.countAt(group, i);
      if (left < Math.max(1, shareLeft * total[c])) {
        return false;
      }
    }
    return true;
  }

  private boolean hasClass(int group, int c) {
    return groups.classes(group).anyMatch(has -> has == c);
  }
}
