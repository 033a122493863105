package org.fe4j.zoo.compiler;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.List;

/** A weight file that does not fit the graph: tensors missing, unexpected or wrongly shaped. */
public final class WeightMismatchException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Of each kind. */
  private static final int SHOWN = 10;

  private final transient WeightDifference difference;

  /**
   * Creates the exception; its message holds the first ten tensors of each kind, and their counts.
   *
   * @param file name of the weight file
   * @param difference with at least one tensor
   */
  WeightMismatchException(String file, WeightDifference difference) {
    this(difference, message(file, difference));
  }

  private WeightMismatchException(WeightDifference difference, String message) {
    super(message);
    this.difference = difference;
  }

  /** Returns this exception with one more line in its message: what the file may be instead. */
  public WeightMismatchException withAdvice(String advice) {
    return new WeightMismatchException(difference(), getMessage() + "\n  " + advice);
  }

  /** Returns which tensors do not fit; empty after deserialisation. */
  public WeightDifference difference() {
    return difference == null
        ? new WeightDifference(ImmutableList.of(), ImmutableList.of(), ImmutableList.of())
        : difference;
  }

  private static String message(String file, WeightDifference difference) {
    StringBuilder text = new StringBuilder();
    text.append("[").append(file).append("]");
    if (difference.count() == 1) {
      kinds(difference).forEach(kind -> kind.forEach(line -> text.append(' ').append(line)));
      return text.toString();
    }
    text.append(
        " %d tensors do not fit the graph: %d of another shape, %d missing, %d unexpected."
            .formatted(
                difference.count(),
                difference.misshapen().size(),
                difference.missing().size(),
                difference.unexpected().size()));
    for (List<String> kind : kinds(difference)) {
      kind.stream().limit(SHOWN).forEach(line -> text.append("\n  ").append(line));
      if (kind.size() > SHOWN) {
        text.append("\n  … and %d more like this.".formatted(kind.size() - SHOWN));
      }
    }
    return text.toString();
  }

  private static ImmutableList<List<String>> kinds(WeightDifference difference) {
    return ImmutableList.of(difference.misshapen(), difference.missing(), difference.unexpected());
  }
}
