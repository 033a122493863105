package org.fe4j.metrics.statistics;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;

/** Rows of numbers that nobody changes. */
final class Matrices {

  private Matrices() {}

  static ImmutableList<ImmutableDoubleArray> copyOf(double[][] rows) {
    return Arrays.stream(rows)
        .map(ImmutableDoubleArray::copyOf)
        .collect(ImmutableList.toImmutableList());
  }
}
