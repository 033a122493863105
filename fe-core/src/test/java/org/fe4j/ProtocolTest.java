package org.fe4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.MemoryImages;
import org.fe4j.head.LinearHeadTrainer;
import org.fe4j.head.Scaling;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.ResizeMode;
import org.fe4j.validation.KFold;
import org.fe4j.validation.Labels;
import org.fe4j.validation.SplitDataset;
import org.fe4j.validation.StratifiedGroupKFold;
import org.junit.jupiter.api.Test;

class ProtocolTest {

  @Test
  void standardIsWhatTheDesignSays() {
    Protocol protocol = Protocol.standard();
    assertThat(protocol.name()).isEqualTo("standard, version 1");
    assertThat(protocol.validation().description())
        .isEqualTo(StratifiedGroupKFold.of(5).withSeed(42).description());
    assertThat(protocol.head().description())
        .isEqualTo(LinearHeadTrainer.standard().description())
        .contains("standardised", "0.001", "batch 32", "reshuffled", "100 epochs", "5 epochs");
    assertThat(protocol.resizing()).isEqualTo(Resizing.AS_PUBLISHED);
    assertThat(protocol.copies()).isEqualTo(CopyPolicy.EXACT_TOGETHER);
  }

  @Test
  void paperIsWhatTheSourceAndItsCodeSay() {
    Protocol protocol = Protocol.paper();
    assertThat(protocol.name()).isEqualTo("paper, version 1");
    assertThat(protocol.validation().description())
        .isEqualTo(KFold.of(5).withSeed(42).likeScikitLearn().description());
    assertThat(protocol.head().description())
        .contains("L2 norm", "0.001", "batch 32, the same in each epoch", "100 epochs");
    assertThat(protocol.copies()).isEqualTo(CopyPolicy.DIVIDED);
    Preprocessing published =
        Preprocessing.of(
            256,
            224,
            Interpolation.BILINEAR,
            Preprocessing.IMAGENET_MEAN,
            Preprocessing.IMAGENET_DEVIATION);
    Preprocessing resized = protocol.resizing().of(published);
    assertThat(resized.resizeMode()).isEqualTo(ResizeMode.SHORTER_SIDE);
    assertThat(resized.resizePixels()).isEqualTo(224);
    assertThat(resized.interpolation()).isEqualTo(Interpolation.BICUBIC);
    assertThat(resized.cropPixels()).isEqualTo(224);
    assertThat(resized.mean()).isEqualTo(published.mean());
  }

  @Test
  void saysWhatWasChanged() {
    assertThat(Protocol.standard().withFolds(3).withSeed(7).name())
        .isEqualTo("standard, version 1, but for its folds, seed");
    assertThat(Protocol.paper().withScaling(Scaling.NONE).name())
        .isEqualTo("paper, version 1, but for its scaling");
    // What is set to what it is already changes nothing.
    assertThat(Protocol.standard().withFolds(5).withSeed(42)).isEqualTo(Protocol.standard());
    assertThat(Protocol.standard().withFolds(3)).isNotEqualTo(Protocol.standard());
  }

  @Test
  void everyFieldCanBeChanged() {
    KFold validation = KFold.of(3);
    LinearHeadTrainer head = LinearHeadTrainer.builder().epochs(3).build();
    Protocol protocol =
        Protocol.standard()
            .withValidation(validation)
            .withHead(head)
            .withResizing(Resizing.BICUBIC_TO_CROP)
            .withCopies(CopyPolicy.NEAR_TOGETHER);
    assertThat(protocol.validation()).isSameAs(validation);
    assertThat(protocol.head()).isSameAs(head);
    assertThat(protocol.describe())
        .containsEntry(
            "protocol", "standard, version 1, but for its validation, head, resizing, copies")
        .containsEntry("validation", validation.description())
        .containsEntry("head", head.description())
        .containsEntry("resizing", Resizing.BICUBIC_TO_CROP.description())
        .containsEntry("copies", CopyPolicy.NEAR_TOGETHER.description());
    assertThat(Protocol.standard().withScaling(Scaling.NONE).head().description())
        .contains("features as they are");
    assertThat(Protocol.standard().withSeed(7).head().description()).contains("seed 7");
    assertThat(Protocol.standard().withSeed(7).validation().description()).contains("seed 7");
  }

  @Test
  void refusesToSetOneThingTwice() {
    assertThatThrownBy(() -> Protocol.standard().withFolds(3).withValidation(KFold.of(3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("validation(…) cannot be set beside folds(…)");
    assertThatThrownBy(() -> Protocol.standard().withValidation(KFold.of(3)).withFolds(3))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                Protocol.standard()
                    .withHead(LinearHeadTrainer.standard())
                    .withScaling(Scaling.NONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("scaling(…) cannot be set beside head(…)");
    assertThatThrownBy(() -> Protocol.standard().withFolds(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 or more folds");
  }

  @Test
  void isMadeAgainFromItsSettings() {
    ImmutableList<Protocol> protocols =
        ImmutableList.of(
            Protocol.standard(),
            Protocol.paper(),
            Protocol.paper().withFolds(3).withSeed(9),
            Protocol.standard()
                .withScaling(Scaling.L2)
                .withResizing(Resizing.BICUBIC_TO_CROP)
                .withCopies(CopyPolicy.DIVIDED));
    for (Protocol protocol : protocols) {
      assertThat(Protocol.of(protocol.settings())).isEqualTo(protocol);
    }
    assertThatThrownBy(
            () -> Protocol.of(ImmutableMap.of("protocol", "paper", "protocol version", "9")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no protocol \"paper\" of version 9");
  }

  @Test
  void standardDividesAsSomebodyDidAndPaperJoinsTheParts() {
    ImageDataset train = images(40);
    ImageDataset test = images(20);
    SplitDataset divided = SplitDataset.of(train, test);
    assertThat(Protocol.standard().on(divided).validation().split(Labels.of(divided)))
        .isEqualTo(divided.splitter().split(Labels.of(divided)));
    assertThat(Protocol.standard().withFolds(3).on(divided).validation().split(Labels.of(divided)))
        .hasSize(3);
    assertThat(Protocol.paper().on(divided)).isEqualTo(Protocol.paper());
    assertThat(Protocol.standard().on(train)).isEqualTo(Protocol.standard());
  }

  private static ImageDataset images(int count) {
    MemoryImages.Builder images = MemoryImages.builder("of " + count);
    for (int i = 0; i < count; i++) {
      images.add("image" + i, "class" + i % 2, new byte[] {(byte) i});
    }
    return images.build();
  }
}
