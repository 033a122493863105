package org.fe4j.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
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
 * <p>The photograph is one of {@link Photographs}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ImageBenchmark {
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
    jpeg = Photographs.jpeg(1);
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
}
