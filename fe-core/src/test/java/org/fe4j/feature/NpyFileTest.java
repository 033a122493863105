package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
  @TempDir Path folder;

  private Path write() throws IOException {
    Path file = folder.resolve("features.npy");
    NpyFile.write(DenseFeatures.of(2, 3, new float[] {1, -2, 3.5f, 0, 1e-30f, 6}), file);
    return file;
  }

  @Test
  void readsWhatItWrote() throws IOException {
    DenseFeatures features = NpyFile.read(write());
    assertThat(features.rows()).isEqualTo(2);
    assertThat(features.row(0)).containsExactly(1, -2, 3.5f);
    assertThat(features.row(1)).containsExactly(0, 1e-30f, 6);
  }

  @Test
  void writesTheHeaderThatNumpyWrites() throws IOException {
    byte[] bytes = Files.readAllBytes(write());
    // numpy.save of a float32 (2, 3) array: 128 bytes of header, 24 of values
    assertThat(bytes).hasSize(128 + 24);
    assertThat(Arrays.copyOf(bytes, 8)).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
    assertThat(bytes[8] & 0xFF).isEqualTo(118);
    assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }")
        .endsWith(" \n");
  }

  @Test
  void saysWhatIsWrongWithOtherFiles() throws IOException {
    Path file = write();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> NpyFile.read(file))
        .hasMessage("[features.npy] 2 x 3 values need 152 bytes, but the file holds 151");
    Files.writeString(file, "something else entirely");
    assertThatThrownBy(() -> NpyFile.read(file))
        .hasMessage("[features.npy] not a .npy file of version 1.0");
  }
}
