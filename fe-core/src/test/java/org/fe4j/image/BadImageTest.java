package org.fe4j.image;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that hold no picture, or not the whole of one, and what is said about each. */
final class BadImageTest {
  private static final String KNOWN =
      "Expected a JPEG, PNG, GIF, TIFF, BMP, WebP or PNM, but found ";
  private static final String REMOVE = ". Remove it or put the picture in its place.";

  private static final String FETCH = " Fetch the file again.";

  static Stream<Arguments> files() throws IOException {
    byte[] jpeg = ImageFixture.bytesOf("landscape_420.jpg");
    byte[] png = ImageFixture.bytesOf("rgb.png");
    return Stream.of(
        Arguments.of("empty.jpg", new byte[0], KNOWN + "an empty file" + REMOVE),
        Arguments.of(
            "error_page.jpg",
            ascii("\n <!DOCTYPE html><html><body>404</body></html>"),
            KNOWN + "an HTML page" + REMOVE),
        Arguments.of("notes.jpg", ascii("Not a picture.\n"), KNOWN + "a text file" + REMOVE),
        Arguments.of(
            "pointer.jpg",
            ascii("version https://git-lfs.github.com/spec/v1\n"),
            KNOWN + "a Git LFS pointer" + REMOVE),
        Arguments.of(
            "archive.jpg",
            new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0},
            KNOWN + "a file that begins with the bytes 50 4b 03 04 00 00 00 00" + REMOVE),
        Arguments.of(
            "half.jpg",
            Arrays.copyOf(jpeg, jpeg.length / 2),
            "The JPEG is damaged or cut short (Corrupt JPEG data: premature end of data segment)."
                + " Fetch the file again."),
        Arguments.of(
            "start.jpg",
            Arrays.copyOf(jpeg, 100),
            "The JPEG ends before its first pixel (100 bytes). Fetch the file again."),
        Arguments.of(
            "two_components.jpg",
            jpegOfTwoComponents(),
            "The JPEG has 2 components, but only 1 (grey), 3 (colour) and 4 (CMYK) are known. Save"
                + " it again as RGB."),
        Arguments.of(
            "half.png",
            Arrays.copyOf(png, 20_000),
            "The PNG ends after 20,000 bytes without its end chunk. Fetch the file again."),
        Arguments.of(
            "flipped.png",
            flipped(png, 5_000),
            "The PNG is damaged: the checksum of chunk IDAT at byte 33 is wrong. Fetch the file"
                + " again."),
        Arguments.of(
            "early_end.gif",
            ImageBombs.gif(100, 100, 100, 100),
            "The GIF ends after 0 % of its rows. Fetch the file again."),
        Arguments.of(
            "bomb.png",
            pngHeader(60_000, 60_000),
            "The picture has 60,000 x 60,000 pixels; at most 178,956,970 are read. Scale it down"
                + " first."));
  }

  static Stream<Arguments> anyMaps() {
    return Stream.of(
        Arguments.of(
            "header.ppm",
            ascii("P6\n20 "),
            "The PNM ends after 6 bytes where the height should follow." + FETCH),
        Arguments.of(
            "comment.ppm",
            ascii("P6\n#20 20 255\n"),
            "The PNM ends after 14 bytes where the width should follow." + FETCH),
        Arguments.of(
            "word.ppm",
            ascii("P3 is not a picture"),
            "The PNM is damaged: expected the width at byte 3, but found 'i'." + FETCH),
        Arguments.of(
            "minus.pgm",
            ascii("P2\n2 1\n9\n1 -1\n"),
            "The PNM is damaged: expected a sample at byte 11, but found '-'." + FETCH),
        Arguments.of(
            "bell.pgm",
            ascii("P2\n2 1\n9\n1 1\u0007\n"),
            "The PNM is damaged: expected a sample at byte 12, but found the"
                + " byte 07."
                + FETCH),
        Arguments.of(
            "bits.pbm",
            ascii("P1\n4 1\n0102"),
            "The PNM is damaged: expected a bit at byte 10, but found '2'." + FETCH));
  }

  static Stream<Arguments> anyMapsOfOtherSizes() {
    return Stream.of(
        Arguments.of(
            "flat.ppm",
            ascii("P6\n0 4\n255\n"),
            "The PNM's header says 0 x 4 pixels, but a picture has 1 x 1 or more."
                + " Save it anew."),
        Arguments.of(
            "dark.pgm",
            ascii("P5\n1 1\n0\n0"),
            "The PNM's header says that the largest sample is 0, but 1 to 65,535"
                + " are possible. Save it anew."),
        Arguments.of(
            "deep.pgm",
            ascii("P5\n1 1\n65536\n000"),
            "The PNM's header says that the largest sample is 65,536, but 1 to"
                + " 65,535 are possible. Save it anew."),
        Arguments.of(
            "bomb.pbm",
            ascii("P4\n99999999999999999999 2\n0"),
            "The picture has 2,147,483,647 x 2 pixels; at most 178,956,970 are"
                + " read. Scale it down first."),
        Arguments.of(
            "lying.ppm",
            ascii("P6\n10000 10000\n255\n000"),
            "The PNM of 10,000 x 10,000 pixels needs 300,000,000 bytes or more"
                + " after its header, but 3 are there."
                + FETCH),
        Arguments.of(
            "lying_plain.pgm",
            ascii("P2\n10000 10000\n255\n1 2 3"),
            "The PNM of 10,000 x 10,000 pixels needs 199,999,999 bytes or more"
                + " after its header, but 5 are there."
                + FETCH),
        Arguments.of(
            "half.pgm",
            ascii("P5\n3 1\n256\n00000"),
            "The PNM of 3 x 1 pixels needs 6 bytes or more after its header, but 5"
                + " are there."
                + FETCH),
        Arguments.of(
            "row.pbm",
            ascii("P4\n9 2\n000"),
            "The PNM of 9 x 2 pixels needs 4 bytes or more after its header, but 3"
                + " are there."
                + FETCH),
        Arguments.of(
            "short_plain.pgm",
            ascii("P2\n3 1\n255\n100 200   "),
            "The PNM ends after 21 bytes where a sample should follow." + FETCH),
        Arguments.of(
            "bright.pgm",
            ascii("P2\n2 1\n9\n1 10\n"),
            "The PNM is damaged: sample 2 of 2 is 10, but its header"
                + " says at most 9."
                + FETCH));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"files", "anyMaps", "anyMapsOfOtherSizes"})
  void saysWhatIsWrong(String name, byte[] file, String message) {
    assertThatThrownBy(() -> ImageDecoder.standard().decode(file, name))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessage("[" + name + "] " + message);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] flipped(byte[] file, int position) {
    byte[] result = file.clone();
    result[position] ^= 1;
    return result;
  }

  private static byte[] jpegOfTwoComponents() {
    return new byte[] {
      -1, -40, -1, -64, 0, 14, 8, 0, 8, 0, 8, 2, 1, 17, 0, 2, 17, 0, -1, -38, 0, 10, 2, 1, 0, 2, 0,
      0, 63, 0, 0, -1, -39
    };
  }

  private static byte[] pngHeader(int width, int height) {
    ByteBuffer png = ByteBuffer.allocate(8 + 25 + 12 + 12);
    png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put(new byte[] {8, 2, 0, 0, 0});
    chunk(png, "IHDR", header.array());
    chunk(png, "IDAT", new byte[0]);
    chunk(png, "IEND", new byte[0]);
    return png.array();
  }

  private static void chunk(ByteBuffer png, String type, byte[] data) {
    CRC32 checksum = new CRC32();
    checksum.update(ascii(type));
    checksum.update(data);
    png.putInt(data.length).put(ascii(type)).put(data).putInt((int) checksum.getValue());
  }
}
