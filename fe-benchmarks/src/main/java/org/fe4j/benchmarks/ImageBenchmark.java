package org.fe4j.benchmarks;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.Preprocessor;
import org.fe4j.image.RgbImage;
import org.fe4j.image.UnreadableImageException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long one thread takes from a photograph's file to the bytes that a backbone sees.
 *
 * <p>The photograph is generated: 500 x 375 pixels, smooth waves under strong noise, as a JPEG of
 * about 70 kB. Noise makes it as slow to decode as a photograph full of detail.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ImageBenchmark {
  private static final int WIDTH = 500;
  private static final int HEIGHT = 375;

  private final ImageDecoder decoder = ImageDecoder.standard();
  private final Preprocessor bilinear = preprocessor(256, Interpolation.BILINEAR);
  private final Preprocessor bicubic = preprocessor(224, Interpolation.BICUBIC);
  private final byte[] crop = new byte[bilinear.cropBytes()];
  private byte[] jpeg = new byte[0];
  private RgbImage image = RgbImage.wrap(1, 1, new byte[3]);

  /** Creates the benchmark; JMH calls {@link #generate} next. */
  public ImageBenchmark() {}

  private static Preprocessor preprocessor(int resize, Interpolation interpolation) {
    return Preprocessor.of(
        Preprocessing.of(
            resize,
            224,
            interpolation,
            Preprocessing.IMAGENET_MEAN,
            Preprocessing.IMAGENET_DEVIATION));
  }

  /** Generates the photograph. */
  @Setup
  public void generate() throws IOException {
    jpeg = jpeg(0.85f);
    image = decoder.decode(jpeg, "generated");
  }

  /** Decodes the JPEG. */
  @Benchmark
  public RgbImage decode() throws UnreadableImageException {
    return decoder.decode(jpeg, "generated");
  }

  /** Resizes the shorter side to 256 pixels, bilinear, and crops 224. */
  @Benchmark
  public byte[] resizeBilinear() {
    bilinear.apply(image, crop, 0);
    return crop;
  }

  /** Resizes the shorter side to 224 pixels, bicubic, and crops 224. */
  @Benchmark
  public byte[] resizeBicubic() {
    bicubic.apply(image, crop, 0);
    return crop;
  }

  /** Decodes, resizes bilinear and crops. */
  @Benchmark
  public byte[] decodeAndResize() throws UnreadableImageException {
    bilinear.apply(decoder.decode(jpeg, "generated"), crop, 0);
    return crop;
  }

  private static byte[] jpeg(float quality) throws IOException {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    SplittableRandom random = new SplittableRandom(1);
    int[] pixel = new int[3];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        pixel[0] = level(random, 127 + 80 * Math.sin(x / 17.0 + y / 31.0));
        pixel[1] = level(random, 127 + 70 * Math.cos(x / 25.0 - y / 19.0));
        pixel[2] = level(random, (x + y) % 256);
        picture.getRaster().setPixel(x, y, pixel);
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(quality);
      writer.write(null, new IIOImage(picture, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static int level(SplittableRandom random, double mean) {
    int noise = random.nextInt(-25, 26);
    return (int) Math.max(0, Math.min(255, mean + noise));
  }
}
