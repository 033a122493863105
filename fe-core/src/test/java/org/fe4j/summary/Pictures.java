package org.fe4j.summary;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.fe4j.image.RgbImage;

/** Pictures by formulas, and what people do with pictures. */
final class Pictures {
  private static final int WAVES = 30;

  private Pictures() {}

  /** What the pixels of a picture are. */
  interface Formula {
    /** Returns red, green and blue. */
    double[] at(int x, int y);
  }

  static RgbImage of(int width, int height, Formula formula) {
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      double[] rgb = formula.at(i % width, i / width);
      for (int c = 0; c < 3; c++) {
        pixels[3 * i + c] = (byte) Math.max(0, Math.min(255, Math.round(rgb[c])));
      }
    }
    return RgbImage.wrap(width, height, pixels);
  }

  /** Returns a colourful picture; another seed is another picture. */
  static RgbImage waves(long seed, int width, int height) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] waves = new double[WAVES][];
    for (int i = 0; i < WAVES; i++) {
      // Large waves are strong and small ones weak, as in photographs.
      double frequency = 0.5 + 6 * random.nextDouble();
      double angle = 2 * Math.PI * random.nextDouble();
      waves[i] =
          new double[] {
            2 * Math.PI * frequency * Math.cos(angle) / width,
            2 * Math.PI * frequency * Math.sin(angle) / height,
            2 * Math.PI * random.nextDouble(),
            45 / (0.5 + frequency),
            random.nextDouble(),
            random.nextDouble(),
            random.nextDouble()
          };
    }
    return of(
        width,
        height,
        (x, y) -> {
          double[] rgb = {120, 120, 120};
          for (double[] wave : waves) {
            double value = wave[3] * Math.sin(wave[0] * x + wave[1] * y + wave[2]);
            for (int c = 0; c < 3; c++) {
              rgb[c] += value * (0.5 + wave[4 + c]);
            }
          }
          return rgb;
        });
  }

  /** Returns bright grains on dark ground, all alike; another seed is another picture of them. */
  static RgbImage grains(long seed, int side) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] grains = new double[150][];
    for (int i = 0; i < grains.length; i++) {
      grains[i] =
          new double[] {
            side * random.nextDouble(),
            side * random.nextDouble(),
            side * (0.02 + 0.03 * random.nextDouble()),
            40 + 120 * random.nextDouble()
          };
    }
    return of(
        side,
        side,
        (x, y) -> {
          double grey = 50;
          for (double[] grain : grains) {
            double distance = Math.hypot(x - grain[0], y - grain[1]) / grain[2];
            grey = Math.max(grey, 50 + grain[3] * Math.min(1, 2 - distance));
          }
          return new double[] {grey, grey, grey};
        });
  }

  /** What is seen where a turned picture has no pixels. */
  enum Corners {
    BLACK,
    WHITE,
    EDGE_REPEATED
  }

  /** Returns the picture turned around its middle, from the right downwards, and scaled. */
  static RgbImage turned(RgbImage image, double degrees, double scale, Corners corners) {
    double cosine = Math.cos(Math.toRadians(degrees)) / scale;
    double sine = Math.sin(Math.toRadians(degrees)) / scale;
    double right = image.width() - 1;
    double bottom = image.height() - 1;
    return of(
        image.width(),
        image.height(),
        (x, y) -> {
          double fromX = cosine * (x - right / 2) + sine * (y - bottom / 2) + right / 2;
          double fromY = cosine * (y - bottom / 2) - sine * (x - right / 2) + bottom / 2;
          boolean inside = fromX >= 0 && fromY >= 0 && fromX <= right && fromY <= bottom;
          if (!inside && corners != Corners.EDGE_REPEATED) {
            double grey = corners == Corners.BLACK ? 0 : 255;
            return new double[] {grey, grey, grey};
          }
          return between(
              image, Math.max(0, Math.min(right, fromX)), Math.max(0, Math.min(bottom, fromY)));
        });
  }

  private static double[] between(RgbImage image, double x, double y) {
    int column = (int) Math.min(x, image.width() - 2);
    int row = (int) Math.min(y, image.height() - 2);
    double u = x - column;
    double v = y - row;
    double[] rgb = new double[3];
    for (int c = 0; c < 3; c++) {
      double above = pixel(image, column, row)[c] * (1 - u) + pixel(image, column + 1, row)[c] * u;
      double below =
          pixel(image, column, row + 1)[c] * (1 - u) + pixel(image, column + 1, row + 1)[c] * u;
      rgb[c] = above * (1 - v) + below * v;
    }
    return rgb;
  }

  static RgbImage plain(int width, int height, int red, int green, int blue) {
    return of(width, height, (x, y) -> new double[] {red, green, blue});
  }

  static double[] pixel(RgbImage image, int x, int y) {
    int at = 3 * (y * image.width() + x);
    return new double[] {
      image.pixels()[at] & 0xFF, image.pixels()[at + 1] & 0xFF, image.pixels()[at + 2] & 0xFF
    };
  }

  static RgbImage mirrored(RgbImage image) {
    return of(image.width(), image.height(), (x, y) -> pixel(image, image.width() - 1 - x, y));
  }

  static RgbImage upsideDown(RgbImage image) {
    return of(image.width(), image.height(), (x, y) -> pixel(image, x, image.height() - 1 - y));
  }

  static RgbImage transposed(RgbImage image) {
    return of(image.height(), image.width(), (x, y) -> pixel(image, y, x));
  }

  static RgbImage quarterTurned(RgbImage image) {
    return mirrored(transposed(image));
  }

  static RgbImage brighter(RgbImage image, double factor) {
    return of(
        image.width(),
        image.height(),
        (x, y) -> {
          double[] rgb = pixel(image, x, y);
          return new double[] {factor * rgb[0], factor * rgb[1], factor * rgb[2]};
        });
  }

  static RgbImage grey(RgbImage image) {
    return of(
        image.width(),
        image.height(),
        (x, y) -> {
          double[] rgb = pixel(image, x, y);
          double luma = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
          return new double[] {luma, luma, luma};
        });
  }

  static RgbImage cropped(RgbImage image, int left, int top, int width, int height) {
    return of(width, height, (x, y) -> pixel(image, left + x, top + y));
  }

  /** Returns half the width and height, by means of four pixels. */
  static RgbImage halved(RgbImage image) {
    return of(
        image.width() / 2,
        image.height() / 2,
        (x, y) -> {
          double[] mean = new double[3];
          for (int i = 0; i < 4; i++) {
            double[] rgb = pixel(image, 2 * x + i % 2, 2 * y + i / 2);
            for (int c = 0; c < 3; c++) {
              mean[c] += rgb[c] / 4;
            }
          }
          return mean;
        });
  }

  static byte[] png(RgbImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(buffered(image), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] jpeg(RgbImage image, double quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality((float) quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(buffered(image), null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static BufferedImage buffered(RgbImage image) {
    BufferedImage buffered =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        buffered.getRaster().setPixel(x, y, pixel(image, x, y));
      }
    }
    return buffered;
  }
}
