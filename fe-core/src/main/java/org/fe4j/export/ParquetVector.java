package org.fe4j.export;

import java.io.IOException;
import org.fe4j.export.ParquetColumn.BadValueException;

/**
 * The features of a row group, row after row. Not safe for concurrent use; confine an instance to
 * one thread.
 */
sealed interface ParquetVector {

  /**
   * Copies a row's features.
   *
   * @param target whose array holds them from the beginning then
   * @param most values that a row may have
   * @return their number, {@link ParquetColumn#ABSENT} where they are null, and {@code most + 1}
   *     where there are more than that
   */
  int next(VectorBuffer target, int most) throws IOException, BadValueException;

  /** A list of numbers. */
  record Listed(ParquetColumn values) implements ParquetVector {
    @Override
    public int next(VectorBuffer target, int most) throws IOException, BadValueException {
      return values.list(target, most);
    }
  }

  /**
   * MLlib's vector, as Spark's VectorUDT writes it.
   *
   * <table>
   *   <caption>Fields</caption>
   *   <tr><th>field</th><th>dense</th><th>sparse</th></tr>
   *   <tr><td>type</td><td>1</td><td>0</td></tr>
   *   <tr><td>size</td><td>null</td><td>the number of values</td></tr>
   *   <tr><td>indices</td><td>null</td><td>of the values that are not 0, ascending</td></tr>
   *   <tr><td>values</td><td>all</td><td>those at the indices</td></tr>
   * </table>
   */
  record MlVector(
      ParquetColumn type,
      ParquetColumn size,
      ParquetColumn indices,
      ParquetColumn values,
      VectorBuffer at,
      VectorBuffer sparse)
      implements ParquetVector {
    private static final int SPARSE = 0;
    private static final int DENSE = 1;

    MlVector(ParquetColumn type, ParquetColumn size, ParquetColumn indices, ParquetColumn values) {
      this(type, size, indices, values, new VectorBuffer(), new VectorBuffer());
    }

    @Override
    public int next(VectorBuffer target, int most) throws IOException, BadValueException {
      int kind = type.integer(ParquetColumn.ABSENT);
      int length = size.integer(ParquetColumn.ABSENT);
      int indexCount = indices.list(at, most);
      int valueCount = values.list(kind == SPARSE ? sparse : target, most);
      if (kind != SPARSE) {
        if (kind != ParquetColumn.ABSENT && (kind != DENSE || valueCount < 0)) {
          throw new BadValueException(
              "is no vector of MLlib: its type is %d, and it has %d values. Write it anew."
                  .formatted(kind, Math.max(0, valueCount)));
        }
        return kind == DENSE ? valueCount : ParquetColumn.ABSENT;
      }
      if (length > most) {
        return most + 1;
      }
      if (length < 0 || indexCount != valueCount || valueCount < 0) {
        throw new BadValueException(
            "is no vector of MLlib: %d indices and %d values of a size of %d. Write it anew."
                .formatted(indexCount, valueCount, length));
      }
      scatter(target, length, valueCount);
      return length;
    }

    private void scatter(VectorBuffer target, int length, int count) throws BadValueException {
      target.clear(length);
      int before = -1;
      for (int i = 0; i < count; i++) {
        int index = (int) at.get(i); // Exact: no row has more values than a float counts.
        if (index <= before || index >= length) {
          throw new BadValueException(
              "is no vector of MLlib: index %d comes after %d in a size of %d. Write it anew."
                  .formatted(index, before, length));
        }
        target.set(index, sparse.get(i));
        before = index;
      }
    }
  }
}
