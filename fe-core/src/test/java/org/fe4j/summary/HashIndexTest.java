package org.fe4j.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashIndexTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 7, 8, 10, 11})
  void findsEachHashWithinTheDistanceOnceAndNoOther(int distance) {
    SplittableRandom random = new SplittableRandom(distance);
    long[] hashes = new long[600];
    for (int i = 0; i < hashes.length; i++) {
      // Half of them a few bits from an earlier one, so that there is something to find.
      hashes[i] = random.nextLong();
      if (i > 0 && i % 2 == 0) {
        hashes[i] = hashes[random.nextInt(i)];
        for (int flips = random.nextInt(16); flips > 0; flips--) {
          hashes[i] ^= 1L << random.nextInt(64);
        }
      }
    }
    HashIndex index = new HashIndex(hashes);
    int pairs = 0;
    for (long hash : hashes) {
      List<Integer> found = new ArrayList<>();
      index.find(hash, distance, found::add);
      List<Integer> expected =
          IntStream.range(0, hashes.length)
              .filter(i -> Long.bitCount(hash ^ hashes[i]) <= distance)
              .boxed()
              .toList();
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
      pairs += expected.size() - 1;
    }
    assertThat(pairs).isPositive();
  }
}
