package org.fe4j.zoo.graph;

/**
 * A tensor that an operation reads beside its inputs: weights, biases, statistics, embeddings.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name unique in its graph; for a stored parameter the name in the checkpoint, such as
 *     {@code layer1.0.conv1.weight}
 * @param shape its sizes, without any batch dimension
 * @param source where its values come from
 */
public record Parameter(String name, Shape shape, ParameterSource source) {

  /** Returns the parameter that the checkpoint holds under this name. */
  public static Parameter stored(String name, Shape shape) {
    return new Parameter(name, shape, new ParameterSource.Stored());
  }

  /** Returns name and shape and, where a formula gives the values, the formula. */
  @Override
  public String toString() {
    String text = name + shape;
    return source instanceof ParameterSource.Stored ? text : text + " = " + source;
  }
}
