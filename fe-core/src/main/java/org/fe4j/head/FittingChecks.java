package org.fe4j.head;

import com.google.common.primitives.ImmutableIntArray;
import java.util.BitSet;
import java.util.List;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;

/** What every trainer must refuse, before it begins. */
final class FittingChecks {

  private FittingChecks() {}

  static void check(FeatureMatrix features, Labels labels, List<FittingPart> parts) {
    if (features.rows() != labels.size()) {
      throw new IllegalArgumentException(
          "There are %d rows of features, but %d labels".formatted(features.rows(), labels.size()));
    }
    BitSet used = new BitSet();
    for (int index = 0; index < parts.size(); index++) {
      FittingPart part = parts.get(index);
      if (part.train().rows().isEmpty()) {
        throw new IllegalArgumentException("Part %d has no rows to fit on".formatted(index));
      }
      checkRows(index, part.train().rows(), features.rows(), used);
      checkRows(index, part.validation().rows(), features.rows(), used);
    }
    checkFinite(features, used);
  }

  private static void checkRows(int index, ImmutableIntArray rows, int count, BitSet used) {
    for (int i = 0; i < rows.length(); i++) {
      int row = rows.get(i);
      if (row < 0 || row >= count) {
        throw new IllegalArgumentException(
            "Part %d names row %d, but there are %d rows".formatted(index, row, count));
      }
      used.set(row);
    }
  }

  private static void checkFinite(FeatureMatrix features, BitSet rows) {
    float[] values = new float[features.dimension()];
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      features.copyRow(row, values, 0);
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])) {
          throw new IllegalArgumentException(
              "Row %d has the feature %s at %d. A head cannot be fitted on it; leave the row out, or"
                      .formatted(row, values[i], i)
                  + " extract in a wider precision.");
        }
      }
    }
  }
}
