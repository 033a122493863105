package org.fe4j.image;

import java.util.Arrays;

/** The pixels of a portable any-map as Pillow's {@code convert("RGB")} has them. */
final class PnmSamples {
  private final byte[] file;
  private final PnmHeader header;
  private final String name;

  /** What each sample becomes. */
  private final byte[] levels;

  private PnmSamples(byte[] file, PnmHeader header, String name, boolean scaleGrey) {
    this.file = file;
    this.header = header;
    this.name = name;
    this.levels = levels(header, scaleGrey);
  }

  /**
   * Returns the picture.
   *
   * @param header that of the file; its size was checked
   * @param scaleGrey whether grey of more than 8 bits is divided by 256 instead of clipped at 255
   * @throws UnreadableImageException if samples are missing, or are larger than the header says
   */
  static RgbImage toRgb(byte[] file, PnmHeader header, String name, boolean scaleGrey)
      throws UnreadableImageException {
    int there = file.length - header.sampleOffset();
    if (there < header.leastBytes()) {
      throw new UnreadableImageException(
          name,
          "The PNM of %,d x %,d pixels needs %,d bytes or more after its header, but %,d are there."
                  .formatted(header.width(), header.height(), header.leastBytes(), there)
              + " Fetch the file again.");
    }
    byte[] samples = new PnmSamples(file, header, name, scaleGrey).read();
    return RgbImage.wrap(
        header.width(),
        header.height(),
        header.kind() == 3 || header.kind() == 6 ? samples : RasterSamples.tripled(samples));
  }

  /**
   * Pillow spreads the samples over 0 to 255, halves to the even level; but grey of more than 8
   * bits over 0 to 65,535, and then clips it.
   */
  private static byte[] levels(PnmHeader header, boolean scaleGrey) {
    byte[] levels = new byte[header.maximum() + 1];
    double range = header.isGrey16() ? 65_535 : 255;
    for (int sample = 0; sample < levels.length; sample++) {
      int level = (int) Math.rint((double) sample / header.maximum() * range);
      int grey = scaleGrey ? level >> 8 : Math.min(level, 255);
      levels[sample] = (byte) (header.isGrey16() ? grey : level);
    }
    return levels;
  }

  private byte[] read() throws UnreadableImageException {
    return switch (header.kind()) {
      case 1 -> plainBits();
      case 2, 3 -> plainNumbers();
      case 4 -> packedBits();
      default -> header.maximum() > 255 ? pairs() : bytes();
    };
  }

  private byte[] plainBits() throws UnreadableImageException {
    byte[] samples = new byte[(int) header.samples()];
    PnmText text = new PnmText(file, header.sampleOffset(), name);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (text.bit() ? 0 : 255);
    }
    return samples;
  }

  private byte[] plainNumbers() throws UnreadableImageException {
    byte[] samples = new byte[(int) header.samples()];
    PnmText text = new PnmText(file, header.sampleOffset(), name);
    for (int i = 0; i < samples.length; i++) {
      int sample = text.number("a sample");
      if (sample > header.maximum()) {
        throw new UnreadableImageException(
            name,
            "The PNM is damaged: sample %,d of %,d is %,d, but its header says at most %,d."
                    .formatted(i + 1, samples.length, sample, header.maximum())
                + " Fetch the file again.");
      }
      samples[i] = levels[sample];
    }
    return samples;
  }

  private byte[] packedBits() {
    byte[] samples = new byte[(int) header.samples()];
    int rowBytes = (header.width() + 7) / 8;
    for (int y = 0, i = 0; y < header.height(); y++) {
      int row = header.sampleOffset() + y * rowBytes;
      for (int x = 0; x < header.width(); x++, i++) {
        boolean black = (file[row + x / 8] & (0x80 >> x % 8)) != 0;
        samples[i] = (byte) (black ? 0 : 255);
      }
    }
    return samples;
  }

  /** A larger sample than the header says is the largest level, as in Pillow. */
  private byte[] bytes() {
    int begin = header.sampleOffset();
    byte[] samples = Arrays.copyOfRange(file, begin, begin + (int) header.samples());
    for (int i = 0; i < samples.length && header.maximum() < 255; i++) {
      samples[i] = levels[Math.min(samples[i] & 0xFF, header.maximum())];
    }
    return samples;
  }

  private byte[] pairs() {
    byte[] samples = new byte[(int) header.samples()];
    for (int i = 0, p = header.sampleOffset(); i < samples.length; i++, p += 2) {
      int sample = (file[p] & 0xFF) << 8 | (file[p + 1] & 0xFF);
      samples[i] = levels[Math.min(sample, header.maximum())];
    }
    return samples;
  }
}
