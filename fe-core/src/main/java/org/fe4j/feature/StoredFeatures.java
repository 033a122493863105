package org.fe4j.feature;

import com.google.common.primitives.ImmutableIntArray;
import org.fe4j.store.StoredRows;

/**
 * Features in memory-mapped files of a store.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class StoredFeatures implements FeatureMatrix {
  private final StoredRows rows;

  private StoredFeatures(StoredRows rows) {
    this.rows = rows;
  }

  /** Returns rows of a store as features. */
  public static StoredFeatures of(StoredRows rows) {
    return new StoredFeatures(rows);
  }

  @Override
  public int rows() {
    return rows.rows();
  }

  @Override
  public int dimension() {
    return rows.dimension();
  }

  @Override
  public void copyRow(int row, float[] target, int offset) {
    rows.copyRow(row, target, offset);
  }

  /** Returns for each row the first row of the same image. */
  ImmutableIntArray copies() {
    return rows.copies();
  }

  String imagesSha256() {
    return rows.imagesSha256();
  }
}
