package org.fe4j.validation;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Few rows to learn from: each fold trains on the same small number of rows of each class, the
 * shots, and tests all others. There are several folds, the draws, since figures depend much on
 * which rows were drawn; a row is tested in each draw that does not train on it.
 *
 * <p>Shots are of different groups as far as there are any, and rows of a group that has a shot are
 * not tested. There is no validation part: too few rows are left for one, so a head is fitted as
 * long as it is without.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class FewShot implements Splitter {
  private final int shots;
  private final int draws;
  private final long seed;

  private FewShot(int shots, int draws, long seed) {
    this.shots = shots;
    this.draws = draws;
    this.seed = seed;
  }

  /**
   * Returns the splitter that draws with seed 42.
   *
   * @param shotsPerClass rows to train on of each class, 1 or more
   * @param draws how often they are drawn, 1 or more
   * @throws IllegalArgumentException if one is under 1
   */
  public static FewShot of(int shotsPerClass, int draws) {
    if (shotsPerClass < 1 || draws < 1) {
      throw new IllegalArgumentException(
          "Shots and draws must be 1 or more, not %d and %d".formatted(shotsPerClass, draws));
    }
    return new FewShot(shotsPerClass, draws, FoldAssembly.DEFAULT_SEED);
  }

  /** Returns a splitter that draws with another seed. */
  public FewShot withSeed(long newSeed) {
    return new FewShot(shots, draws, newSeed);
  }

  /**
   * Returns a fold for each draw.
   *
   * @throws IllegalArgumentException if a class has too few rows or groups to train on its shots
   *     and to test another; the message names the classes and the ways out
   */
  @Override
  public ImmutableList<Fold> split(Labels labels) {
    SmallClasses.Need need =
        new SmallClasses.Need(
            "Training on %d %s of each class".formatted(shots, shots == 1 ? "shot" : "shots"),
            shots + 1,
            smallest -> smallest < 2 ? "" : "use %d shots or fewer".formatted(smallest - 1));
    if (labels.hasGroups()) {
      SmallClasses.refuseByGroups(labels, need);
    } else {
      SmallClasses.refuseByRows(labels, need);
    }
    return IntStream.range(0, draws)
        .mapToObj(draw -> fold(labels, draw))
        .collect(ImmutableList.toImmutableList());
  }

  private Fold fold(Labels labels, int draw) {
    int[] order = RowOrder.byClass(labels, RowOrder.all(labels), Shuffler.seeded(seed, draw));
    BitSet train = new BitSet();
    Set<Integer> used = new HashSet<>();
    int begin = 0;
    for (int end = 1; end <= order.length; end++) {
      if (end == order.length || label(labels, order[end]) != label(labels, order[begin])) {
        take(labels, Arrays.copyOfRange(order, begin, end), train, used);
        begin = end;
      }
    }
    BitSet test = new BitSet();
    BitSet tested = new BitSet();
    for (int row = 0; row < labels.size(); row++) {
      if (!used.contains(labels.groups().get(row))) {
        test.set(row);
        tested.set(label(labels, row));
      }
    }
    int missing = tested.nextClearBit(0);
    if (missing < labels.classCount()) {
      throw new IllegalArgumentException(
          "Draw %d trains on images of all groups that hold class %s, which leaves none to test. Use fewer shots than %d."
              .formatted(draw, labels.classNames().get(missing), shots));
    }
    return FoldAssembly.fold(train, new BitSet(), FoldAssembly.rows(test));
  }

  /** Takes the shots of a class: of groups without a shot first. */
  private void take(Labels labels, int[] rows, BitSet train, Set<Integer> used) {
    int left = shots;
    for (int row : rows) {
      if (left > 0 && used.add(labels.groups().get(row))) {
        train.set(row);
        left--;
      }
    }
    for (int row : rows) {
      if (left > 0 && !train.get(row) && used.contains(labels.groups().get(row))) {
        train.set(row);
        left--;
      }
    }
  }

  private static int label(Labels labels, int row) {
    return labels.values().get(row);
  }

  @Override
  public FittingPart withoutTest(Labels labels) {
    return FoldAssembly.withoutTest(labels, (fold, fitting) -> new BitSet());
  }

  @Override
  public String description() {
    return "%d %s of each class to train on, all others but those of their groups to test, %d %s with seed %d, no validation rows"
        .formatted(
            shots, shots == 1 ? "image" : "images", draws, draws == 1 ? "draw" : "draws", seed);
  }

  @Override
  public String toString() {
    return description();
  }
}
