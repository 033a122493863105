package org.fe4j.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Small files that ask for much, packed by hand: headers that lie, and headers that do not. */
final class ImageBombs {
  private ImageBombs() {}

  /** A PNG whose rows are all zero; they compress a thousandfold. */
  static byte[] png(int width, int height, int depth, int colourType, byte[] rows)
      throws IOException {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) depth).put((byte) colourType).put(new byte[3]);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    png.writeBytes(chunk("IHDR", header.array()));
    png.writeBytes(chunk("IDAT", deflated(rows)));
    png.writeBytes(chunk("IEND", new byte[0]));
    return png.toByteArray();
  }

  /** A file with one more chunk before its pixels. */
  static byte[] withChunk(byte[] png, String type, byte[] data) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    result.write(png, 0, 33);
    result.writeBytes(chunk(type, data));
    result.write(png, 33, png.length - 33);
    return result.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(data);
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
    return chunk.putInt(data.length).put(name).put(data).putInt((int) checksum.getValue()).array();
  }

  static byte[] deflated(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes);
    }
    return out.toByteArray();
  }

  /** A JPEG of this size with a scan of a few bytes. */
  static byte[] jpeg(int width, int height) throws IOException {
    byte[] jpeg = ImageFixture.bytesOf("variants/j_p1.jpg");
    resize(jpeg, width, height);
    return jpeg;
  }

  /** A JPEG whose last scan is there so many times. */
  static byte[] jpegOfManyScans(int scans) throws IOException {
    byte[] jpeg = ImageFixture.bytesOf("variants/j_p2.jpg");
    int last = jpeg.length - 2;
    while ((jpeg[last] & 0xFF) != 0xFF || (jpeg[last + 1] & 0xFF) != 0xDA) {
      last--;
    }
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    result.write(jpeg, 0, last);
    for (int i = 0; i < scans; i++) {
      result.write(jpeg, last, jpeg.length - 2 - last);
    }
    result.write(jpeg, jpeg.length - 2, 2);
    return result.toByteArray();
  }

  private static void resize(byte[] jpeg, int width, int height) {
    for (int i = 2;
        i < jpeg.length - 9;
        i += 2 + ((jpeg[i + 2] & 0xFF) << 8 | (jpeg[i + 3] & 0xFF))) {
      if (JpegHeader.isFrame(jpeg[i + 1] & 0xFF)) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
        return;
      }
    }
    throw new IllegalArgumentException("no frame");
  }

  /** A GIF with a screen and a frame of these sizes and hardly any data. */
  static byte[] gif(int screenWidth, int screenHeight, int frameWidth, int frameHeight) {
    ByteBuffer gif = little(64);
    gif.put("GIF89a".getBytes(StandardCharsets.US_ASCII));
    gif.putShort((short) screenWidth).putShort((short) screenHeight);
    gif.put(new byte[] {(byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1, 0x2C, 0, 0, 0, 0});
    gif.putShort((short) frameWidth).putShort((short) frameHeight);
    gif.put(new byte[] {0, 2, 2, 0x44, 1, 0, 0x3B});
    return trimmed(gif);
  }

  /** A GIF with a comment of so many blocks of a byte before its frame. */
  static byte[] gifWithComment(byte[] gif, int blocks) {
    int frame = 13 + (3 << ((gif[10] & 7) + 1));
    ByteBuffer result = little(gif.length + 3 + 2 * blocks);
    result.put(gif, 0, frame).put((byte) 0x21).put((byte) 0xFE);
    for (int i = 0; i < blocks; i++) {
      result.put((byte) 1).put((byte) 'x');
    }
    return trimmed(result.put((byte) 0).put(gif, frame, gif.length - frame));
  }

  /** A BMP with a header only and one byte. */
  static byte[] bmp(int width, int height, int bits, int compression, byte[] pixels) {
    ByteBuffer bmp = little(54 + pixels.length);
    bmp.put((byte) 'B').put((byte) 'M').putInt(54 + pixels.length).putInt(0).putInt(54);
    bmp.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) bits);
    bmp.putInt(compression).putInt(pixels.length).putInt(0).putInt(0).putInt(0).putInt(0);
    return trimmed(bmp.put(pixels));
  }

  /** A little-endian TIFF of these entries (tag, type, count, value), with data from byte 1000. */
  static byte[] tiff(byte[] data, long[]... entries) {
    ByteBuffer tiff = little(1000 + data.length);
    tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    tiff.putShort((short) entries.length);
    for (long[] entry : entries) {
      tiff.putShort((short) entry[0]).putShort((short) entry[1]);
      tiff.putInt((int) entry[2]).putInt((int) entry[3]);
    }
    tiff.putInt(0);
    return trimmed(tiff.position(1000).put(data));
  }

  /** A still WebP without loss, flat, whose header asks for this size. */
  static byte[] webp(int width, int height) {
    ByteBuffer webp = little(64);
    webp.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(22);
    webp.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(10);
    // Signature, 14 bits of width, 14 of height, no alpha, version 0; then codes of one symbol
    // each.
    webp.put((byte) 0x2F).putInt((width - 1) | (height - 1) << 14);
    return trimmed(webp.put(new byte[] {0x08, (byte) 0x88, (byte) 0x88, 0x08, 0}));
  }

  /** An animated WebP with a canvas of this size. */
  static byte[] animatedWebp(int width, int height) throws IOException {
    byte[] webp = ImageFixture.bytesOf("variants/w_anim.webp");
    new ImageField(24, 3, true, ImageField.Meaning.SIZE).set(webp, width - 1L);
    new ImageField(27, 3, true, ImageField.Meaning.SIZE).set(webp, height - 1L);
    return webp;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] trimmed(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.position()];
    buffer.rewind().get(bytes);
    return bytes;
  }
}
