package org.fe4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class CropGeometryTest {

  @Test
  void roundsAsTorchvisionFor1620Sizes() throws IOException {
    List<String> rows = table();
    assertThat(rows).hasSize(1620);
    for (String row : rows) {
      int[] r = Arrays.stream(row.split(",", -1)).mapToInt(Integer::parseInt).toArray();
      Preprocessing preprocessing =
          Preprocessing.of(
              r[0],
              r[1],
              Interpolation.BILINEAR,
              Preprocessing.IMAGENET_MEAN,
              Preprocessing.IMAGENET_DEVIATION);

      CropGeometry across = CropGeometry.of(preprocessing, r[2], r[3]);
      CropGeometry down = CropGeometry.of(preprocessing, r[3], r[2]);

      assertThat(across)
          .as(row)
          .isEqualTo(new CropGeometry(r[4], r[6], Math.min(r[1], r[4]), r[8]));
      assertThat(down).as(row).isEqualTo(new CropGeometry(r[5], r[7], Math.min(r[1], r[5]), r[9]));
    }
  }

  @Test
  void roundsHalvesToTheEvenPixel() {
    Preprocessing preprocessing =
        new Preprocessing(
            ResizeMode.STRETCH,
            227,
            Interpolation.BILINEAR,
            224,
            Preprocessing.IMAGENET_MEAN,
            Preprocessing.IMAGENET_DEVIATION);

    assertThat(CropGeometry.of(preprocessing, 10, 20).first()).isEqualTo(2);
  }

  private static List<String> table() throws IOException {
    byte[] packed = ImageFixture.bytesOf("geometry.csv.gz");
    try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).toList();
    }
  }
}
