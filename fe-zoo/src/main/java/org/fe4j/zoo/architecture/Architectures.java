package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;

/** All architectures, by name. A new family is one more line here. */
public final class Architectures {
  private static final ImmutableMap<String, Architecture> BY_NAME =
      Maps.uniqueIndex(
          ImmutableList.<Architecture>builder()
              .addAll(AlexNet.VARIANTS)
              .addAll(Vgg.VARIANTS)
              .addAll(ResNet.VARIANTS)
              .addAll(GoogLeNet.VARIANTS)
              .addAll(InceptionV3.VARIANTS)
              .addAll(DenseNet.VARIANTS)
              .addAll(SqueezeNet.VARIANTS)
              .addAll(ShuffleNetV2.VARIANTS)
              .addAll(MobileNetV2.VARIANTS)
              .addAll(MobileNetV3.VARIANTS)
              .addAll(MnasNet.VARIANTS)
              .addAll(EfficientNet.VARIANTS)
              .addAll(RegNet.VARIANTS)
              .addAll(ConvNext.VARIANTS)
              .addAll(VisionTransformer.VARIANTS)
              .addAll(Swin.VARIANTS)
              .addAll(MaxVit.VARIANTS)
              .addAll(ClipVisionTransformer.VARIANTS)
              .addAll(ClipResNet.VARIANTS)
              .addAll(DinoV2.VARIANTS)
              .addAll(Siglip.VARIANTS)
              .build(),
          Architecture::name);

  private Architectures() {}

  /** Returns all architectures, family by family. */
  public static ImmutableList<Architecture> all() {
    return BY_NAME.values().asList();
  }

  /**
   * Returns the architecture of a name, such as {@code resnet50}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Architecture named(String name) {
    Architecture architecture = BY_NAME.get(name);
    if (architecture == null) {
      throw new IllegalArgumentException(
          "Unknown architecture \"%s\". Architectures.all() lists all.".formatted(name));
    }
    return architecture;
  }
}
