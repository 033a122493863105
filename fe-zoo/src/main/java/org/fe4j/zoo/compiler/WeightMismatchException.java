package org.fe4j.zoo.compiler;

import com.google.common.collect.ImmutableList;
import java.io.IOException;

/** A weight file that does not fit the graph: tensors missing, unexpected or wrongly shaped. */
public final class WeightMismatchException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 10;

  private final transient ImmutableList<String> problems;

  /**
   * Creates the exception; its message holds the first ten problems and their count.
   *
   * @param file name of the weight file
   * @param problems one sentence a tensor, at least one
   */
  WeightMismatchException(String file, ImmutableList<String> problems) {
    this(problems, message(file, problems));
  }

  private WeightMismatchException(ImmutableList<String> problems, String message) {
    super(message);
    this.problems = problems;
  }

  /** Returns this exception with one more line in its message: what the file may be instead. */
  public WeightMismatchException withAdvice(String advice) {
    return new WeightMismatchException(problems(), getMessage() + "\n  " + advice);
  }

  /** Returns one sentence a tensor; empty after deserialisation. */
  public ImmutableList<String> problems() {
    return problems == null ? ImmutableList.of() : problems;
  }

  private static String message(String file, ImmutableList<String> problems) {
    if (problems.size() == 1) {
      return "[" + file + "] " + problems.get(0);
    }
    StringBuilder text = new StringBuilder();
    text.append("[%s] %d tensors do not fit the graph:".formatted(file, problems.size()));
    problems.stream().limit(SHOWN).forEach(problem -> text.append("\n  ").append(problem));
    if (problems.size() > SHOWN) {
      text.append("\n  … and %d more.".formatted(problems.size() - SHOWN));
    }
    return text.toString();
  }
}
