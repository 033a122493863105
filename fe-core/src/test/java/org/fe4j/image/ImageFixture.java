package org.fe4j.image;

import com.google.common.hash.Hashing;
import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Named;

/** A picture of the fixtures and what Pillow and torchvision make of it. */
record ImageFixture(
    String file,
    String mode,
    int width,
    int height,
    String rgbSha256,
    Map<String, Transform> transforms) {

  /** A resize of the shorter side and a centre crop; the SHA-256 is of the crop's bytes. */
  record Transform(int resize, int crop, String interpolation, String sha256) {

    Preprocessing preprocessing() {
      return Preprocessing.of(
          resize,
          crop,
          Interpolation.valueOf(interpolation.toUpperCase(java.util.Locale.ROOT)),
          Preprocessing.IMAGENET_MEAN,
          Preprocessing.IMAGENET_DEVIATION);
    }
  }

  static List<Named<ImageFixture>> all() throws IOException {
    String json = new String(bytesOf("expected.json"), StandardCharsets.UTF_8);
    return List.of(new Gson().fromJson(json, ImageFixture[].class)).stream()
        .map(fixture -> Named.of(fixture.file, fixture))
        .toList();
  }

  static byte[] bytesOf(String file) throws IOException {
    try (InputStream input = ImageFixture.class.getResourceAsStream("/images/" + file)) {
      if (input == null) {
        throw new IOException("No test resource images/" + file);
      }
      return input.readAllBytes();
    }
  }

  boolean isJpeg() {
    return file.endsWith(".jpg");
  }

  /**
   * Returns the pixels that Pillow decoded: from the PNG beside a JPEG, from the file itself else.
   */
  RgbImage decodedByPillow() throws IOException {
    String lossless = isJpeg() ? file + ".decoded.png" : file;
    return ImageDecoder.standard().decode(bytesOf(lossless), lossless);
  }

  static String sha256(byte[] bytes) {
    return Hashing.sha256().hashBytes(bytes).toString();
  }
}
