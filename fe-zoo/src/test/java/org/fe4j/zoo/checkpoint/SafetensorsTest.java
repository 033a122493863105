package org.fe4j.zoo.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @Test
  void readsEveryTypeAsPyTorchWroteIt() throws IOException {
    try (Checkpoint checkpoint = Checkpoints.open(Fixtures.path("model.safetensors"))) {
      Fixtures.assertHolds(checkpoint, "expected.json");
    }
  }

  @Test
  void readsAcrossMappings() throws IOException {
    MappedFile file = MappedFile.open(Fixtures.path("model.safetensors"), 7, 24);
    try (Checkpoint checkpoint = Checkpoints.open(file)) {
      Fixtures.assertHolds(checkpoint, "expected.json");
    }
  }

  @Test
  void readsAnyPartOfATensor() throws IOException {
    try (Checkpoint checkpoint = Checkpoints.open(Fixtures.path("model.safetensors"))) {
      List<Float> all = Fixtures.values(checkpoint, "conv.weight", 0, 108);

      assertThat(Fixtures.values(checkpoint, "conv.weight", 5, 50)).isEqualTo(all.subList(5, 55));
      assertThat(Fixtures.values(checkpoint, "conv.weight", 108, 0)).isEmpty();
    }
  }

  @Test
  void refusesTensorsAndElementsThatAreNotThere() throws IOException {
    try (Checkpoint checkpoint = Checkpoints.open(Fixtures.path("model.safetensors"))) {
      assertThatThrownBy(() -> checkpoint.read("fc.weight", 0, new float[1], 0, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("[model.safetensors] has no tensor \"fc.weight\"");
      assertThatThrownBy(() -> checkpoint.read("conv.bias", 3, new float[2], 0, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("[model.safetensors] conv.bias has 4 elements, not 2 from element 3");
      assertThatThrownBy(() -> checkpoint.read("conv.bias", 0, new float[3], 0, 4))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void refusesToReadAfterClose() throws IOException {
    Checkpoint checkpoint = Checkpoints.open(Fixtures.path("model.safetensors"));
    checkpoint.close();
    checkpoint.close();

    assertThatThrownBy(() -> checkpoint.read("conv.bias", 0, new float[4], 0, 4))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("[model.safetensors] is closed");
  }

  @Test
  void writesWhatItReads(@TempDir Path directory) throws IOException {
    Path copy = directory.resolve("copy.safetensors");
    try (Checkpoint original = Checkpoints.open(Fixtures.path("model.safetensors"))) {
      List<StoredTensor> reversed = new ArrayList<>(original.tensors().values());
      Collections.reverse(reversed);
      SafetensorsWriter.write(copy, reversed, original::read);

      try (Checkpoint written = Checkpoints.open(copy)) {
        Fixtures.assertHolds(written, "expected.json");
        assertThat(written.tensors().values()).containsExactlyElementsOf(reversed);
      }
    }
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(copy);
    }
  }

  @Test
  void leavesNothingBehindWhenWritingFails(@TempDir Path directory) throws IOException {
    StoredTensor tensor = new StoredTensor("a", ElementType.FLOAT32, ImmutableList.of(2));
    SafetensorsWriter.Values failing =
        (name, begin, target, offset, count) -> {
          throw new IllegalStateException("no values");
        };

    assertThatThrownBy(
            () ->
                SafetensorsWriter.write(
                    directory.resolve("a.safetensors"), List.of(tensor), failing))
        .hasMessage("no values");
    assertThat(directory).isEmptyDirectory();
  }
}
