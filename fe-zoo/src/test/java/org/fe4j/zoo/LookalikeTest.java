package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fe4j.image.Preprocessing;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.ElementType;
import org.fe4j.zoo.checkpoint.StoredTensor;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookalikeTest {

  /** A file of which only the header is read. */
  private record Header(ImmutableMap<String, StoredTensor> tensors) implements Checkpoint {
    @Override
    public void read(String name, long begin, float[] target, int offset, int count) {
      throw new AssertionError("No values are needed to tell what a file is");
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  private static Map<String, StoredTensor> tensors(String architecture, int pixels, int classes) {
    ImageInput input =
        new ImageInput(pixels, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_DEVIATION);
    Graph graph = Architectures.named(architecture).build(input, classes);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    graph
        .storedParameters()
        .forEach(
            (name, parameter) ->
                tensors.put(
                    name, new StoredTensor(name, ElementType.FLOAT32, parameter.shape().sizes())));
    return tensors;
  }

  private static String advice(Map<String, StoredTensor> tensors) {
    return Lookalike.advice(new Header(ImmutableMap.copyOf(tensors)));
  }

  @ParameterizedTest
  @CsvSource({
    "wide_resnet50_2, 224, wide_resnet50_2",
    "resnet152, 224, resnet152",
    "mnasnet0_75, 224, mnasnet0_75",
    "regnet_y_16gf, 224, regnet_y_16gf",
    "efficientnet_b6, 528, efficientnet_b6",
    "convnext_small, 224, convnext_small",
    "swin_v2_b, 256, swin_v2_b",
    "vit_b_16, 224, vit_b_16",
    // The tag where only some weights are for images of this size.
    "vit_b_16, 384, vit_b_16.imagenet1k_swag_e2e_v1",
    "vit_h_14, 224, vit_h_14.imagenet1k_swag_linear_v1",
    "clip_vit_l14, 224, clip_vit_l14",
    "clip_vit_l14, 336, clip_vit_l14_336",
    "clip_rn50x4, 288, clip_rn50x4",
    "dinov2_vitl14_reg, 224, dinov2_vitl14_reg",
    "siglip_b16, 224, siglip_b16",
  })
  void namesWhatAFileIs(String architecture, int pixels, String name) {
    assertThat(advice(tensors(architecture, pixels, 1000)))
        .isEqualTo("The file looks like a %s checkpoint.", name);
  }

  @Test
  void doesNotMindTheNumberOfClasses() {
    assertThat(advice(tensors("resnet18", 224, 3)))
        .isEqualTo("The file looks like a resnet18 checkpoint.");
  }

  @Test
  void namesTheNearestWhereNothingFitsWhole() {
    Map<String, StoredTensor> tensors = tensors("resnet50", 224, 1000);
    tensors.remove("fc.weight");
    tensors.remove("fc.bias");
    tensors.put(
        "head.0.weight",
        new StoredTensor("head.0.weight", ElementType.FLOAT32, Shape.of(512, 2048).sizes()));
    assertThat(advice(tensors))
        .isEqualTo("The file fits resnet50 best: it holds 265 of the 267 tensors.");
  }

  @Test
  void saysThatAFileIsNothingItKnows() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < 200; i++) {
      String name = "transformer.h.%d.attn.c_attn.weight".formatted(i);
      tensors.put(name, new StoredTensor(name, ElementType.FLOAT32, Shape.of(768, 2304).sizes()));
    }
    assertThat(advice(tensors))
        .isEqualTo("The file has not even half of the tensors of any backbone of the catalogue.");
  }
}
