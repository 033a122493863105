package org.fe4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ImageDecoderTest {
  private final ImageDecoder decoder = ImageDecoder.standard();

  static List<Named<ImageFixture>> fixtures() throws IOException {
    return ImageFixture.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void decodesAsPillow(ImageFixture fixture) throws IOException {
    RgbImage image = decoder.decode(ImageFixture.bytesOf(fixture.file()), fixture.file());

    assertThat(image.width()).isEqualTo(fixture.width());
    assertThat(image.height()).isEqualTo(fixture.height());
    if (fixture.isJpeg()) {
      byte[] expected = fixture.decodedByPillow().pixels();
      assertThat(ImageFixture.sha256(expected)).isEqualTo(fixture.rgbSha256());
      assertThat(meanDifference(image.pixels(), expected)).isLessThan(1.0);
    } else {
      assertThat(ImageFixture.sha256(image.pixels())).isEqualTo(fixture.rgbSha256());
    }
  }

  private static double meanDifference(byte[] actual, byte[] expected) {
    long sum = 0;
    for (int i = 0; i < actual.length; i++) {
      int d = Math.abs((actual[i] & 0xFF) - (expected[i] & 0xFF));
      sum += d;
    }
    return (double) sum / actual.length;
  }
}
