package org.fe4j.image;

import com.google.common.collect.ImmutableList;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The default decoder: the JDK's readers, libwebp through {@code webp-imageio}, and code of our own
 * for portable any-maps.
 *
 * <p>Safe for concurrent use once built: each call has its own reader.
 */
final class ImageIoDecoder implements ImageDecoder {
  /** Raised when the same JDK gives other pixels for the same bytes. */
  private static final int VERSION = 2;

  /** Warnings that cost no pixel: padding between segments, a GIF that leaves its colours open. */
  private static final ImmutableList<String> HARMLESS =
      ImmutableList.of("extraneous bytes before marker", "Use default color table");

  private static final Logger LOGGER = LoggerFactory.getLogger(ImageIoDecoder.class);
  private static final ColorSpace SRGB = ColorSpace.getInstance(ColorSpace.CS_sRGB);

  private final SizeLimit limit;
  private final Set<DecodingOption> options;
  private final AtomicBoolean warnedOfClipping = new AtomicBoolean();

  ImageIoDecoder(long maximumPixels, EnumSet<DecodingOption> options) {
    this.limit = new SizeLimit(maximumPixels);
    this.options = EnumSet.copyOf(options);
  }

  @Override
  public String identity() {
    // %s, since %d has other digits in some locales.
    return "imageio/%s java=%s %s webp-imageio=0.10.2 options=%s"
        .formatted(
            VERSION,
            System.getProperty("java.vendor"),
            System.getProperty("java.runtime.version"),
            options);
  }

  @Override
  public RgbImage decode(byte[] encoded, String name) throws UnreadableImageException {
    ImageFormat format = ImageFormat.of(encoded);
    if (format == ImageFormat.UNKNOWN) {
      throw new UnreadableImageException(
          name,
          "Expected a JPEG, PNG, GIF, TIFF, BMP, WebP or PNM, but found "
              + ImageFormat.describe(encoded)
              + ". Remove it or put the picture in its place.");
    }
    try {
      return switch (format) {
        case JPEG -> decodeJpeg(encoded, name);
        case PNG -> decodePlain(format, PngChunks.onlyPixels(encoded, limit, name), name);
        case GIF -> decodeGif(encoded, name);
        case TIFF -> decodeTiff(encoded, name);
        case WEBP -> decodeWebp(encoded, name);
        case PNM -> decodePnm(encoded, name);
        case BMP, UNKNOWN -> decodeBmp(encoded, name);
      };
    } catch (UnreadableImageException e) {
      throw e;
    } catch (IOException | RuntimeException | LinkageError e) {
      // ImageIO's readers throw whatever a damaged file leads them to; WebP's is native.
      throw new UnreadableImageException(
          name,
          "The %s cannot be decoded: %s. Fetch the file again or save it anew."
              .formatted(format, e.getMessage() == null ? e.toString() : e.getMessage()),
          e);
    }
  }

  private RgbImage decodeJpeg(byte[] encoded, String name) throws IOException {
    JpegHeader header = JpegHeader.parse(encoded, name);
    header.check(limit);
    byte[] stripped = header.withoutMetadata();
    RgbImage image =
        read(
            ImageFormat.JPEG,
            stripped,
            name,
            reader ->
                switch (header.encoding()) {
                  case GREY -> fromGrey(reader.readRaster(0, null));
                  case RGB, YCBCR -> readColour(reader);
                  case CMYK -> CmykSamples.ofJpeg(reader.readRaster(0, null), false);
                  case YCCK -> CmykSamples.ofJpeg(reader.readRaster(0, null), true);
                });
    return options.contains(DecodingOption.APPLY_EXIF_ORIENTATION)
        ? Orientation.apply(image, header.orientation())
        : image;
  }

