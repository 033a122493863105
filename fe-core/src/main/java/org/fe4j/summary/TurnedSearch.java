package org.fe4j.summary;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Finds the copies that were turned by any angle: the hashes of discs find pairs that may be, and
 * the squares in both discs decide, as thumbnails, once one was turned to be as the other.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class TurnedSearch {
  /**
   * Chosen on photographs and thin sections: fewer than 1 in 100 turned copies are below, and of
   * other pictures whose hashes are near, 9 in 10.
   */
  private static final double LEAST_AGREEMENT = 0.65;

  private final List<Disc> discs;
  private final HashIndex index;
  private final int distance;

  TurnedSearch(List<Disc> discs, int distance) {
    this.discs = discs;
    this.distance = distance;
    this.index = new HashIndex(discs.stream().mapToLong(Disc::hash).toArray());
  }

  /**
   * A picture that another one may be a turned copy of.
   *
   * @param image which one
   * @param mirrored whether it is turned and mirrored
   * @param bits in which the hashes differ
   */
  private record Candidate(int image, boolean mirrored, int bits) {}

  /**
   * Tells the earlier images that an image is a turned copy of.
   *
   * @param most how many of those whose hashes are near are compared, nearest first
   * @param wanted whether an image is to be compared
   */
  void find(int image, int most, IntPredicate wanted, IntConsumer found) {
    Disc disc = discs.get(image);
    Harmonics harmonics = Harmonics.Functions.STANDARD.of(disc);
    for (Candidate candidate : nearest(image, most)) {
      if (wanted.test(candidate.image()) && showTheSame(disc, harmonics, candidate)) {
        found.accept(candidate.image());
      }
    }
  }

  private ImmutableList<Candidate> nearest(int image, int most) {
    Map<Integer, Candidate> found = new HashMap<>();
    Disc disc = discs.get(image);
    find(image, disc.hash(), found);
    for (Harmonics.Functions scale : Harmonics.Functions.OTHER_SCALES) {
      find(image, scale.of(disc).hash(), found);
    }
    return found.values().stream()
        .sorted(Comparator.comparingInt(Candidate::bits).thenComparingInt(Candidate::image))
        .limit(most)
        .collect(ImmutableList.toImmutableList());
  }

  private void find(int image, long hash, Map<Integer, Candidate> found) {
    find(image, hash, false, found);
    find(image, Harmonics.mirrored(hash), true, found);
  }

  private void find(int image, long hash, boolean mirrored, Map<Integer, Candidate> found) {
    index.find(
        hash,
        distance,
        other -> {
          if (other < image) {
            int bits = Long.bitCount(hash ^ discs.get(other).hash());
            Candidate candidate = new Candidate(other, mirrored, bits);
            found.merge(other, candidate, (a, b) -> b.bits < a.bits ? b : a);
          }
        });
  }

  private boolean showTheSame(Disc disc, Harmonics harmonics, Candidate candidate) {
    Disc other = discs.get(candidate.image());
    Harmonics.Turn turn =
        harmonics.turnTo(Harmonics.Functions.STANDARD.of(other), candidate.mirrored());
    return turn.agreement() >= LEAST_AGREEMENT
        && other
            .square(0, false)
            .showsTheSameAsTurned(disc.square(turn.angle(), candidate.mirrored()));
  }
}
