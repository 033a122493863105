package org.fe4j.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Finds hashes of 64 bits that differ in at most some bits, without comparing all with all.
 *
 * <p>Each hash is cut into four pieces of 16 bits, and for each piece there is a table from its
 * value to the hashes that have it. Two hashes that differ in at most 11 bits differ in at most two
 * bits in one of the pieces (else they would differ in 4 x 3 = 12), so that 4 x 137 look-ups find
 * all; of 100,000 spread hashes, each look-up meets one or two.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class HashIndex {
  private static final int PIECES = 4;
  private static final int PIECE_BITS = 16;
  private static final int PIECE_MASK = (1 << PIECE_BITS) - 1;
  private static final int MOST_BITS_IN_PIECE = 2;

  /** The largest distance that can be asked for. */
  static final int MOST_DISTANCE = PIECES * (MOST_BITS_IN_PIECE + 1) - 1;

  private final long[] hashes;

  /** For each piece, where the hashes of each value begin in {@link #members}. */
  private final int[][] begins = new int[PIECES][(1 << PIECE_BITS) + 1];

  private final int[][] members;

  HashIndex(long[] hashes) {
    this.hashes = hashes.clone();
    this.members = new int[PIECES][hashes.length];
    for (int piece = 0; piece < PIECES; piece++) {
      int[] begin = begins[piece];
      for (long hash : hashes) {
        begin[pieceOf(hash, piece) + 1]++;
      }
      for (int value = 0; value <= PIECE_MASK; value++) {
        begin[value + 1] += begin[value];
      }
      int[] next = begin.clone();
      for (int i = 0; i < hashes.length; i++) {
        members[piece][next[pieceOf(hashes[i], piece)]++] = i;
      }
    }
  }

  /**
   * Tells the positions of all hashes within a distance, each once.
   *
   * @param distance in bits, at most {@value #MOST_DISTANCE}
   */
  void find(long hash, int distance, IntConsumer found) {
    int inPiece = distance / PIECES;
    for (int change : changes(inPiece)) {
      for (int piece = 0; piece < PIECES; piece++) {
        int value = pieceOf(hash, piece) ^ change;
        for (int at = begins[piece][value]; at < begins[piece][value + 1]; at++) {
          int member = members[piece][at];
          long difference = hash ^ hashes[member];
          if (Long.bitCount(difference) <= distance && isFirst(difference, piece, inPiece)) {
            found.accept(member);
          }
        }
      }
    }
  }

  /** Returns whether no earlier piece finds the same hash. */
  private static boolean isFirst(long difference, int piece, int inPiece) {
    for (int earlier = 0; earlier < piece; earlier++) {
      if (Integer.bitCount(pieceOf(difference, earlier)) <= inPiece) {
        return false;
      }
    }
    return true;
  }

  private static int pieceOf(long hash, int piece) {
    return (int) (hash >>> (piece * PIECE_BITS)) & PIECE_MASK;
  }

  private static int[] changes(int bits) {
    return CHANGES.get(bits);
  }

  /** For each number of bits, all values of a piece with at most so many. */
  private static final List<int[]> CHANGES = allChanges();

  private static List<int[]> allChanges() {
    List<int[]> changes = new ArrayList<>();
    for (int bits = 0; bits <= MOST_BITS_IN_PIECE; bits++) {
      int most = bits;
      changes.add(
          IntStream.rangeClosed(0, PIECE_MASK).filter(v -> Integer.bitCount(v) <= most).toArray());
    }
    return changes;
  }
}
