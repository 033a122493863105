package org.fe4j.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;

class BackbonesTest {
  @Test
  void findsABackboneByItsBareAndItsFullName() {
    assertThat(Backbones.named("resnet50").name()).isEqualTo("resnet50.imagenet1k_v1");
    assertThat(Backbones.named("resnet50.imagenet1k_v1").name())
        .isEqualTo("resnet50.imagenet1k_v1");
    assertThat(Backbones.names())
        .containsExactly("alexnet.imagenet1k_v1", "resnet50.imagenet1k_v1");
  }

  @Test
  void proposesTheNearestNames() {
    assertThatThrownBy(() -> Backbones.named("resnet5O"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Unknown backbone \"resnet5O\". Did you mean \"resnet50\"? Zoo.names() lists all.");
    assertThatThrownBy(() -> Backbones.named("resnet50.imagenet1k_v9"))
        .hasMessage("resnet50 has no weights \"imagenet1k_v9\"; there are: resnet50.imagenet1k_v1");
    assertThatThrownBy(() -> Backbones.named("something_else"))
        .hasMessage("Unknown backbone \"something_else\". Zoo.names() lists all.");
  }

  @Test
  void namesTheModelThatIsNotThere() {
    Backbone backbone = Backbones.named("alexnet", Path.of("nowhere.pt"));
    CompilationTarget target =
        new CompilationTarget("PyTorch", DeviceKind.CPU, Precision.FP32, FeatureTap.PENULTIMATE);
    assertThatThrownBy(() -> backbone.compile(target, ProgressListener.NONE))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(
            "alexnet.imagenet1k_v1: there is no TorchScript file or SavedModel directory"
                + " nowhere.pt");
  }

  @Test
  void refusesAPreprocessingThatDoesNotFitTheInput() {
    CustomBackbone.Builder builder = CustomBackbone.builder("mine", Path.of("mine.pt"), 224, 512);
    assertThatThrownBy(
            () ->
                builder.preprocessing(
                    org.fe4j.image.Preprocessing.of(
                        256,
                        192,
                        org.fe4j.image.Interpolation.BICUBIC,
                        org.fe4j.image.Preprocessing.IMAGENET_MEAN,
                        org.fe4j.image.Preprocessing.IMAGENET_DEVIATION)))
        .hasMessage("The input size is 224 pixels, but this preprocessing crops to 192");
  }
}
