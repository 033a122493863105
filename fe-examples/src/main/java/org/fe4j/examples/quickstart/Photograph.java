package org.fe4j.examples.quickstart;

import org.fe4j.image.RgbImage;

/**
 * Takes a picture of a surface: from some angle, in some light, with a camera that is not perfect.
 * Exposure and contrast are those of the camera, not of the class: each picture's brightness is
 * moved to a mean and a deviation that are drawn for it.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class Photograph {
  private static final double[] LUMA = {0.299, 0.587, 0.114};

  private final int width;
  private final int height;
  private final float[] heights;
  private final float[] tones;
  private final float[] tints;
  private final float[][] channels;

  private Photograph(int width, int height) {
    this.width = width;
    this.height = height;
    int spots = (width + 1) * (height + 1);
    this.heights = new float[spots];
    this.tones = new float[spots];
    this.tints = new float[spots];
    this.channels = new float[3][width * height];
  }

  /** Returns a picture of a new surface of this texture. */
  static RgbImage of(RockTexture texture, Draw draw) {
    boolean portrait = draw.chance(0.25);
    int longer = 8 * (20 + draw.below(13));
    int shorter = Math.min(longer, 8 * (20 + draw.below(5)));
    Photograph photograph =
        new Photograph(portrait ? shorter : longer, portrait ? longer : shorter);
    photograph.look(texture, draw);
    photograph.lightUp(draw);
    if (draw.chance(0.6)) {
      photograph.blur(draw.between(0.3, 1.2));
    }
    photograph.expose(draw);
    return photograph.develop(draw);
  }

  /** Fills heights, tones and tints from the surface, turned, moved and seen at a slant. */
  private void look(RockTexture texture, Draw draw) {
    Surface surface = texture.surface(draw);
    double scale = texture.unitsAcross(draw) / Math.min(width, height);
    double turn = draw.chance(0.3) ? draw.between(-1.57, 1.57) : 0.35 * draw.normal();
    double cosine = StrictMath.cos(turn) * scale;
    double sine = StrictMath.sin(turn) * scale;
    double slant = draw.between(0.8, 1.25);
    double mirror = draw.chance(0.5) ? -1 : 1;
    double perspective = draw.between(-0.25, 0.25);
    Noise weather = new Noise(draw);
    double stains = draw.between(0, 0.12);
    Surface.Spot spot = new Surface.Spot();
    for (int y = 0, index = 0; y <= height; y++) {
      double nearer = 1 + perspective * (2.0 * y / height - 1);
      for (int x = 0; x <= width; x++, index++) {
        double dx = mirror * (x - width * 0.5) * nearer;
        double dy = (y - height * 0.5) * nearer * slant;
        double atX = cosine * dx + sine * dy;
        double atY = cosine * dy - sine * dx;
        surface.describe(atX, atY, spot);
        double stain = weather.fractal(x * 0.012, y * 0.012, 3);
        heights[index] = (float) (spot.height / scale);
        tones[index] = (float) (spot.tone + stains * stain);
        tints[index] = (float) Math.min(1, Math.max(0, spot.tint + 0.3 * stain));
      }
    }
  }

  /** Colours the surface and lights its slopes. */
  private void lightUp(Draw draw) {
    Palette palette = new Palette(draw);
    double direction = draw.between(0, 2 * StrictMath.PI);
    double strength = draw.between(0.15, 0.6);
    double lightX = strength * StrictMath.cos(direction);
    double lightY = strength * StrictMath.sin(direction);
    double falloffX = draw.between(-0.3, 0.3) / width;
    double falloffY = draw.between(-0.3, 0.3) / height;
    double warmth = draw.between(-0.05, 0.05);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int spot = y * (width + 1) + x;
        double slopeX = limit(heights[spot + 1] - heights[spot]);
        double slopeY = limit(heights[spot + width + 1] - heights[spot]);
        double light = Math.max(0.15, 1 + slopeX * lightX + slopeY * lightY);
        light *= 1 + falloffX * (x - width * 0.5) + falloffY * (y - height * 0.5);
        for (int channel = 0; channel < 3; channel++) {
          double white = 1 + warmth * (1 - channel);
          channels[channel][y * width + x] =
              (float) (white * light * palette.channel(channel, tones[spot], tints[spot]));
        }
      }
    }
  }

  private static double limit(double slope) {
    return 1.6 * slope / (1 + Math.abs(slope));
  }

  /** Blurs with a Gaussian of this deviation in pixels. */
  private void blur(double deviation) {
    int radius = (int) Math.ceil(2.5 * deviation);
    double[] kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      kernel[i + radius] = StrictMath.exp(-0.5 * i * i / (deviation * deviation));
      sum += kernel[i + radius];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    for (int channel = 0; channel < 3; channel++) {
      float[] rows = convolve(channels[channel], kernel, 1, width, width, height);
      channels[channel] = convolve(rows, kernel, width, height, 1, width);
    }
  }

  /** Convolves lines of {@code length} values, {@code stride} apart; {@code lines} lines. */
  private static float[] convolve(
      float[] from, double[] kernel, int stride, int length, int lineStride, int lines) {
    float[] to = new float[from.length];
    int radius = kernel.length / 2;
    for (int line = 0; line < lines; line++) {
      int begin = line * lineStride;
      for (int i = 0; i < length; i++) {
        double sum = 0;
        for (int k = -radius; k <= radius; k++) {
          int at = Math.min(length - 1, Math.max(0, i + k));
          sum += kernel[k + radius] * from[begin + at * stride];
        }
        to[begin + i * stride] = (float) sum;
      }
    }
    return to;
  }

  /** Moves brightness to a drawn mean and deviation. */
  private void expose(Draw draw) {
    double target = draw.between(0.36, 0.62);
    double targetDeviation = draw.between(0.09, 0.2);
    double sum = 0;
    double squares = 0;
    int count = width * height;
    for (int i = 0; i < count; i++) {
      double luma = luma(i);
      sum += luma;
      squares += luma * luma;
    }
    double mean = sum / count;
    double deviation = Math.sqrt(Math.max(1e-9, squares / count - mean * mean));
    double gain = targetDeviation / deviation;
    double lift = target / mean;
    for (int i = 0; i < count; i++) {
      double luma = luma(i);
      double wanted = Math.max(0.01, target + gain * (luma - mean));
      // Colour keeps its ratio to brightness; only brightness is moved.
      double factor = wanted / Math.max(0.02, luma);
      for (float[] channel : channels) {
        double own = channel[i] * factor;
        double exposed = target + (channel[i] * lift - target) * gain / lift;
        channel[i] = (float) (0.7 * own + 0.3 * exposed);
      }
    }
  }

  private double luma(int pixel) {
    return LUMA[0] * channels[0][pixel]
        + LUMA[1] * channels[1][pixel]
        + LUMA[2] * channels[2][pixel];
  }

  /** Adds the sensor's noise and rounds to bytes. */
  private RgbImage develop(Draw draw) {
    double noise = draw.scale(0.004, 0.03);
    double coloured = 0.4 * noise;
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      double grey = noise * draw.normal();
      long bits = draw.next();
      for (int channel = 0; channel < 3; channel++) {
        double colour = (bits >>> (16 * channel) & 0xFFFF) * 0x1.0p-15 - 1;
        double value = channels[channel][i] + grey + coloured * colour;
        pixels[3 * i + channel] = (byte) Math.round(255 * Math.min(1, Math.max(0, value)));
      }
    }
    return RgbImage.wrap(width, height, pixels);
  }
}
