package org.fe4j.dataset.published;

import com.google.common.primitives.ImmutableIntArray;

/**
 * Pictures in one file, with the class of each.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param part which they belong to, {@code TRAIN} or {@code TEST}
 * @param firstNumber the number of the first within its part
 * @param records where the pixels are
 * @param pixelsBegin where within a record they begin
 * @param labels the class of each
 */
record LabelledRecords(
    DatasetPart part,
    int firstNumber,
    RecordFile records,
    int pixelsBegin,
    ImmutableIntArray labels) {

  int count() {
    return records.count();
  }
}
