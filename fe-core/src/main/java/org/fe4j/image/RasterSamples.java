package org.fe4j.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * The pixels of a decoded raster as Pillow's {@code convert("RGB")} has them.
 *
 * <p>Samples are read as stored. {@code BufferedImage.getRGB} is wrong here by up to 50 levels: it
 * takes grey for linear light.
 */
final class RasterSamples {
  /** Columns that are converted at once: a picture may be one row of millions. */
  private static final int BLOCK = 1 << 14;

  private final Raster raster;
  private final ColorModel colours;
  private final boolean clipsGrey;
  private final byte[] pixels;

  private RasterSamples(BufferedImage image, boolean scaleGrey) {
    this.raster = image.getRaster();
    this.colours = image.getColorModel();
    this.clipsGrey = isGrey16(image) && !scaleGrey;
    this.pixels =
        new byte[Math.multiplyExact(3, Math.multiplyExact(image.getWidth(), image.getHeight()))];
  }

  /**
   * Returns the picture, without transparency.
   *
   * @param scaleGrey whether grey of 16 bits is divided by 256 instead of clipped at 255
   * @throws IllegalArgumentException if the samples have more than 16 bits or the colours are of an
   *     unknown kind
   */
  static RgbImage toRgb(BufferedImage image, boolean scaleGrey) {
    return image.getColorModel() instanceof IndexColorModel colours
        ? lookUp(image.getRaster(), paletteOf(colours))
        : new RasterSamples(image, scaleGrey).convert();
  }

  /** Returns whether this is grey of 16 bits without transparency, which Pillow clips. */
  static boolean isGrey16(BufferedImage image) {
    return image.getRaster().getNumBands() == 1
        && image.getRaster().getSampleModel().getSampleSize(0) == 16
        && !(image.getColorModel() instanceof IndexColorModel);
  }

  private RgbImage convert() {
    int width = raster.getWidth();
    for (int left = 0; left < width; left += BLOCK) {
      int columns = Math.min(BLOCK, width - left);
      int[] row = new int[columns * raster.getNumBands()];
      for (int y = 0; y < raster.getHeight(); y++) {
        raster.getPixels(raster.getMinX() + left, raster.getMinY() + y, columns, 1, row);
        convertRow(row, columns, 3 * (y * width + left));
      }
    }
    return RgbImage.wrap(width, raster.getHeight(), pixels);
  }

  private void convertRow(int[] row, int columns, int target) {
    int bands = raster.getNumBands();
    int space = colours.getColorSpace().getType();
    if (clipsGrey) {
      Arrays.setAll(row, i -> Math.min(row[i], 255));
    } else {
      toBytes(row, bands);
    }
    if (colours.isAlphaPremultiplied() && bands == 4) {
      divideByAlpha(row);
    }
    if (bands == 4 && space == ColorSpace.TYPE_CMYK) {
      CmykSamples.toRgb(row, columns, pixels, target);
    } else if (space == ColorSpace.TYPE_GRAY) {
      copy(row, bands, 0, target);
    } else if (space == ColorSpace.TYPE_RGB && bands >= 3) {
      copy(row, bands, 1, target);
    } else {
      throw new IllegalArgumentException(
          "its %d bands are in a colour space of type %d".formatted(bands, space));
    }
  }

  private static void divideByAlpha(int[] row) {
    for (int p = 0; p < row.length; p += 4) {
      int alpha = row[p + 3];
      for (int c = p; c < p + 3; c++) {
        row[c] = alpha == 0 ? 0 : Math.min(row[c] * 255 / alpha, 255);
      }
    }
  }

  /** Scales samples of other depths to 8 bits: the high byte, or the range of 0 to 255. */
  private void toBytes(int[] row, int bands) {
    for (int band = 0; band < bands; band++) {
      int depth = raster.getSampleModel().getSampleSize(band);
      if (depth > 16) {
        throw new IllegalArgumentException("its samples have %d bits".formatted(depth));
      }
      if (depth == 8) {
        continue;
      }
      int maximum = (1 << depth) - 1;
      for (int i = band; i < row.length; i += bands) {
        row[i] = depth > 8 ? row[i] >> (depth - 8) : row[i] * 255 / maximum;
      }
    }
  }

  private void copy(int[] row, int bands, int step, int target) {
    for (int p = 0, t = target; p < row.length; p += bands, t += 3) {
      pixels[t] = (byte) row[p];
      pixels[t + 1] = (byte) row[p + step];
      pixels[t + 2] = (byte) row[p + 2 * step];
    }
  }

  /** Returns each grey level three times. */
  static byte[] tripled(byte[] grey) {
    byte[] pixels = new byte[Math.multiplyExact(3, grey.length)];
    for (int i = 0; i < grey.length; i++) {
      pixels[3 * i] = grey[i];
      pixels[3 * i + 1] = grey[i];
      pixels[3 * i + 2] = grey[i];
    }
    return pixels;
  }

  /** Returns the colours of a palette, {@code 0xRRGGBB}. */
  static int[] paletteOf(IndexColorModel colours) {
    int[] palette = new int[colours.getMapSize()];
    colours.getRGBs(palette);
    return palette;
  }

  /**
   * Returns the picture of these palette indices; an index beyond the palette is black.
   *
   * @param palette the colours, {@code 0xRRGGBB}
   */
  static RgbImage lookUp(Raster indices, int[] palette) {
    int width = indices.getWidth();
    int height = indices.getHeight();
    byte[] pixels = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
    int[] row = new int[Math.min(BLOCK, width)];
    for (int y = 0, p = 0; y < height; y++) {
      for (int left = 0; left < width; left += BLOCK) {
        int columns = Math.min(BLOCK, width - left);
        indices.getPixels(indices.getMinX() + left, indices.getMinY() + y, columns, 1, row);
        for (int x = 0; x < columns; x++, p += 3) {
          int rgb = row[x] < palette.length ? palette[row[x]] : 0;
          pixels[p] = (byte) (rgb >> 16);
          pixels[p + 1] = (byte) (rgb >> 8);
          pixels[p + 2] = (byte) rgb;
        }
      }
    }
    return RgbImage.wrap(width, height, pixels);
  }
}