  /** Lets the reader write into the picture's own bytes: red, green, blue is libjpeg's order. */
  private static RgbImage readColour(ImageReader reader) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    byte[] pixels = new byte[3 * width * height];
    WritableRaster raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(pixels, pixels.length),
            width,
            height,
            3 * width,
            3,
            new int[] {0, 1, 2},
            null);
    ComponentColorModel colours =
        new ComponentColorModel(
            SRGB, false, false, ComponentColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
    ImageReadParam parameters = reader.getDefaultReadParam();
    parameters.setDestination(new BufferedImage(colours, raster, false, null));
    reader.read(0, parameters);
    return RgbImage.wrap(width, height, pixels);
  }

  private static RgbImage fromGrey(Raster raster) {
    byte[] grey = ((DataBufferByte) raster.getDataBuffer()).getData();
    return RgbImage.wrap(raster.getWidth(), raster.getHeight(), RasterSamples.tripled(grey));
  }

  private RgbImage decodePlain(ImageFormat format, byte[] encoded, String name) throws IOException {
    return read(format, encoded, name, reader -> toRgb(reader.read(0), name));
  }

  private RgbImage toRgb(BufferedImage image, String name) {
    return RasterSamples.toRgb(image, scalesGrey(RasterSamples.isGrey16(image), name));
  }

  private RgbImage decodePnm(byte[] encoded, String name) throws IOException {
    PnmHeader header = PnmHeader.parse(encoded, name);
    limit.check(name, header.width(), header.height());
    return PnmSamples.toRgb(encoded, header, name, scalesGrey(header.isGrey16(), name));
  }

  /** Returns whether grey of 16 bits is scaled, and warns once where it is clipped instead. */
  private boolean scalesGrey(boolean isGrey16, String name) {
    boolean scaleGrey = options.contains(DecodingOption.SCALE_16_BIT_GREY);
    if (!scaleGrey && isGrey16 && warnedOfClipping.compareAndSet(false, true)) {
      LOGGER.warn(
          "[{}] Grey samples of 16 bits are clipped at 255, as Pillow does. Decode with {} to"
              + " divide them by 256. Further files are not named.",
          name,
          DecodingOption.SCALE_16_BIT_GREY);
    }
    return scaleGrey;
  }

  private RgbImage decodeBmp(byte[] encoded, String name) throws IOException {
    BmpHeader.check(encoded, limit, name);
    return decodePlain(ImageFormat.BMP, encoded, name);
  }

  private RgbImage decodeGif(byte[] encoded, String name) throws IOException {
    GifScreen screen = GifScreen.parse(encoded);
    screen.check(encoded, limit, name);
    byte[] stripped = GifScreen.withoutExtensions(encoded);
    return read(
        ImageFormat.GIF,
        stripped,
        name,
        reader -> {
          ReadingProgress progress = new ReadingProgress();
          reader.addIIOReadProgressListener(progress);
          BufferedImage frame = reader.read(0);
          if (progress.percentage() < 100) {
            throw new UnreadableImageException(
                name,
                "The GIF ends after %.0f %% of its rows. Fetch the file again."
                    .formatted(progress.percentage()));
          }
          return screen.place(frame);
        });
  }

  /** Pillow turns TIFFs by their orientation always, and takes the high bytes of a palette. */
  private RgbImage decodeTiff(byte[] encoded, String name) throws IOException {
    TiffDirectory directory = new TiffDirectory(encoded, 0, encoded.length);
    TiffLayout.check(encoded, directory, limit, name);
    RgbImage image =
        read(
            ImageFormat.TIFF,
            directory.withoutProfile(),
            name,
            reader -> {
              BufferedImage decoded = reader.read(0);
              return directory.hasPalette()
                  ? RasterSamples.lookUp(decoded.getRaster(), directory.palette(name))
                  : toRgb(decoded, name);
            });
    return Orientation.apply(image, directory.orientation());
  }

  private RgbImage decodeWebp(byte[] encoded, String name) throws IOException {
    if (!WebpFrame.isExtended(encoded)) {
      return decodeWebpPicture(encoded, name);
    }
    WebpFrame frame = WebpFrame.first(encoded, name);
    limit.check(name, frame.width(), frame.height());
    RgbImage picture = decodeWebpPicture(frame.file().array(), name);
    boolean covers = picture.width() == frame.width() && picture.height() == frame.height();
    if (!covers && !WebpFrame.isAnimated(encoded)) {
      throw new UnreadableImageException(
          name,
          "The WebP says that it has %,d x %,d pixels, but its picture has %,d x %,d. "
                  .formatted(frame.width(), frame.height(), picture.width(), picture.height())
              + "Fetch the file again.");
    }
    return Canvas.place(
        picture, frame.left(), frame.top(), frame.width(), frame.height(), /* rgb= */ 0);
  }

  private RgbImage decodeWebpPicture(byte[] encoded, String name) throws IOException {
    try {
      return decodePlain(ImageFormat.WEBP, encoded, name);
    } catch (OutOfMemoryError e) {
      if (e.getMessage() != null) {
        throw e; // The JVM's own always says what is full.
      }
      throw new IOException("libwebp found it damaged or had no memory for it", e);
    }
  }

  /** What is done with an opened reader. */
  private interface Reading {
    RgbImage from(ImageReader reader) throws IOException;
  }

  private RgbImage read(ImageFormat format, byte[] encoded, String name, Reading reading)
      throws IOException {
    ImageReader reader = ImageReaders.of(format);
    try (ImageInputStream input = new ByteArrayImageInput(encoded)) {
      Warnings warnings = new Warnings();
      reader.addIIOReadWarningListener(warnings);
      reader.setInput(input, true, true);
      limit.check(name, reader.getWidth(0), reader.getHeight(0));
      RgbImage image = reading.from(reader);
      if (!warnings.damage.isEmpty()) {
        throw new UnreadableImageException(
            name,
            "The %s is damaged or cut short (%s). Fetch the file again."
                .formatted(format, warnings.damage));
      }
      return image;
    } finally {
      reader.dispose();
    }
  }

  /** Keeps the first warning that means lost pixels: ImageIO's only sign of a truncated file. */
  private static final class Warnings implements IIOReadWarningListener {
    private String damage = "";

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      if (damage.isEmpty() && HARMLESS.stream().noneMatch(warning::contains)) {
        damage = warning;
      }
    }
  }
}
