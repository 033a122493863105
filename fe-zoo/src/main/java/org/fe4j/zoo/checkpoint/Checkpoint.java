package org.fe4j.zoo.checkpoint;

import com.google.common.collect.ImmutableMap;
import java.io.Closeable;

/**
 * An open weight file: named tensors, read on demand from the mapped file. Readers run nothing and
 * build no objects. Safe for use by multiple threads until closed; whoever opens it closes it,
 * which is idempotent and ends every read.
 */
public interface Checkpoint extends Closeable {

  /** Returns the tensors in the file's order, by name. */
  ImmutableMap<String, StoredTensor> tensors();

  /**
   * Reads elements as float32, in row-major order whatever the strides in the file; float64 is
   * rounded, integers are converted.
   *
   * @param name of a tensor of this file
   * @param begin index of the first element in row-major order
   * @param target receives {@code count} values from {@code offset}
   * @throws IllegalArgumentException if there is no such tensor or there are no such elements
   */
  void read(String name, long begin, float[] target, int offset, int count);

  /** {@inheritDoc} */
  @Override
  void close();
}
