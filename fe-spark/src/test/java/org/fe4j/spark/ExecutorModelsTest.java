package org.fe4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.InputFormat;
import org.fe4j.backbone.Precision;
import org.fe4j.image.Interpolation;
import org.fe4j.image.ResizeMode;
import org.junit.jupiter.api.Test;

class ExecutorModelsTest {
  private final ExecutorModels models = new ExecutorModels(LoadedModel::new, Duration.ofHours(1));

  private static ModelSettings settings(int batchSize) {
    Artefact artefact =
        new Artefact(
            "name",
            BackboneKind.CONVOLUTIONAL,
            new Delivery("fe4j-0.pt", "model.pt", List.of()),
            new Artefact.Target("PyTorch", DeviceKind.CPU, Precision.FP32, "penultimate"),
            new Artefact.Crop(
                ResizeMode.SHORTER_SIDE,
                8,
                Interpolation.BILINEAR,
                8,
                List.of(0.5, 0.5, 0.5),
                List.of(1.0, 1.0, 1.0)),
            InputFormat.PIXEL_BYTES,
            4,
            new Artefact.Identity("w", "g", "c", "p"));
    return new ModelSettings(artefact, Path.of("model.pt"), 0, batchSize, 1, 1, "");
  }

  @Test
  void tasksWithEqualSettingsShareOneModel() {
    try (ExecutorModels.Lease first = models.lease(settings(1));
        ExecutorModels.Lease second = models.lease(settings(1));
        ExecutorModels.Lease other = models.lease(settings(2))) {
      assertThat(first.model()).isSameAs(second.model());
      assertThat(first.model()).isNotSameAs(other.model());
      assertThat(models.size()).isEqualTo(2);
    }
  }

  @Test
  void aModelThatNoTaskUsesServesTheNextStage() {
    LoadedModel before;
    try (ExecutorModels.Lease first = models.lease(settings(1))) {
      before = first.model();
    }
    try (ExecutorModels.Lease second = models.lease(settings(1))) {
      assertThat(second.model()).isSameAs(before);
    }
  }

  @Test
  void theLongestUnusedOfThreeIdleModelsIsClosed() {
    LoadedModel oldest;
    try (ExecutorModels.Lease first = models.lease(settings(1))) {
      oldest = first.model();
    }
    models.lease(settings(2)).close();
    models.lease(settings(3)).close();

    assertThat(models.size()).isEqualTo(2);
    try (ExecutorModels.Lease again = models.lease(settings(1))) {
      assertThat(again.model()).isNotSameAs(oldest);
    }
  }

  @Test
  void aModelInUseIsNeverClosedAndALeaseEndsOnce() {
    ExecutorModels.Lease used = models.lease(settings(1));
    ExecutorModels.Lease twice = models.lease(settings(1));
    twice.close();
    twice.close();
    models.lease(settings(2)).close();
    models.lease(settings(3)).close();
    models.lease(settings(4)).close();

    assertThat(models.size()).isEqualTo(3);
    try (ExecutorModels.Lease same = models.lease(settings(1))) {
      assertThat(same.model()).isSameAs(used.model());
    }
    used.close();
  }

  @Test
  void aModelThatNoTaskUsesForLongIsClosed() throws InterruptedException {
    ExecutorModels impatient = new ExecutorModels(LoadedModel::new, Duration.ZERO);
    impatient.lease(settings(1)).close();
    for (int i = 0; i < 1000 && impatient.size() > 0; i++) {
      Thread.sleep(10);
    }
    assertThat(impatient.size()).isZero();
  }
}
