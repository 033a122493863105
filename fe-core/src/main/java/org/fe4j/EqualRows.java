package org.fe4j;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.primitives.ImmutableIntArray;
import java.util.HashMap;
import java.util.Map;
import org.fe4j.feature.FeatureMatrix;

/**
 * Which rows of features are equal in every bit, and what all of them are: for features without
 * their images.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param copies for each row the first that is equal to it, which is its own where none is before
 * @param sha256 of all rows in their order, in hex
 */
record EqualRows(ImmutableIntArray copies, String sha256) {

  static EqualRows of(FeatureMatrix features) {
    Hasher all = Hashing.sha256().newHasher();
    Map<HashCode, Integer> first = new HashMap<>();
    ImmutableIntArray.Builder copies = ImmutableIntArray.builder(features.rows());
    float[] values = new float[features.dimension()];
    for (int row = 0; row < features.rows(); row++) {
      features.copyRow(row, values, 0);
      Hasher hasher = Hashing.sha256().newHasher();
      for (float value : values) {
        hasher.putInt(Float.floatToRawIntBits(value));
      }
      HashCode hash = hasher.hash();
      all.putBytes(hash.asBytes());
      Integer before = first.putIfAbsent(hash, row);
      copies.add(before == null ? row : before);
    }
    return new EqualRows(copies.build(), all.hash().toString());
  }
}
