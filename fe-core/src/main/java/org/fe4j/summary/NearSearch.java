package org.fe4j.summary;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.HashCode;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fe4j.numeric.DisjointSets;
import org.fe4j.progress.ProgressListener;
import org.jspecify.annotations.Nullable;

/**
 * Finds the copies among images that were read: hashes find pairs that may be near, thumbnails
 * decide; what was turned by other angles than quarters is left to {@link TurnedSearch}.
 *
 * <p>Safe for concurrent use once built.
 */
final class NearSearch {
  /**
   * Of handwritten digits or other simple shapes, each has thousands of others near it. Copies are
   * among the nearest.
   */
  private static final int MOST_CANDIDATES = 32;

  private static final int TURN_BITS = 3;
  private static final int TURN_MASK = Fingerprint.TURNS - 1;

  private final List<Fingerprint> fingerprints;
  private final TurnedSearch turned;
  private final HashIndex index;
  private final int distance;
  private final DisjointSets sets;

  private NearSearch(List<ReadableImage> images, int distance) {
    this.fingerprints = images.stream().map(ReadableImage::fingerprint).toList();
    this.turned = new TurnedSearch(images.stream().map(ReadableImage::disc).toList(), distance);
    this.distance = distance;
    this.sets = new DisjointSets(images.size());
    this.index =
        new HashIndex(
            fingerprints.stream().mapToLong(fingerprint -> fingerprint.hash(0)).toArray());
  }

  /**
   * Returns the copies.
   *
   * @param images in the data set
   * @param distance the most bits in which the hashes of near copies differ
   */
  static Duplicates duplicates(
      ImageScan scan, int images, int distance, DaemonPool pool, ProgressListener progress)
      throws IOException {
    Map<HashCode, Integer> firstOf = new HashMap<>();
    DisjointSets exact = new DisjointSets(images);
    List<ReadableImage> different = new ArrayList<>();
    for (ReadableImage image : scan.readable()) {
      Integer first = firstOf.putIfAbsent(image.sha256(), image.index());
      if (first == null) {
        different.add(image);
      } else {
        exact.join(first, image.index());
      }
    }
    NearSearch search = new NearSearch(different, distance);
    pool.forEach(different.size(), "Comparing images", progress, search::compareWithEarlier);
    return new Duplicates(images, exact.several(), withCopies(search, different, exact, scan));
  }

  /** Returns the groups of near copies, with the exact copies of their images. */
  private static ImmutableList<ImmutableIntArray> withCopies(
      NearSearch search, List<ReadableImage> different, DisjointSets exact, ImageScan scan) {
    DisjointSets near = new DisjointSets(exact.size());
    search
        .sets
        .several()
        .forEach(
            group ->
                group.forEach(
                    member ->
                        near.join(
                            different.get(group.get(0)).index(), different.get(member).index())));
    for (ReadableImage image : scan.readable()) {
      int first = exact.least(image.index());
      if (first != image.index() && near.hasCompany(first)) {
        near.join(first, image.index());
      }
    }
    return near.several();
  }

  private void compareWithEarlier(int image) {
    @Nullable Thumbnail[] turns = new Thumbnail[Fingerprint.TURNS];
    Fingerprint fingerprint = fingerprints.get(image);
    for (long candidate : nearest(image)) {
      int turn = (int) candidate & TURN_MASK;
      int other = (int) (candidate >>> TURN_BITS) & Integer.MAX_VALUE;
      if (!areTogether(image, other)) {
        Thumbnail turned = turns[turn];
        if (turned == null) {
          turned = fingerprint.turned(turn);
          turns[turn] = turned;
        }
        if (turned.showsTheSameAs(fingerprints.get(other).turned(0))) {
          join(image, other);
        }
      }
    }
    turned.find(
        image, MOST_CANDIDATES, other -> !areTogether(image, other), other -> join(image, other));
  }

  /** Returns the earlier images within the distance, nearest first: distance, image, turn. */
  private long[] nearest(int image) {
    ImmutableLongArray.Builder found = ImmutableLongArray.builder();
    for (int turn = 0; turn < Fingerprint.TURNS; turn++) {
      long hash = fingerprints.get(image).hash(turn);
      int at = turn;
      index.find(
          hash,
          distance,
          other -> {
            if (other < image) {
              long bits = Long.bitCount(hash ^ fingerprints.get(other).hash(0));
              found.add(bits << (31 + TURN_BITS) | (long) other << TURN_BITS | at);
            }
          });
    }
    return found.build().stream().sorted().limit(MOST_CANDIDATES).toArray();
  }

  private boolean areTogether(int a, int b) {
    synchronized (sets) {
      return sets.least(a) == sets.least(b);
    }
  }

  private void join(int a, int b) {
    synchronized (sets) {
      sets.join(a, b);
    }
  }
}
