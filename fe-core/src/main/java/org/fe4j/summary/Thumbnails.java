package org.fe4j.summary;

import com.google.common.collect.ImmutableMap;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.Preprocessor;
import org.fe4j.image.ResizeMode;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small JPEGs of some images as data URIs, for a page that stands alone.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class Thumbnails {
  private static final Logger LOGGER = LoggerFactory.getLogger(Thumbnails.class);

  /** Sharp at 80 pixels on the page, also on a screen of finer pixels. */
  private static final int SIDE = 120;

  private static final float QUALITY = 0.75f;

  private static final Preprocessing REDUCTION =
      new Preprocessing(
          ResizeMode.STRETCH,
          SIDE,
          Interpolation.BICUBIC,
          SIDE,
          // Not used by the resize.
          Preprocessing.IMAGENET_MEAN,
          Preprocessing.IMAGENET_DEVIATION);

  /** The middle of the picture, not stretched. */
  private static final Preprocessing SQUARE =
      new Preprocessing(
          ResizeMode.SHORTER_SIDE,
          SIDE,
          Interpolation.BICUBIC,
          SIDE,
          Preprocessing.IMAGENET_MEAN,
          Preprocessing.IMAGENET_DEVIATION);

  private final Map<Integer, Thumb> thumbs;

  private Thumbnails(Map<Integer, Thumb> thumbs) {
    this.thumbs = thumbs;
  }

  /**
   * A whole picture, stretched to a square; the page gives it its proportions back.
   *
   * @param uri the JPEG as a data URI, empty where the image could not be read
   * @param width of the image in pixels
   * @param height of the image in pixels
   */
  record Thumb(String uri, int width, int height) {
    /** A picture that could be read before, but not again. */
    static final Thumb MISSING = new Thumb("", 1, 1);
  }

  /**
   * Returns square cut-outs of 120 x 120 pixels from the middle of some images, as JPEGs in data
   * URIs, by index; those that cannot be read are not in it.
   *
   * @param images indices into the data set, no two alike
   */
  public static ImmutableMap<Integer, String> squares(
      ImageDataset dataset, Collection<Integer> images) {
    ImmutableMap.Builder<Integer, String> squares = ImmutableMap.builder();
    for (int index : images) {
      try {
        RgbImage image = ImageDecoder.standard().decode(dataset.bytes(index), dataset.id(index));
        squares.put(index, uri(jpeg(Preprocessor.of(SQUARE).apply(image))));
      } catch (IOException e) {
        LOGGER.debug("No thumbnail of {}", dataset.id(index), e);
      }
    }
    return squares.buildOrThrow();
  }

  /**
   * Reads these images again.
   *
   * @throws IOException if this thread is interrupted or a thread that reads fails
   */
  static Thumbnails of(
      ImageDataset dataset, ImageDecoder decoder, Set<Integer> images, ProgressListener progress)
      throws IOException {
    Integer[] indices = images.toArray(new Integer[0]);
    Map<Integer, Thumb> thumbs = new ConcurrentHashMap<>();
    DaemonPool.standard()
        .forEach(
            indices.length,
            "Making thumbnails",
            progress,
            i -> thumbs.put(indices[i], thumb(dataset, indices[i], decoder)));
    return new Thumbnails(thumbs);
  }

  Thumb get(int image) {
    return thumbs.getOrDefault(image, Thumb.MISSING);
  }

  private static Thumb thumb(ImageDataset dataset, int index, ImageDecoder decoder) {
    try {
      RgbImage image = decoder.decode(dataset.bytes(index), dataset.id(index));
      byte[] jpeg = jpeg(Preprocessor.of(REDUCTION).apply(image));
      return new Thumb(uri(jpeg), image.width(), image.height());
    } catch (IOException e) {
      return Thumb.MISSING;
    }
  }

  private static String uri(byte[] jpeg) {
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
  }

  private static byte[] jpeg(byte[] rgb) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < rgb.length; i += 3) {
      bgr[i] = rgb[i + 2];
      bgr[i + 1] = rgb[i + 1];
      bgr[i + 2] = rgb[i];
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
