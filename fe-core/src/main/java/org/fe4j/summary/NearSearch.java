package org.fe4j.summary;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.HashCode;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fe4j.progress.ProgressListener;
import org.jspecify.annotations.Nullable;

/**
 * Finds the copies among images that were read: hashes find pairs that may be near, thumbnails
 * decide.
 *
 * <p>Safe for concurrent use once built.
 */
final class NearSearch {
  private final List<Fingerprint> fingerprints;
  private final HashIndex index;
  private final int distance;
  private final DisjointSets sets;

  private NearSearch(List<Fingerprint> fingerprints, int distance) {
    this.fingerprints = fingerprints;
    this.distance = distance;
    this.sets = new DisjointSets(fingerprints.size());
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
    NearSearch search =
        new NearSearch(different.stream().map(ReadableImage::fingerprint).toList(), distance);
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
    for (int turn = 0; turn < Fingerprint.TURNS; turn++) {
      int at = turn;
      index.find(
          fingerprint.hash(turn),
          distance,
          other -> {
            if (other < image && !areTogether(image, other)) {
              Thumbnail turned = turns[at];
              if (turned == null) {
                turned = fingerprint.turned(at);
                turns[at] = turned;
              }
              if (turned.showsTheSameAs(fingerprints.get(other).turned(0))) {
                join(image, other);
              }
            }
          });
    }
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
