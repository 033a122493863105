package org.fe4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PreprocessorTest {

  static List<Arguments> transforms() throws IOException {
    List<Arguments> rows = new ArrayList<>();
    for (Named<ImageFixture> fixture : ImageFixture.all()) {
      fixture
          .getPayload()
          .transforms()
          .forEach((name, transform) -> rows.add(Arguments.of(fixture, Named.of(name, transform))));
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void equalsTorchvisionToTheByte(ImageFixture fixture, ImageFixture.Transform transform)
      throws IOException {
    byte[] crop = Preprocessor.of(transform.preprocessing()).apply(fixture.decodedByPillow());

    assertThat(ImageFixture.sha256(crop)).isEqualTo(transform.sha256());
  }

  @Test
  void equalsThePlainAlgorithmOnRandomSizes() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 120; i++) {
      Preprocessing preprocessing =
          preprocessing(
              random.nextBoolean() ? ResizeMode.SHORTER_SIDE : ResizeMode.STRETCH,
              random.nextInt(1, 90),
              random.nextBoolean() ? Interpolation.BILINEAR : Interpolation.BICUBIC,
              random.nextInt(1, 90));
      Preprocessor preprocessor = Preprocessor.of(preprocessing);
      // Three pictures through one instance: no row of an earlier one may be left in its ring.
      for (int j = 0; j < 3; j++) {
        RgbImage image = noise(random, random.nextInt(1, 200), random.nextInt(1, 200));
        assertThat(preprocessor.apply(image))
            .as("%d x %d through %s", image.width(), image.height(), preprocessing)
            .isEqualTo(NaiveResampling.apply(image, preprocessing));
      }
    }
  }

  @Test
  void writesTheSameIntoADirectBufferThatWasUsedBefore() {
    RgbImage image = noise(new SplittableRandom(5), 30, 11);
    for (int crop : new int[] {8, 40}) { // Inside the picture, and with padding around it.
      Preprocessor preprocessor =
          Preprocessor.of(preprocessing(ResizeMode.SHORTER_SIDE, 9, Interpolation.BICUBIC, crop));
      ByteBuffer target = ByteBuffer.allocateDirect(preprocessor.cropBytes() + 2);
      while (target.hasRemaining()) {
        target.put((byte) 77);
      }
      preprocessor.apply(image, target.position(1));
      assertThat(target.position()).isEqualTo(1 + preprocessor.cropBytes());
      byte[] found = new byte[preprocessor.cropBytes()];
      target.get(1, found);
      assertThat(found).isEqualTo(preprocessor.apply(image));
      assertThat(target.get(0)).isEqualTo((byte) 77);
      assertThat(target.get(target.capacity() - 1)).isEqualTo((byte) 77);
      assertThatThrownBy(() -> preprocessor.apply(image, target.position(3)))
          .isInstanceOf(java.nio.BufferOverflowException.class);
    }
  }

  @ParameterizedTest(name = "{0} x {1}, resize {2}, crop {3}")
  @CsvSource({
    "1, 1, 224, 224",
    "1, 300, 8, 8",
    "300, 1, 8, 8",
    "3000, 2, 5, 7",
    "2, 3000, 5, 7",
    "5000, 37, 24, 24",
    "7, 5, 7, 7",
    "7, 5, 5, 5",
    "20, 20, 10, 16",
    "64, 48, 1, 1",
  })
  void equalsThePlainAlgorithmAtTheEdges(int width, int height, int resize, int crop) {
    RgbImage image = noise(new SplittableRandom(11), width, height);
    for (Interpolation interpolation : Interpolation.values()) {
      for (ResizeMode mode : ResizeMode.values()) {
        Preprocessing preprocessing = preprocessing(mode, resize, interpolation, crop);
        assertThat(Preprocessor.of(preprocessing).apply(image))
            .isEqualTo(NaiveResampling.apply(image, preprocessing));
      }
    }
  }

  @Test
  void computesOnlyWhatSurvivesOfAVeryWidePicture() {
    // Resized whole, this would be 100,000,000 pixels wide.
    RgbImage image = noise(new SplittableRandom(3), 1_000_000, 1);

    byte[] crop = Preprocessor.of(preprocessing(100, Interpolation.BILINEAR, 2)).apply(image);

    // Each pixel becomes a hundred; the crop's two columns stand on both sides of the middle.
    assertThat(crop[0] & 0xFF).isCloseTo(levelBeside(image, 0), within(1));
    assertThat(crop).hasSize(12);
  }

  private static int levelBeside(RgbImage image, int channel) {
    int left = image.pixels()[3 * 499_999 + channel] & 0xFF;
    int right = image.pixels()[3 * 500_000 + channel] & 0xFF;
    return (left + right) / 2;
  }

  private static org.assertj.core.data.Offset<Integer> within(int levels) {
    return org.assertj.core.data.Offset.offset(levels + 1);
  }

  @ParameterizedTest
  @EnumSource(Interpolation.class)
  void keepsBlackAndWhiteEdgesFromWrapping(Interpolation interpolation) {
    RgbImage edges = RgbImage.wrap(40, 40, new byte[40 * 40 * 3]);
    for (int p = 0; p < edges.pixels().length; p += 3) {
      boolean white = (p / 3 % 40 / 5 + p / 120 / 5) % 2 == 0;
      Arrays.fill(edges.pixels(), p, p + 3, (byte) (white ? 255 : 0));
    }
    for (int resize : new int[] {13, 29, 97}) {
      Preprocessing preprocessing = preprocessing(resize, interpolation, resize);
      byte[] crop = Preprocessor.of(preprocessing).apply(edges);

      assertThat(crop).isEqualTo(NaiveResampling.apply(edges, preprocessing));
      // Overshoot that wrapped would put black into the middle of a white field.
      int field = 5 * resize / 40;
      int middle = 3 * (field / 2 * resize + field / 2);
      assertThat(crop[middle] & 0xFF).isGreaterThan(200);
    }
  }

  @Test
  void putsZerosAroundAPictureSmallerThanTheCrop() {
    RgbImage white = flat(10, 10, 255, 255, 255);

    byte[] crop = Preprocessor.of(preprocessing(3, Interpolation.BICUBIC, 6)).apply(white);

    // torchvision puts the smaller half of three zeros before.
    StringBuilder picture = new StringBuilder();
    for (int p = 0; p < crop.length; p += 3) {
      picture.append(crop[p] == 0 ? '.' : '#').append(p % 18 == 15 ? "\n" : "");
    }
    assertThat(picture.toString())
        .isEqualTo(
            """
            ......
            .###..
            .###..
            .###..
            ......
            ......
            """);
  }

  @Test
  void keepsRedGreenAndBlueInTheirOrder() {
    byte[] crop =
        Preprocessor.of(preprocessing(4, Interpolation.BICUBIC, 2)).apply(flat(9, 7, 200, 100, 50));

    assertThat(crop).isEqualTo(new byte[] {-56, 100, 50, -56, 100, 50, -56, 100, 50, -56, 100, 50});
  }

  @Test
  void writesToAnArrayAtItsOffsetOnly() {
    Preprocessor preprocessor = Preprocessor.of(preprocessing(2, Interpolation.BILINEAR, 3));
    RgbImage image = flat(5, 5, 1, 2, 3);
    byte[] target = new byte[preprocessor.cropBytes() + 10];
    Arrays.fill(target, (byte) 77);

    preprocessor.apply(image, target, 6);

    assertThat(target).startsWith(77, 77, 77, 77, 77, 77).endsWith(77, 77, 77, 77);
    assertThat(Arrays.copyOfRange(target, 6, target.length - 4))
        .isEqualTo(preprocessor.apply(image));
  }

  @Test
  void writesToABufferAndAdvancesIt() {
    Preprocessor preprocessor = Preprocessor.of(preprocessing(8, Interpolation.BILINEAR, 8));
    RgbImage image = noise(new SplittableRandom(5), 12, 9);
    ByteBuffer batch = ByteBuffer.allocateDirect(2 * preprocessor.cropBytes());

    preprocessor.apply(flat(3, 3, 9, 9, 9), batch);
    preprocessor.apply(image, batch);

    assertThat(batch.remaining()).isZero();
    byte[] second = new byte[preprocessor.cropBytes()];
    batch.get(preprocessor.cropBytes(), second);
    assertThat(second).isEqualTo(preprocessor.apply(image));
  }

  @Test
  void refusesATargetThatIsTooShort() {
    Preprocessor preprocessor = Preprocessor.of(preprocessing(8, Interpolation.BILINEAR, 8));

    assertThatThrownBy(() -> preprocessor.apply(flat(3, 3, 9, 9, 9), new byte[192], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static Preprocessing preprocessing(int resize, Interpolation interpolation, int crop) {
    return preprocessing(ResizeMode.SHORTER_SIDE, resize, interpolation, crop);
  }

  private static Preprocessing preprocessing(
      ResizeMode mode, int resize, Interpolation interpolation, int crop) {
    return new Preprocessing(
        mode,
        resize,
        interpolation,
        crop,
        Preprocessing.IMAGENET_MEAN,
        Preprocessing.IMAGENET_DEVIATION);
  }

  private static RgbImage noise(SplittableRandom random, int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    random.nextBytes(pixels);
    return RgbImage.wrap(width, height, pixels);
  }

  private static RgbImage flat(int width, int height, int red, int green, int blue) {
    byte[] pixels = new byte[3 * width * height];
    for (int p = 0; p < pixels.length; p += 3) {
      pixels[p] = (byte) red;
      pixels[p + 1] = (byte) green;
      pixels[p + 2] = (byte) blue;
    }
    return RgbImage.wrap(width, height, pixels);
  }
}
