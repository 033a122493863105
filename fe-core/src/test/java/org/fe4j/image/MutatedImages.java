package org.fe4j.image;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Spoiled files of every format and kind that the standard decoder reads, each following from its
 * number: the fixtures and pictures that are drawn here, and what {@link Mutation} does to them.
 */
public final class MutatedImages {
  private static final List<String> LARGER =
      List.of(
          "anim.gif",
          "exif_rotated.jpg",
          "gray.jpg",
          "gray16.png",
          "bilevel.png",
          "la.png",
          "lossy.webp");

  private final ImmutableMap<String, byte[]> seeds;

  private MutatedImages(Map<String, byte[]> seeds) {
    this.seeds = ImmutableMap.copyOf(seeds);
  }

  /** Returns those made of all seeds. */
  public static MutatedImages ofAll() throws IOException {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    for (String file : LARGER) {
      seeds.put(file, ImageFixture.bytesOf(file));
    }
    String csv = new String(ImageFixture.bytesOf("variants/expected.csv"), StandardCharsets.UTF_8);
    for (String row : csv.lines().skip(1).toList()) {
      String file = row.substring(0, row.indexOf(','));
      seeds.put(file, ImageFixture.bytesOf("variants/" + file));
    }
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
      seeds.put("progressive_" + type + ".jpg", drawn("jpeg", type, true));
      seeds.put("sequential_" + type + ".jpg", drawn("jpeg", type, false));
      seeds.put("interlaced_" + type + ".png", drawn("png", type, true));
      seeds.put("interlaced_" + type + ".gif", drawn("gif", type, true));
      seeds.put("deflated_" + type + ".tif", drawn("tiff", type, true));
    }
    for (int type : new int[] {BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_USHORT_GRAY}) {
      seeds.put("interlaced_" + type + ".png", drawn("png", type, true));
    }
    byte[] pixels = new byte[3 * 40 * 30];
    new SplittableRandom(40).nextBytes(pixels);
    seeds.put("binary.ppm", RgbImage.wrap(40, 30, pixels).toPpm());
    seeds.put("plain.pgm", plainGrey(40, 30));
    return new MutatedImages(seeds);
  }

  private static byte[] plainGrey(int width, int height) {
    StringBuilder text = new StringBuilder("P2\n# grey\n%d %d\n255\n".formatted(width, height));
    for (int i = 0; i < width * height; i++) {
      text.append(i * 7 % 256).append(i % width == width - 1 ? '\n' : ' ');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns those made of the seeds in one format. */
  static MutatedImages of(ImageFormat format) throws IOException {
    Map<String, byte[]> seeds = new LinkedHashMap<>(ofAll().seeds);
    seeds.values().removeIf(file -> ImageFormat.of(file) != format);
    return new MutatedImages(seeds);
  }

  /** Returns the sound files by their names. */
  public ImmutableMap<String, byte[]> seeds() {
    return seeds;
  }

  /** Returns the file of a number; equal numbers give equal files. */
  public MutatedImage get(int number) {
    SplittableRandom random = new SplittableRandom(number);
    Mutation[] mutations = Mutation.values();
    // Every kind of damage before any comes again, so that few files cover all kinds.
    Mutation mutation = mutations[number % mutations.length];
    ImmutableList<Map.Entry<String, byte[]>> all = seeds.entrySet().asList();
    Map.Entry<String, byte[]> seed = all.get(random.nextInt(all.size()));
    byte[] other = all.get(random.nextInt(all.size())).getValue();
    byte[] file = mutation.apply(seed.getValue(), other, random);
    if (random.nextInt(8) == 0 && file.length > 8) {
      file = Mutation.BITS_FLIPPED.apply(file, other, random);
    }
    if (ImageFormat.of(file) == ImageFormat.PNG && random.nextInt(4) != 0) {
      ImageStructure.mendChecksums(file);
    }
    return new MutatedImage("%06d_%s_%s".formatted(number, mutation, seed.getKey()), file);
  }

  private static byte[] drawn(String format, int type, boolean unusual) throws IOException {
    BufferedImage image = new BufferedImage(37, 29, type);
    for (int y = 0; y < 29; y++) {
      for (int x = 0; x < 37; x++) {
        int alpha = (x * y) % 256;
        image.setRGB(x, y, alpha << 24 | (7 * x % 256) << 16 | (9 * y % 256) << 8 | x * y % 256);
      }
    }
    ImageWriter writer =
        ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(output);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      if (unusual && parameters.canWriteProgressive()) {
        parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      if (unusual && format.equals("tiff")) {
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionType("Deflate");
      }
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
