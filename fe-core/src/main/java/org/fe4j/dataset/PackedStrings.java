package org.fe4j.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;

/**
 * Many short strings in little memory: their UTF-8 bytes one after the other in one array, and four
 * bytes more for each. A list of strings takes some 50 bytes more for each.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class PackedStrings {

  /** The longest array that every JVM makes. */
  private static final int MAXIMUM_BYTES = Integer.MAX_VALUE - 8;

  private final byte[] bytes;
  private final ImmutableIntArray ends;

  private PackedStrings(byte[] bytes, ImmutableIntArray ends) {
    this.bytes = bytes;
    this.ends = ends;
  }

  /** Returns the number of strings. */
  int size() {
    return ends.length();
  }

  /** Returns a string, newly made. */
  String get(int index) {
    int begin = begin(index);
    return new String(bytes, begin, ends.get(index) - begin, UTF_8);
  }

  /** Compares two strings by their UTF-8 bytes. */
  int compare(int a, int b) {
    return Arrays.compareUnsigned(bytes, begin(a), ends.get(a), bytes, begin(b), ends.get(b));
  }

  private int begin(int index) {
    return index == 0 ? 0 : ends.get(index - 1);
  }

  /** Returns the indices in the byte order of their strings; equal ones keep their order. */
  ImmutableIntArray order() {
    Integer[] order = new Integer[size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, this::compare);
    return ImmutableIntArray.copyOf(Arrays.asList(order));
  }

  /** Returns the strings at these indices, in this order. */
  PackedStrings select(ImmutableIntArray indices) {
    Builder builder = new Builder();
    indices.forEach(i -> builder.add(bytes, begin(i), ends.get(i)));
    return builder.build();
  }

  /**
   * Collects strings.
   *
   * <p>Not safe for concurrent use; confine an instance to one thread.
   */
  static final class Builder {
    private final ImmutableIntArray.Builder ends = ImmutableIntArray.builder();
    private byte[] bytes = new byte[256];
    private int length;

    /**
     * Adds a string; half a surrogate pair becomes a question mark.
     *
     * @throws IllegalArgumentException if all of them take more than 2 GiB
     */
    void add(String string) {
      byte[] encoded = string.getBytes(UTF_8);
      add(encoded, 0, encoded.length);
    }

    /** Adds the strings of another. */
    void addAll(PackedStrings strings) {
      for (int i = 0; i < strings.size(); i++) {
        add(strings.bytes, strings.begin(i), strings.ends.get(i));
      }
    }

    private void add(byte[] source, int begin, int end) {
      long needed = (long) length + end - begin;
      if (needed > MAXIMUM_BYTES) {
        throw new IllegalArgumentException(
            "The names of all files take more than %,d bytes. Divide the data set."
                .formatted(MAXIMUM_BYTES));
      }
      if (needed > bytes.length) {
        long larger = Math.max(needed, bytes.length + (long) bytes.length / 2);
        bytes = Arrays.copyOf(bytes, (int) Math.min(larger, MAXIMUM_BYTES));
      }
      System.arraycopy(source, begin, bytes, length, end - begin);
      length = (int) needed;
      ends.add(length);
    }

    PackedStrings build() {
      return new PackedStrings(Arrays.copyOf(bytes, length), ends.build().trimmed());
    }
  }
}
