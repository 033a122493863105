package org.fe4j.classifier;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a classifier says of one picture: all classes, the most probable first. Probabilities sum to
 * 1 within the rounding of float32. They are those of the trained head and are not calibrated: how
 * far they can be believed, the report of the evaluation says.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param classes at least one; of equals the one with the smaller index comes first
 */
public record Classification(ImmutableList<ClassProbability> classes) {

  /** Refuses an empty list. */
  public Classification {
    if (classes.isEmpty()) {
      throw new IllegalArgumentException("A classification has at least one class");
    }
  }

  /**
   * Returns the classification of these probabilities.
   *
   * @param classNames in the order of their indices
   * @param probabilities a value for each class
   * @throws IllegalArgumentException if there are not as many of each
   */
  public static Classification of(List<String> classNames, float[] probabilities) {
    if (classNames.size() != probabilities.length) {
      throw new IllegalArgumentException(
          "%d probabilities cannot belong to %d classes"
              .formatted(probabilities.length, classNames.size()));
    }
    return new Classification(
        IntStream.range(0, probabilities.length)
            .mapToObj(c -> new ClassProbability(classNames.get(c), c, probabilities[c]))
            .sorted(Comparator.comparing(ClassProbability::probability).reversed())
            .collect(ImmutableList.toImmutableList()));
  }

  /** Returns the most probable class. */
  public ClassProbability best() {
    return classes.get(0);
  }

  /**
   * Returns the most probable classes, the most probable first; all where there are fewer.
   *
   * @throws IllegalArgumentException if {@code count} is under 1
   */
  public ImmutableList<ClassProbability> top(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("At least 1 class is returned, not " + count);
    }
    return classes.subList(0, Math.min(count, classes.size()));
  }

  /**
   * Returns how probable a class is.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public float probability(String className) {
    return classes.stream()
        .filter(found -> found.className().equals(className))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no class \"%s\" among the %d of this classifier"
                        .formatted(className, classes.size())))
        .probability();
  }
}
