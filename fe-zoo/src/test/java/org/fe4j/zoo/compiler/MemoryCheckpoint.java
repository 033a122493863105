package org.fe4j.zoo.compiler;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.ElementType;
import org.fe4j.zoo.checkpoint.StoredTensor;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;

/** A checkpoint of arrays. */
public final class MemoryCheckpoint implements Checkpoint {
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
  private final Map<String, float[]> values = new LinkedHashMap<>();

  /** Returns a checkpoint with random values for what a graph reads; variances are positive. */
  public static MemoryCheckpoint random(Graph graph, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MemoryCheckpoint checkpoint = new MemoryCheckpoint();
    for (Parameter parameter : graph.storedParameters().values()) {
      float[] elements = new float[Math.toIntExact(parameter.shape().elements())];
      boolean positive = parameter.name().endsWith("running_var");
      // Keeps activations near one through any depth.
      double fanIn = (double) elements.length / Math.max(1, parameter.shape().size(0));
      double scale = parameter.shape().rank() > 1 ? Math.sqrt(3 / Math.max(1, fanIn)) : 0.5;
      for (int i = 0; i < elements.length; i++) {
        double u = random.nextDouble() * 2 - 1;
        elements[i] = (float) (positive ? 1 + u / 2 : u * scale);
      }
      checkpoint.put(parameter.name(), parameter.shape(), elements);
    }
    return checkpoint;
  }

  /** Adds or replaces a tensor. */
  public MemoryCheckpoint put(String name, Shape shape, float... elements) {
    if (shape.elements() != elements.length) {
      throw new IllegalArgumentException(name + shape + " has not " + elements.length);
    }
    tensors.put(name, new StoredTensor(name, ElementType.FLOAT32, shape.sizes()));
    values.put(name, elements);
    return this;
  }

  @Override
  public ImmutableMap<String, StoredTensor> tensors() {
    return ImmutableMap.copyOf(tensors);
  }

  @Override
  public void read(String name, long begin, float[] target, int offset, int count) {
    float[] elements = values.get(name);
    if (elements == null) {
      throw new IllegalArgumentException("No tensor " + name);
    }
    System.arraycopy(elements, Math.toIntExact(begin), target, offset, count);
  }

  @Override
  public void close() {}
}
