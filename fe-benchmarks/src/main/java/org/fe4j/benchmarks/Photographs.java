package org.fe4j.benchmarks;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Generated photographs: 500 x 375 pixels, smooth waves under strong noise, as JPEGs of about 70
 * kB. Noise makes them as slow to decode as photographs full of detail.
 */
final class Photographs {
  static final int WIDTH = 500;
  static final int HEIGHT = 375;
  private static final float QUALITY = 0.85f;
  private static final int CLASSES = 2;

  private Photographs() {}

  /** Writes different photographs into class folders below {@code folder}. */
  static void write(Path folder, int count, long seed) throws IOException {
    for (int i = 0; i < CLASSES; i++) {
      Files.createDirectories(folder.resolve("class" + i));
    }
    try {
      // Thousands of them take minutes on one thread.
      IntStream.range(0, count).parallel().forEach(i -> writeOne(folder, i, seed + i));
    } catch (UncheckedIOException e) {
      throw new IOException("Cannot write photographs below " + folder, e);
    }
  }

  private static void writeOne(Path folder, int number, long seed) {
    Path file = folder.resolve("class%d/%06d.jpg".formatted(number % CLASSES, number));
    try {
      Files.write(file, jpeg(seed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a photograph's file; another for each seed. */
  static byte[] jpeg(long seed) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.write(null, new IIOImage(picture(seed), null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static BufferedImage picture(long seed) {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    SplittableRandom random = new SplittableRandom(seed);
    int[] pixel = new int[3];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        pixel[0] = level(random, 127 + 80 * Math.sin(x / 17.0 + y / 31.0));
        pixel[1] = level(random, 127 + 70 * Math.cos(x / 25.0 - y / 19.0));
        pixel[2] = level(random, (x + y) % 256);
        picture.getRaster().setPixel(x, y, pixel);
      }
    }
    return picture;
  }

  private static int level(SplittableRandom random, double mean) {
    int noise = random.nextInt(-25, 26);
    return (int) Math.max(0, Math.min(255, mean + noise));
  }
}
