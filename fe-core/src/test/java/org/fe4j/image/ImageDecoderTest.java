package org.fe4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  static Stream<Arguments> variants() throws IOException {
    String csv = new String(ImageFixture.bytesOf("variants/expected.csv"), StandardCharsets.UTF_8);
    return csv.lines().skip(1).map(row -> Arguments.of((Object[]) row.split(",", -1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variants")
  void decodesFurtherKindsAsPillow(String file, int width, int height, String sha256)
      throws IOException {
    RgbImage image = decoder.decode(ImageFixture.bytesOf("variants/" + file), file);

    assertThat(image.width()).isEqualTo(width);
    assertThat(image.height()).isEqualTo(height);
    // Another JDK's JPEG library may differ by a level; those files are measured above.
    if (!file.endsWith(".jpg")) {
      assertThat(ImageFixture.sha256(image.pixels())).isEqualTo(sha256);
    }
  }

  @Test
  void decidesByTheContentAndNotByTheName() throws IOException {
    assertThat(decoder.decode(ImageFixture.bytesOf("rgb.png"), "rgb.jpg").pixels())
        .isEqualTo(decoder.decode(ImageFixture.bytesOf("rgb.png"), "rgb.png").pixels());
  }

  @Test
  void ignoresAnEmbeddedColourProfile() throws IOException {
    byte[] plain = ImageFixture.bytesOf("landscape_420.jpg");
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.writeBytes("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1));
    payload.writeBytes(profile);

    byte[] tagged = withSegment(plain, 0xE2, payload.toByteArray());

    assertThat(decoder.decode(tagged, "tagged.jpg").pixels())
        .isEqualTo(decoder.decode(plain, "plain.jpg").pixels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"j_s0_nojfif.jpg", "j_jfifadobe0.jpg", "j_ids012.jpg", "j_adobe2.jpg"})
  void takesAColourJpegForYcbcrWhereLibjpegDoes(String file) throws IOException {
    // All four are one picture in YCbCr; ImageIO alone takes some of them for RGB.
    assertThat(decoder.decode(ImageFixture.bytesOf("variants/" + file), file).pixels())
        .isEqualTo(
            decoder.decode(ImageFixture.bytesOf("variants/j_jfifadobe0.jpg"), file).pixels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"j_adobe0.jpg", "j_idsRGB.jpg"})
  void takesAColourJpegForRgbWhereLibjpegDoes(String file) throws IOException {
    byte[] red = decoder.decode(ImageFixture.bytesOf("variants/" + file), file).pixels();
    byte[] ycbcr = decoder.decode(ImageFixture.bytesOf("variants/j_s0_nojfif.jpg"), file).pixels();

    assertThat(meanDifference(red, ycbcr)).isGreaterThan(20);
  }

  @Test
  void ignoresTheOrientationOfAPhotographUnlessAsked() throws IOException {
    byte[] file = ImageFixture.bytesOf("exif_rotated.jpg");

    RgbImage plain = decoder.decode(file, "exif_rotated.jpg");
    RgbImage turned =
        ImageDecoder.standard(DecodingOption.APPLY_EXIF_ORIENTATION)
            .decode(file, "exif_rotated.jpg");

    assertThat(plain.width()).isEqualTo(400);
    assertThat(turned.width()).isEqualTo(300);
    // Orientation 6: the camera's left edge is up, so its bottom left pixel comes first.
    assertThat(Arrays.copyOf(turned.pixels(), 3))
        .isEqualTo(Arrays.copyOfRange(plain.pixels(), 3 * 299 * 400, 3 * 299 * 400 + 3));
  }

  @Test
  void scales16BitGreyWhenAsked() throws IOException {
    RgbImage image =
        ImageDecoder.standard(DecodingOption.SCALE_16_BIT_GREY)
            .decode(ImageFixture.bytesOf("gray16.png"), "gray16.png");

    assertThat(image.pixels()).contains((byte) 100).contains((byte) 200);
  }

  @Test
  void scales16BitGreyOfAnAnyMapWhenAsked() throws IOException {
    // 0, 255, 256, 1000 and 65535 of 65535.
    byte[] file = {
      'P', '5', ' ', '5', ' ', '1', '\n', '6', '5', '5', '3', '5', '\n', 0, 0, 0, -1, 1, 0, 3, -24,
      -1, -1
    };

    assertThat(
            levels(ImageDecoder.standard(DecodingOption.SCALE_16_BIT_GREY).decode(file, "s.pgm")))
        .containsExactly(0, 0, 1, 3, 255);
    assertThat(levels(decoder.decode(file, "clipped.pgm"))).containsExactly(0, 255, 255, 255, 255);
  }

  @Test
  void roundsTheSamplesOfAnAnyMapAsPython() throws IOException {
    // 1 of 2 is the level 127.5; Python's round takes the even neighbour, 128.
    byte[] file = "P2 3 1 2 0 1 2".getBytes(StandardCharsets.US_ASCII);

    assertThat(levels(decoder.decode(file, "halves.pgm"))).containsExactly(0, 128, 255);
  }

  @Test
  void readsBackWhatAPictureWritesAsPpm() throws IOException {
    byte[] pixels = new byte[3 * 31 * 17];
    new SplittableRandom(23).nextBytes(pixels);
    // A first pixel that could be taken for white space of the header.
    Arrays.fill(pixels, 0, 3, (byte) '\n');

    RgbImage image = decoder.decode(RgbImage.wrap(31, 17, pixels).toPpm(), "memory.ppm");

    assertThat(image.width()).isEqualTo(31);
    assertThat(image.height()).isEqualTo(17);
    assertThat(image.pixels()).isEqualTo(pixels);
  }

  private static List<Integer> levels(RgbImage image) {
    List<Integer> levels = new ArrayList<>();
    for (int p = 0; p < image.pixels().length; p += 3) {
      assertThat(image.pixels()[p])
          .isEqualTo(image.pixels()[p + 1])
          .isEqualTo(image.pixels()[p + 2]);
      levels.add(image.pixels()[p] & 0xFF);
    }
    return levels;
  }

  @Test
  void readsAJpegThatLacksOnlyItsEndMarker() throws IOException {
    byte[] whole = ImageFixture.bytesOf("landscape_420.jpg");
    byte[] cut = Arrays.copyOf(whole, whole.length - 2);

    assertThat(decoder.decode(cut, "cut.jpg").pixels())
        .isEqualTo(decoder.decode(whole, "whole.jpg").pixels());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "landscape_420.jpg",
        "cmyk.jpg",
        "gray.jpg",
        "variants/j_p2.jpg",
        "rgb.png",
        "bilevel.png",
        "anim.gif",
        "lossy.webp",
        "variants/w_anim.webp",
        "tiff.tiff",
        "variants/bmp_32.bmp",
        "variants/pnm_1.pbm",
        "variants/pnm_3c.pnm",
        "variants/pnm_4.pbm",
        "variants/pnm_5_300.pgm",
        "variants/pnm_6.ppm"
      })
  void refusesAFileCutShortAnywhere(String file) throws IOException {
    byte[] whole = ImageFixture.bytesOf(file);
    // An animation may be cut after its first frame; the fixtures' first frames are over a third.
    int last = file.contains("anim") ? whole.length / 4 : whole.length - 8;
    List<Integer> accepted = new ArrayList<>();
    for (int length = 0; length <= last; length += Math.max(1, last / 25)) {
      try {
        decoder.decode(Arrays.copyOf(whole, length), file);
        accepted.add(length);
      } catch (UnreadableImageException e) {
        assertThat(e).hasMessageStartingWith("[" + file + "] ");
      }
    }
    assertThat(accepted).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cmyk.jpg",
        "variants/j_p1.jpg",
        "variants/png_p4t.png",
        "variants/gif_off.gif",
        "lossy.webp",
        "variants/w_anim.webp",
        "variants/tif_pal8le.tif",
        "variants/tif_1_group4.tif",
        "variants/bmp_565.bmp",
        "variants/pnm_1c.pbm",
        "variants/pnm_2c.pgm",
        "variants/pnm_4c.pbm",
        "variants/pnm_6_1023.ppm"
      })
  void throwsNothingElseOnDamagedBytes(String file) throws IOException {
    byte[] whole = ImageFixture.bytesOf(file);
    int header = Math.min(64, whole.length);
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = whole.clone();
      for (int j = random.nextInt(1, 4); j > 0; j--) {
        int position = random.nextInt(random.nextBoolean() ? whole.length : header);
        damaged[position] = (byte) random.nextInt(256);
      }
      assertThatCode(() -> decodeOrRefuse(damaged, file)).doesNotThrowAnyException();
    }
  }

  private void decodeOrRefuse(byte[] bytes, String file) {
    try {
      decoder.decode(bytes, file);
    } catch (UnreadableImageException e) {
      assertThat(e.name()).isEqualTo(file);
    }
  }

  @Test
  void givesEqualPixelsToManyThreads() throws IOException, InterruptedException {
    byte[] file = ImageFixture.bytesOf("lossy.webp");
    byte[] jpeg = ImageFixture.bytesOf("cmyk.jpg");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<String>> sums = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        byte[] bytes = i % 2 == 0 ? file : jpeg;
        sums.add(threads.submit(() -> ImageFixture.sha256(decoder.decode(bytes, "many").pixels())));
      }
      List<String> distinct = new ArrayList<>();
      for (Future<String> sum : sums) {
        distinct.add(sum.get());
      }
      assertThat(distinct.stream().distinct()).hasSize(2);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void leavesTheGlobalSettingsOfImageIoAlone() throws IOException {
    boolean cache = ImageIO.getUseCache();
    List<String> before = registered();

    decoder.decode(ImageFixture.bytesOf("lossy.webp"), "lossy.webp");

    assertThat(ImageIO.getUseCache()).isEqualTo(cache);
    assertThat(registered()).isEqualTo(before);
  }

  private static List<String> registered() {
    List<String> names = new ArrayList<>();
    IIORegistry.getDefaultInstance()
        .getServiceProviders(ImageReaderSpi.class, true)
        .forEachRemaining(provider -> names.add(provider.getClass().getName()));
    Collections.sort(names);
    return names;
  }

  @Test
  void identifiesTheJavaRuntimeTheWebpLibraryAndTheOptions() throws IOException {
    Properties webp = new Properties();
    webp.load(ImageDecoder.class.getResourceAsStream("/webp-imageio.properties"));

    assertThat(decoder.identity())
        .isEqualTo(
            "imageio/2 java=%s %s webp-imageio=%s options=[]",
            System.getProperty("java.vendor"),
            System.getProperty("java.runtime.version"),
            webp.getProperty("webp_imageio_version"));
    assertThat(ImageDecoder.standard(DecodingOption.SCALE_16_BIT_GREY).identity())
        .endsWith("options=[SCALE_16_BIT_GREY]");
  }

  static double meanDifference(byte[] actual, byte[] expected) {
    long sum = 0;
    for (int i = 0; i < actual.length; i++) {
      sum += Math.abs((actual[i] & 0xFF) - (expected[i] & 0xFF));
    }
    return (double) sum / actual.length;
  }

  private static byte[] withSegment(byte[] jpeg, int marker, byte[] payload) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    result.write(jpeg, 0, 2);
    result.write(0xFF);
    result.write(marker);
    result.write((payload.length + 2) >> 8);
    result.write(payload.length + 2);
    result.writeBytes(payload);
    result.write(jpeg, 2, jpeg.length - 2);
    return result.toByteArray();
  }
}
