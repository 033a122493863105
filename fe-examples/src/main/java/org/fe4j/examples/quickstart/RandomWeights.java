package org.fe4j.examples.quickstart;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fe4j.backbone.Backbone;
import org.fe4j.image.Preprocessing;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.checkpoint.ElementType;
import org.fe4j.zoo.checkpoint.SafetensorsWriter;
import org.fe4j.zoo.checkpoint.StoredTensor;
import org.fe4j.zoo.graph.Parameter;

/**
 * Weights as a network has them before any training, as PyTorch begins: an even distribution in ±1
 * over the square root of the inputs, identity for normalisations. What a backbone achieves with
 * them comes from its architecture alone.
 */
final class RandomWeights {
  private static final int CLASSES = 1000;

  private RandomWeights() {}

  /**
   * Writes a weight file.
   *
   * @param architecture the name in the zoo
   * @param backbone of this architecture; its preprocessing gives the input size
   */
  static void write(Path file, String architecture, Backbone backbone, long seed)
      throws IOException {
    Preprocessing preprocessing = backbone.preprocessing();
    ImageInput input =
        new ImageInput(preprocessing.cropPixels(), preprocessing.mean(), preprocessing.deviation());
    List<Parameter> parameters =
        Architectures.named(architecture).build(input, CLASSES).parameters();
    ImmutableSet<String> names =
        parameters.stream().map(Parameter::name).collect(ImmutableSet.toImmutableSet());
    Map<String, float[]> values = new HashMap<>();
    ImmutableList.Builder<StoredTensor> tensors = ImmutableList.builder();
    for (Parameter parameter : parameters) {
      tensors.add(
          new StoredTensor(parameter.name(), ElementType.FLOAT32, parameter.shape().sizes()));
      values.put(parameter.name(), values(parameter, names, new Draw(seed + values.size())));
    }
    SafetensorsWriter.write(
        file,
        tensors.build(),
        (name, begin, target, offset, count) ->
            System.arraycopy(
                values.getOrDefault(name, new float[0]), (int) begin, target, offset, count));
  }

  private static float[] values(Parameter parameter, ImmutableSet<String> names, Draw draw) {
    float[] values = new float[Math.toIntExact(parameter.shape().elements())];
    String name = parameter.name();
    String layer = name.substring(0, name.lastIndexOf('.') + 1);
    boolean normalisation = names.contains(layer + "running_mean");
    if (parameter.shape().rank() >= 2) {
      double fanIn = (double) values.length / parameter.shape().size(0);
      double limit = 1 / Math.sqrt(fanIn);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) draw.between(-limit, limit);
      }
    } else if (name.endsWith("running_var") || (normalisation && name.endsWith("weight"))) {
      java.util.Arrays.fill(values, 1);
    }
    return values;
  }
}
