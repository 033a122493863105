package org.fe4j.examples.quickstart;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;

/**
 * The quick start's image set: {@value #IMAGES_PER_CLASS} images of each {@link RockTexture}, made
 * by formulas. The pixels are the same on every machine; nothing is downloaded.
 */
public final class TextureImages {
  /** Images of each class. */
  public static final int IMAGES_PER_CLASS = 60;

  /** Changes whenever any pixel does; part of the folder's name. */
  public static final String VERSION = "textures-v1";

  private static final String PARTIAL = VERSION + ".partial";

  private static final long SEED = 0x66_65_34_6AL;

  /** Deflate's level 1: a tenth larger than usual, three times as fast. */
  private static final float QUICK_COMPRESSION = 0.85f;

  private TextureImages() {}

  /** Returns the names of the classes, in the order of their labels. */
  public static ImmutableList<String> classNames() {
    return Stream.of(RockTexture.values())
        .map(RockTexture::className)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns one image.
   *
   * @param index in [0, {@value #IMAGES_PER_CLASS}) for those of the set; others are more of it
   */
  public static RgbImage image(RockTexture texture, int index) {
    long seed = SEED;
    for (char letter : texture.className().toCharArray()) {
      seed = Draw.mix(seed + letter);
    }
    return Photograph.of(texture, new Draw(seed + index));
  }

  /**
   * Returns a folder of class folders with all images as PNG files; writes them only where they are
   * not there yet. The folder appears complete or not at all.
   *
   * @param parent where the folder {@value #VERSION} is, created if absent
   * @throws IOException if it cannot be written
   */
  public static Path in(Path parent, ProgressListener progress) throws IOException {
    return in(parent, IMAGES_PER_CLASS, progress);
  }

  /** Does the same for another number of images a class. */
  static Path in(Path parent, int perClass, ProgressListener progress) throws IOException {
    Path complete = parent.resolve(VERSION);
    if (Files.isDirectory(complete)) {
      return complete;
    }
    Files.createDirectories(parent);
    deleteLeftovers(parent);
    Path partial = Files.createTempDirectory(parent, PARTIAL);
    try {
      writeAll(partial, perClass, progress);
      moveOrKeepOther(partial, complete);
    } finally {
      deleteTree(partial);
    }
    return complete;
  }

  private static void writeAll(Path folder, int perClass, ProgressListener progress)
      throws IOException {
    RockTexture[] textures = RockTexture.values();
    for (RockTexture texture : textures) {
      Files.createDirectory(folder.resolve(texture.className()));
    }
    int total = textures.length * perClass;
    long begin = System.nanoTime();
    AtomicInteger done = new AtomicInteger();
    try {
      IntStream.range(0, total)
          .parallel()
          .forEach(
              i -> {
                write(folder, textures[i / perClass], i % perClass);
                report(progress, done, total, begin);
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void report(
      ProgressListener progress, AtomicInteger done, int total, long beginNanos) {
    synchronized (done) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - beginNanos);
      progress.onProgress(
          new Progress("Making images", done.incrementAndGet(), total, "images", elapsed));
    }
  }

  private static void write(Path folder, RockTexture texture, int index) {
    Path file =
        folder
            .resolve(texture.className())
            .resolve("%s_%02d.png".formatted(texture.className(), index));
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam quick = writer.getDefaultWriteParam();
    quick.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    quick.setCompressionQuality(QUICK_COMPRESSION);
    try (ImageOutputStream out =
        new MemoryCacheImageOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(toBufferedImage(image(texture, index)), null, null), quick);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }

  /** Returns the same picture for ImageIO. */
  public static BufferedImage toBufferedImage(RgbImage image) {
    BufferedImage buffered =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] target = ((DataBufferByte) buffered.getRaster().getDataBuffer()).getData();
    byte[] source = image.pixels();
    for (int i = 0; i < source.length; i += 3) {
      target[i] = source[i + 2];
      target[i + 1] = source[i + 1];
      target[i + 2] = source[i];
    }
    return buffered;
  }

  private static void moveOrKeepOther(Path partial, Path complete) throws IOException {
    try {
      Files.move(partial, complete, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another process was faster; its images are the same.
      if (!Files.isDirectory(complete)) {
        throw e;
      }
    }
  }

  /** Deletes what runs left that were stopped long ago; a younger one may still be at work. */
  private static void deleteLeftovers(Path parent) throws IOException {
    Instant longAgo = Instant.now().minus(Duration.ofHours(1));
    try (DirectoryStream<Path> partials = Files.newDirectoryStream(parent, PARTIAL + "*")) {
      for (Path partial : partials) {
        if (Files.getLastModifiedTime(partial).toInstant().isBefore(longAgo)) {
          deleteTree(partial);
        }
      }
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(path);
      }
    }
  }
}
