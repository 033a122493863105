package org.fe4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.MoreCollectors;
import java.util.OptionalInt;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitecturesTest {
  private static final int CLASSES = 17;

  private static ImageInput input(int size) {
    return new ImageInput(
        size, ImmutableList.of(0.485, 0.456, 0.406), ImmutableList.of(0.229, 0.224, 0.225));
  }

  @ParameterizedTest
  @CsvSource({
    "alexnet, 224, 4096, 256",
    "vgg11, 224, 4096, 512",
    "vgg13_bn, 224, 4096, 512",
    "resnet18, 224, 512, 512",
    "resnet152, 224, 2048, 2048",
    "resnext101_64x4d, 224, 2048, 2048",
    "wide_resnet50_2, 224, 2048, 2048",
    "squeezenet1_0, 224, 512, 512",
    "shufflenet_v2_x1_5, 224, 1024, 1024",
    "shufflenet_v2_x2_0, 224, 2048, 2048",
    "googlenet, 224, 1024, 1024",
    "inception_v3, 299, 2048, 2048",
    "densenet161, 224, 2208, 2208",
    "mobilenet_v2, 224, 1280, 1280",
    "mobilenet_v3_small, 224, 1024, 576",
    "mobilenet_v3_large, 224, 1280, 960",
    "mnasnet0_5, 224, 1280, 1280",
    "efficientnet_b1, 240, 1280, 1280",
    "efficientnet_b7, 600, 2560, 2560",
    "efficientnet_v2_s, 384, 1280, 1280",
    "regnet_x_8gf, 224, 1920, 1920",
    "regnet_y_128gf, 384, 7392, 7392",
    "vit_b_16, 384, 768, 768",
    "vit_l_32, 224, 1024, 1024",
    "vit_h_14, 518, 1280, 1280",
  })
  void givesTapsOfTheseDimensions(String name, int size, int penultimate, int pooled) {
    Graph graph = Architectures.named(name).build(input(size), CLASSES);

    assertThat(graph.outputs().keySet()).containsExactly("penultimate", "pooled", "logits");
    assertThat(graph.output("penultimate").shape()).isEqualTo(Shape.of(penultimate));
    assertThat(graph.output("pooled").shape()).isEqualTo(Shape.of(pooled));
    assertThat(graph.output("logits").shape()).isEqualTo(Shape.of(CLASSES));
  }

  @ParameterizedTest
  @CsvSource({
    "clip_vit_b32, 224, 512, 768, 768",
    "clip_vit_b16, 224, 512, 768, 768",
    "clip_vit_l14_336, 336, 768, 1024, 1024",
    "clip_rn50, 224, 1024, 2048, 2048",
    "clip_rn101, 224, 512, 2048, 2048",
    "clip_rn50x4, 288, 640, 2560, 2560",
    "clip_rn50x16, 384, 768, 3072, 3072",
    "clip_rn50x64, 448, 1024, 4096, 4096",
  })
  void givesClipItsEmbeddings(
      String name, int size, int penultimate, int pooled, int preProjection) {
    Graph graph = Architectures.named(name).build(input(size), 0);

    assertThat(graph.outputs().keySet()).containsExactly("penultimate", "pooled", "pre_projection");
    assertThat(graph.output("penultimate").shape()).isEqualTo(Shape.of(penultimate));
    assertThat(graph.output("pooled").shape()).isEqualTo(Shape.of(pooled));
    assertThat(graph.output("pre_projection").shape()).isEqualTo(Shape.of(preProjection));
  }

  @ParameterizedTest
  @CsvSource({
    "squeezenet1_0, 21, 20",
    "squeezenet1_1, 17, 16",
    "alexnet, 63, 62",
    "vgg16, 32, 31",
    "googlenet, 15, 14",
    "inception_v3, 75, 74",
    "densenet121, 29, 28",
    "efficientnet_v2_s, 33, 32",
    "convnext_tiny, 32, 31",
    "maxvit_t, 221, 220",
    "vit_b_32, 32, 31",
  })
  void takesAnySizeFromTorchvisionsSmallest(String name, int smallest, int tooSmall) {
    Architecture architecture = Architectures.named(name);

    assertThat(architecture.build(input(smallest), CLASSES).output("logits").shape())
        .isEqualTo(Shape.of(CLASSES));
    assertThatThrownBy(() -> architecture.build(input(tooSmall), CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("%s does not work at %d x %d pixels: ", name, tooSmall, tooSmall);
  }

  @ParameterizedTest
  @CsvSource({
    "resnet18",
    "shufflenet_v2_x0_5",
    "mobilenet_v2",
    "mobilenet_v3_small",
    "mobilenet_v3_large",
    "mnasnet0_5",
    "mnasnet1_3",
    "efficientnet_b0",
    "efficientnet_b7",
    "regnet_x_400mf",
    "regnet_y_400mf",
  })
  void takesASinglePixel(String name) {
    Architecture architecture = Architectures.named(name);
    Graph graph = architecture.build(input(1), CLASSES);

    assertThat(graph.output("logits").shape()).isEqualTo(Shape.of(CLASSES));
    // A stride leaves one pixel as it is: what looks at shapes would add or project elsewhere.
    assertThat(graph.nodes()).hasSameSizeAs(architecture.build(input(224), CLASSES).nodes());
  }

  @Test
  void namesTheSmallestSizeThatTorchvisionGives() {
    assertThatThrownBy(() -> Architectures.named("efficientnet_v2_m").build(input(20), CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "efficientnet_v2_m does not work at 20 x 20 pixels:"
                + " the side must be at least 33 pixels");
  }

  @Test
  void namesSizesThatPatchesFill() {
    assertThatThrownBy(() -> Architectures.named("vit_b_16").build(input(230), CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "vit_b_16 does not work at 230 x 230 pixels:"
                + " the side must be a multiple of 16 pixels, such as 224 or 240");
    assertThatThrownBy(() -> Architectures.named("clip_vit_l14").build(input(10), 0))
        .hasMessage(
            "clip_vit_l14 does not work at 10 x 10 pixels:"
                + " the side must be a multiple of 14 pixels, such as 14");
  }

  @Test
  void readsTheOnlySizeThatWorksOffThePositionEmbedding() {
    assertThat(size("vit_b_16", "encoder.pos_embedding", Shape.of(1, 577, 768))).hasValue(384);
    assertThat(size("vit_h_14", "encoder.pos_embedding", Shape.of(1, 1370, 1280))).hasValue(518);
    assertThat(size("clip_vit_l14", "visual.positional_embedding", Shape.of(577, 1024)))
        .hasValue(336);
    assertThat(size("clip_rn50x4", "visual.attnpool.positional_embedding", Shape.of(82, 2560)))
        .hasValue(288);
    assertThat(size("vit_b_16", "encoder.pos_embedding", Shape.of(1, 12, 768))).isEmpty();
    assertThat(size("resnet50", "fc.weight", Shape.of(1000, 2048))).isEmpty();
  }

  private static OptionalInt size(String name, String tensor, Shape shape) {
    return Architectures.named(name).sizePixels(ImmutableMap.of(tensor, shape));
  }

  @Test
  void renamesTheMlpOfPublishedViTFiles() {
    Architecture vit = Architectures.named("vit_b_32");

    assertThat(vit.parameterName("encoder.layers.encoder_layer_3.mlp.linear_1.weight"))
        .isEqualTo("encoder.layers.encoder_layer_3.mlp.0.weight");
    assertThat(vit.parameterName("encoder.layers.encoder_layer_3.mlp.linear_2.bias"))
        .isEqualTo("encoder.layers.encoder_layer_3.mlp.3.bias");
    assertThat(vit.parameterName("conv_proj.weight")).isEqualTo("conv_proj.weight");
  }

  @Test
  void renamesTheLayersOfPublishedDenseNetFiles() {
    Architecture denseNet = Architectures.named("densenet169");

    assertThat(denseNet.parameterName("features.denseblock3.denselayer12.norm.1.running_var"))
        .isEqualTo("features.denseblock3.denselayer12.norm1.running_var");
    assertThat(denseNet.parameterName("features.denseblock1.denselayer1.conv.2.weight"))
        .isEqualTo("features.denseblock1.denselayer1.conv2.weight");
    assertThat(denseNet.parameterName("features.denseblock1.denselayer1.conv2.weight"))
        .isEqualTo("features.denseblock1.denselayer1.conv2.weight");
    assertThat(denseNet.parameterName("features.transition1.norm.weight"))
        .isEqualTo("features.transition1.norm.weight");
  }

  @Test
  void ignoresAuxiliaryClassifiers() {
    Architecture googLeNet = Architectures.named("googlenet");
    Architecture inception = Architectures.named("inception_v3");

    assertThat(googLeNet.ignores("aux1.conv.conv.weight")).isTrue();
    assertThat(googLeNet.ignores("aux2.fc2.bias")).isTrue();
    assertThat(googLeNet.ignores("conv1.bn.num_batches_tracked")).isTrue();
    assertThat(googLeNet.ignores("conv1.bn.weight")).isFalse();
    assertThat(inception.ignores("AuxLogits.conv0.conv.weight")).isTrue();
    assertThat(inception.ignores("fc.weight")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"googlenet", "inception_v3"})
  void renormalizesTheImagesOfWeightsFromTensorFlow(String name) {
    assertThat(normalization(name, input(299)))
        .isEqualTo(
            new Op.NormalizePixels(
                ImmutableList.of(0.5, 0.5, 0.5), ImmutableList.of(0.5, 0.5, 0.5)));
    ImageInput untouched =
        new ImageInput(299, ImmutableList.of(0.0, 0.0, 0.0), ImmutableList.of(1.0, 1.0, 1.0));
    // (x - mean) / deviation is x * (0.229 / 0.5) + (0.485 - 0.5) / 0.5.
    Op.NormalizePixels op = normalization(name, untouched);
    assertThat(1 / op.deviation().get(0)).isCloseTo(0.458, offset(1e-12));
    assertThat(-op.mean().get(0) / op.deviation().get(0)).isCloseTo(-0.03, offset(1e-12));
  }

  private static Op.NormalizePixels normalization(String name, ImageInput input) {
    return Architectures.named(name).build(input, CLASSES).nodes().stream()
        .map(Node::op)
        .filter(Op.NormalizePixels.class::isInstance)
        .map(Op.NormalizePixels.class::cast)
        .collect(MoreCollectors.onlyElement());
  }

  @Test
  void ignoresTheTextEncoderOfClip() {
    Architecture clip = Architectures.named("clip_rn50");

    assertThat(clip.ignores("transformer.resblocks.0.ln_1.weight")).isTrue();
    assertThat(clip.ignores("logit_scale")).isTrue();
    assertThat(clip.ignores("visual.bn1.num_batches_tracked")).isTrue();
    assertThat(clip.ignores("visual.conv1.weight")).isFalse();
  }

  @Test
  void namesAllArchitecturesWhereOneIsUnknown() {
    assertThatThrownBy(() -> Architectures.named("squeezenet"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Unknown architecture \"squeezenet\". Architectures.all() lists all.");
  }
}
