package org.fe4j.zoo.verify;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Objects;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.ElementType;
import org.fe4j.zoo.checkpoint.StoredTensor;

/**
 * The generated weights of a golden as a checkpoint without a file: each value is computed when it
 * is read, so that a model of gigabytes needs no memory. Safe for use by multiple threads.
 */
public final class GoldenWeights implements Checkpoint {
  private final ImmutableMap<String, GeneratedTensor> generated;
  private final ImmutableMap<String, StoredTensor> tensors;

  private GoldenWeights(ImmutableMap<String, GeneratedTensor> generated) {
    this.generated = generated;
    this.tensors =
        generated.values().stream()
            .collect(
                ImmutableMap.toImmutableMap(
                    GeneratedTensor::name,
                    tensor -> new StoredTensor(tensor.name(), tensor.type(), tensor.sizes())));
  }

  /** Returns the weights of a golden. */
  public static GoldenWeights of(Golden golden) {
    return of(golden.parameters());
  }

  /** Returns the weights of these tensors, each of another name. */
  public static GoldenWeights of(Iterable<GeneratedTensor> tensors) {
    ImmutableMap.Builder<String, GeneratedTensor> generated = ImmutableMap.builder();
    for (GeneratedTensor tensor : tensors) {
      generated.put(tensor.name(), tensor);
    }
    return new GoldenWeights(generated.buildOrThrow());
  }

  @Override
  public ImmutableMap<String, StoredTensor> tensors() {
    return tensors;
  }

  @Override
  public void read(String name, long begin, float[] target, int offset, int count) {
    GeneratedTensor tensor = generated.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("The golden has no tensor " + name);
    }
    if (begin < 0 || count < 0 || begin + count > tensor.elements()) {
      throw new IllegalArgumentException(
          "%s has %d elements, none from %d to %d"
              .formatted(name, tensor.elements(), begin, begin + count));
    }
    Objects.checkFromIndexSize(offset, count, target.length);
    if (tensor.type() != ElementType.FLOAT32) {
      readCounter(tensor, target, offset, count);
      return;
    }
    Noise noise = Noise.of(name);
    for (int i = 0; i < count; i++) {
      target[offset + i] = tensor.base() + tensor.scale() * noise.uniform(begin + i);
    }
  }

  /** A batch normalisation's {@code num_batches_tracked} is 0 in a model that never trained. */
  private static void readCounter(GeneratedTensor tensor, float[] target, int offset, int count) {
    if (!tensor.sizes().isEmpty()) {
      throw new IllegalArgumentException(
          tensor.name() + " keeps its usual values, which a golden does not hold; compute them");
    }
    Arrays.fill(target, offset, offset + count, 0);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
