package org.fe4j.image;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The reader of each format. Those of the JDK are picked by their module, since an application may
 * have registered others, which decode to other pixels.
 */
final class ImageReaders {
  private ImageReaders() {}

  /** Returns a new reader, to be disposed by the caller. */
  static ImageReader of(ImageFormat format) throws IOException {
    return format == ImageFormat.WEBP
        ? new WebPImageReaderSpi().createReaderInstance(null)
        : ofJdk(format);
  }

  private static ImageReader ofJdk(ImageFormat format) throws IOException {
    String wanted = format.name().toLowerCase(Locale.ROOT);
    Iterator<ImageReaderSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    while (providers.hasNext()) {
      ImageReaderSpi provider = providers.next();
      if ("java.desktop".equals(provider.getClass().getModule().getName())) {
        for (String name : provider.getFormatNames()) {
          if (name.toLowerCase(Locale.ROOT).equals(wanted)) {
            return provider.createReaderInstance(null);
          }
        }
      }
    }
    throw new IOException("This Java runtime has no reader for " + format);
  }
}
