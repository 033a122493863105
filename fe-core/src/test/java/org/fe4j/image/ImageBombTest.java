package org.fe4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.fe4j.image.DecodingTrial.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that ask for more memory or time than a picture is worth. */
final class ImageBombTest {
  /** What a refusal may cost: the file, copies of it, a reader. */
  private static final long SMALL = 8 << 20;

  private static final String TOO_MANY = "; at most 178,956,970 are read. Scale it down first.";

  static Stream<Arguments> tooLarge() throws IOException {
    byte[] oneRow = new byte[1];
    return Stream.of(
        Arguments.of("x.png", ImageBombs.png(30_000, 30_000, 8, 2, oneRow), "30,000 x 30,000"),
        Arguments.of("long.png", ImageBombs.png(-1 >>> 1, 1, 1, 0, oneRow), "2,147,483,647 x 1"),
        Arguments.of("x.jpg", ImageBombs.jpeg(65_500, 65_500), "65,500 x 65,500"),
        Arguments.of("screen.gif", ImageBombs.gif(65_535, 65_535, 2, 2), "65,535 x 65,535"),
        Arguments.of("frame.gif", ImageBombs.gif(2, 2, 65_535, 65_535), "65,535 x 65,535"),
        Arguments.of("x.bmp", ImageBombs.bmp(40_000, -40_000, 24, 0, oneRow), "40,000 x 40,000"),
        Arguments.of("runs.bmp", ImageBombs.bmp(40_000, 40_000, 8, 1, oneRow), "40,000 x 40,000"),
        Arguments.of("x.tif", strip(60_000, 60_000, 5, 60_000), "60,000 x 60,000"),
        Arguments.of("x.webp", ImageBombs.webp(16_383, 16_383), "16,383 x 16,383"),
        Arguments.of("anim.webp", ImageBombs.animatedWebp(16_777_216, 255), "16,777,216 x 255"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooLarge")
  void refusesTooManyPixelsByTheHeader(String name, byte[] file, String size)
      throws InterruptedException {
    DecodingTrial trial = DecodingTrial.of(ImageDecoder.standard(), file, name);

    assertThat(trial.detail()).isEqualTo("[%s] The picture has %s pixels%s", name, size, TOO_MANY);
    assertThat(trial.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(trial.allocatedBytes()).isLessThan(SMALL);
  }

  static Stream<Arguments> tooShort() throws IOException {
    byte[] oneRow = new byte[1];
    return Stream.of(
        Arguments.of("PNG", ImageBombs.png(13_000, 13_000, 8, 6, oneRow), "13,000 x 13,000"),
        Arguments.of("JPEG", ImageBombs.jpeg(65_500, 2_700), "65,500 x 2,700"),
        Arguments.of("GIF", ImageBombs.gif(2, 2, 13_000, 13_000), "13,000 x 13,000"),
        Arguments.of("BMP", ImageBombs.bmp(13_000, 13_000, 24, 0, oneRow), "13,000 x 13,000"),
        Arguments.of("TIFF", strip(13_000, 13_000, 1, 13_000), "13,000 x 13,000"),
        Arguments.of("TIFF", strip(13_000, 13_000, 8, 13_000), "13,000 x 13,000"));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("tooShort")
  void refusesWhatTheFileCannotHoldByTheHeader(String format, byte[] file, String size)
      throws InterruptedException {
    DecodingTrial trial = DecodingTrial.of(ImageDecoder.standard(), file, "lies");

    assertThat(trial.detail())
        .isEqualTo(
            "[lies] The %s says that it has %s pixels, but %,d bytes cannot hold them. Fetch the"
                + " file again.",
            format, size, file.length);
    assertThat(trial.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(trial.allocatedBytes()).isLessThan(SMALL);
  }

  /** Within the limit of a million pixels, but not of the memory that goes with it. */
  static Stream<Arguments> tooDeep() throws IOException {
    return Stream.of(
        Arguments.of(
            "rgba16.png",
            ImageBombs.png(1_000, 1_000, 16, 6, new byte[8_001_000]),
            "The picture has 1,000 x 1,000 pixels of 64 bits; at most 4,000,000 bytes are taken for"
                + " samples. Scale it down or save it with 8 bits a sample."),
        Arguments.of(
            "deep.tif",
            ImageBombs.tiff(
                new byte[10],
                new long[] {256, 3, 1, 1_000},
                new long[] {257, 3, 1, 1_000},
                new long[] {258, 3, 1, 64},
                new long[] {277, 3, 1, 4}),
            "The picture has 1,000 x 1,000 pixels of 256 bits; at most 4,000,000 bytes are taken for"
                + " samples. Scale it down or save it with 8 bits a sample."),
        Arguments.of(
            "tiled.tif",
            ImageBombs.tiff(
                new byte[10],
                new long[] {256, 3, 1, 10},
                new long[] {257, 3, 1, 10},
                new long[] {258, 3, 1, 8},
                new long[] {322, 3, 1, 40_000},
                new long[] {323, 3, 1, 40_000},
                new long[] {324, 4, 1, 1000},
                new long[] {325, 4, 1, 10}),
            "The picture lies in tiles of 40,000 x 40,000 pixels of 8 bits; at most 4,194,304 bytes"
                + " are taken for one. Fetch the file again or save it anew."),
        Arguments.of(
            "directory.tif",
            repeatedEntries(),
            "The TIFF's directory lists 4,000 bytes of values, but the file has 1,500. Fetch the"
                + " file again."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooDeep")
  void refusesSamplesThatTakeMuchMoreThanThePicture(String name, byte[] file, String message)
      throws InterruptedException {
    DecodingTrial trial = DecodingTrial.of(ImageDecoder.standard(1_000_000), file, name);

    assertThat(trial.detail()).isEqualTo("[%s] %s", name, message);
    assertThat(trial.allocatedBytes()).isLessThan(SMALL);
  }

  private static byte[] repeatedEntries() {
    long[][] entries = new long[10][];
    Arrays.fill(entries, new long[] {273, 4, 100, 1000});
    return ImageBombs.tiff(new byte[500], entries);
  }

  @Test
  void boundsTheMemoryOfVeryLongRows() throws IOException, InterruptedException {
    byte[] file = ImageBombs.png(1_000_000, 4, 8, 6, new byte[16_000_004]);
    DecodingTrial trial = DecodingTrial.of(ImageDecoder.standard(4_000_000), file, "rows.png");

    assertThat(trial.detail()).isEqualTo("1000000 x 4");
    assertThat(trial.allocatedBytes()).isLessThan(DecodingTrial.mostBytes(4_000_000, file.length));

    byte[] longer = ImageBombs.png(1_000_001, 1, 1, 0, new byte[125_002]);
    assertThatThrownBy(() -> ImageDecoder.standard().decode(longer, "longer.png"))
        .hasMessage(
            "[longer.png] The PNG has rows of 1,000,001 pixels; at most 1,000,000 are read, as by"
                + " libpng. Cut it into pieces.");
  }

  @Test
  void doesNotInflateWhatIsNoPixel() throws IOException, InterruptedException {
    byte[] zeros = ImageBombs.deflated(new byte[64 << 20]);
    byte[] text = new byte[10 + zeros.length];
    text[0] = 'x';
    System.arraycopy(zeros, 0, text, 3, zeros.length);
    byte[] plain = ImageFixture.bytesOf("variants/png_rgb8t.png");
    for (String type : new String[] {"zTXt", "iCCP", "iTXt", "eXIf"}) {
      byte[] bomb = ImageBombs.withChunk(plain, type, text);
      DecodingTrial trial = DecodingTrial.of(ImageDecoder.standard(), bomb, type);

      assertThat(trial.verdict()).isEqualTo(Verdict.DECODED);
      assertThat(trial.allocatedBytes()).isLessThan(SMALL);
    }
  }

  @Test
  void refusesAPaletteOfMoreColoursThanAByteCounts() throws IOException {
    byte[] plain = ImageBombs.png(1, 1, 8, 3, new byte[2]);
    byte[] bomb = ImageBombs.withChunk(plain, "PLTE", new byte[3 << 20]);

    assertThatThrownBy(() -> ImageDecoder.standard().decode(bomb, "palette.png"))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessage(
            "[palette.png] The PNG is damaged or cut short (PLTE chunk contains too many entries for"
                + " bit depth, ignoring extras.). Fetch the file again.");
  }

  @Test
  void refusesAnotherFormatInABmp() throws IOException {
    byte[] inner = ImageBombs.png(13_000, 13_000, 1, 0, new byte[13_000 * 1_626]);
    byte[] bomb = ImageBombs.bmp(10, 10, 0, 5, inner);

    assertThatThrownBy(() -> ImageDecoder.standard().decode(bomb, "inner.bmp"))
        .hasMessage(
            "[inner.bmp] The BMP has the compression 5, but only 0 to 3 are known. Save it anew.");
  }

  @Test
  void refusesALargerJpegInATiff() throws IOException {
    byte[] inner = ImageBombs.jpeg(12_000, 12_000);
    byte[] bomb =
        ImageBombs.tiff(
            inner,
            new long[] {256, 3, 1, 16},
            new long[] {257, 3, 1, 16},
            new long[] {258, 3, 1, 8},
            new long[] {259, 3, 1, 7},
            new long[] {262, 3, 1, 1},
            new long[] {273, 4, 1, 1000},
            new long[] {279, 4, 1, inner.length});

    assertThatThrownBy(() -> ImageDecoder.standard().decode(bomb, "inner.tif"))
        .hasMessage(
            "[inner.tif] The TIFF holds a JPEG of 12,000 x 12,000 pixels where 16 x 16 belong. Fetch"
                + " the file again.");
  }

  @Test
  void refusesAJpegOfScansWithoutEnd() throws IOException {
    byte[] few = ImageFixture.bytesOf("variants/j_p2.jpg");
    assertThat(JpegFrame.find(few, 0).scans()).isBetween(2, 20);
    assertThatCode(() -> ImageDecoder.standard().decode(few, "few.jpg")).doesNotThrowAnyException();

    byte[] many = ImageBombs.jpegOfManyScans(5_000);
    assertThatThrownBy(() -> ImageDecoder.standard().decode(many, "many.jpg"))
        .hasMessageMatching(
            "\\[many.jpg\\] The JPEG has 5,0\\d\\d scans; at most 100 are read. Save it anew.");
  }

  @Test
  void leavesOutTheCommentsOfAGif() throws IOException, InterruptedException {
    byte[] plain = ImageFixture.bytesOf("variants/gif_p.gif");
    // The reader alone takes hours for these.
    byte[] bomb = ImageBombs.gifWithComment(plain, 10_000_000);

    DecodingTrial trial = DecodingTrial.of(ImageDecoder.standard(), bomb, "comment.gif");

    assertThat(trial.verdict()).isEqualTo(Verdict.DECODED);
    assertThat(ImageDecoder.standard().decode(bomb, "comment.gif").pixels())
        .isEqualTo(ImageDecoder.standard().decode(plain, "plain.gif").pixels());
  }

  @Test
  void readsTheFirstOfManyDirectoriesAndOfACircle() throws IOException {
    byte[] plain = ImageFixture.bytesOf("variants/tif_g8_p1le.tif");
    RgbImage expected = ImageDecoder.standard().decode(plain, "plain.tif");
    int directory = (int) new ImageField(4, 4, true, ImageField.Meaning.CHOICE).get(plain);
    int entries = (int) new ImageField(directory, 2, true, ImageField.Meaning.LENGTH).get(plain);
    ImageField next =
        new ImageField(directory + 2 + 12 * entries, 4, true, ImageField.Meaning.CHOICE);
    byte[] circle = plain.clone();
    next.set(circle, directory);
    // 100,000 empty directories, each of which points at the next.
    byte[] chain = Arrays.copyOf(plain, plain.length + 600_000);
    next.set(chain, plain.length);
    for (int at = plain.length; at + 12 < chain.length; at += 6) {
      new ImageField(at + 2, 4, true, ImageField.Meaning.CHOICE).set(chain, at + 6L);
    }

    for (byte[] file : new byte[][] {circle, chain}) {
      assertThat(ImageDecoder.standard().decode(file, "x.tif").pixels())
          .isEqualTo(expected.pixels());
    }
  }

  @Test
  void leavesOutTheProfileOfATiff() throws IOException {
    // Damaged: the reader refuses the picture for it, Pillow does not care.
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
    byte[] data = Arrays.copyOf(new byte[] {1, 2, 3, 4, 5, 6}, 6 + profile.length);
    System.arraycopy(profile, 0, data, 6, profile.length);
    Arrays.fill(data, 40, 80, (byte) 0xFF);
    byte[] tiff =
        ImageBombs.tiff(
            data,
            new long[] {256, 3, 1, 2},
            new long[] {257, 3, 1, 1},
            new long[] {258, 3, 1, 8},
            new long[] {259, 3, 1, 1},
            new long[] {262, 3, 1, 2},
            new long[] {273, 4, 1, 1000},
            new long[] {277, 3, 1, 3},
            new long[] {278, 3, 1, 1},
            new long[] {279, 4, 1, 6},
            new long[] {34675, 7, profile.length, 1006});

    assertThat(ImageDecoder.standard().decode(tiff, "profile.tif").pixels())
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void aLimitChangesNeitherPixelsNorIdentity() throws IOException {
    byte[] file = ImageFixture.bytesOf("variants/png_rgb8t.png");
    ImageDecoder usual = ImageDecoder.standard();
    RgbImage image = usual.decode(file, "x.png");
    int pixels = image.width() * image.height();

    ImageDecoder exact = ImageDecoder.standard(pixels);
    assertThat(exact.decode(file, "x.png").pixels()).isEqualTo(image.pixels());
    assertThat(exact.identity()).isEqualTo(usual.identity());
    assertThatThrownBy(() -> ImageDecoder.standard(pixels - 1).decode(file, "x.png"))
        .hasMessage(
            "[x.png] The picture has %d x %d pixels; at most %,d are read. Scale it down first.",
            image.width(), image.height(), pixels - 1);
  }

  @Test
  void refusesALimitThatNoArrayHolds() {
    assertThatThrownBy(() -> ImageDecoder.standard(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The limit must be 1 to 715,827,879 pixels, found 0");
    assertThatThrownBy(() -> ImageDecoder.standard(715_827_880))
        .hasMessage("The limit must be 1 to 715,827,879 pixels, found 715,827,880");
  }

  private static byte[] strip(int width, int height, int compression, int rows) {
    return ImageBombs.tiff(
        new byte[10],
        new long[] {256, 4, 1, width},
        new long[] {257, 4, 1, height},
        new long[] {258, 3, 1, 8},
        new long[] {259, 3, 1, compression},
        new long[] {262, 3, 1, 1},
        new long[] {273, 4, 1, 1000},
        new long[] {277, 3, 1, 1},
        new long[] {278, 4, 1, rows},
        new long[] {279, 4, 1, 10});
  }
}
