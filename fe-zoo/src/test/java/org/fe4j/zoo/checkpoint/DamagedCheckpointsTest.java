package org.fe4j.zoo.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every small file, damaged everywhere: it is read, or refused, and never anything else. */
class DamagedCheckpointsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.safetensors",
        "zip.pth",
        "legacy.pth",
        "nested_state_dict.pth",
        "nested_model.pth",
        "module_state_dict.pth",
        "torchscript.pt"
      })
  void readsOrRefusesEachTruncationAndEachFlip(String name) throws IOException {
    byte[] good = Files.readAllBytes(Fixtures.path(name));
    int refused = 0;
    for (int length = 0; length < good.length; length++) {
      refused += readsOrRefuses(Arrays.copyOf(good, length)) ? 0 : 1;
    }
    // No prefix of a file is a file.
    assertThat(refused).isEqualTo(good.length);

    for (int index = 0; index < good.length; index++) {
      for (int flip : new int[] {0xff, 1 << (index % 8)}) {
        refused += readsOrRefuses(TorchBytes.changed(good, index, good[index] ^ flip)) ? 0 : 1;
      }
    }
    assertThat(refused).isGreaterThan(good.length);
  }

  private static boolean readsOrRefuses(byte[] content) throws IOException {
    try (Checkpoint checkpoint = Checkpoints.open(MappedFile.of(Path.of("damaged"), content))) {
      float[] target = new float[200];
      for (StoredTensor tensor : checkpoint.tensors().values()) {
        int count = (int) Math.min(target.length, tensor.elements());
        checkpoint.read(tensor.name(), 0, target, 0, count);
        checkpoint.read(tensor.name(), tensor.elements() - count, target, 0, count);
      }
      return true;
    } catch (MalformedWeightsException e) {
      if (!String.valueOf(e.getMessage()).startsWith("[damaged] ")) {
        throw new AssertionError("A message without the file's name", e);
      }
      return false;
    }
  }
}
