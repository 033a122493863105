package org.fe4j.summary;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.stream.Stream;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.ImageFormat;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;
import org.jspecify.annotations.Nullable;

/**
 * All images of a data set, read once.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param readable what is kept of those that can be read, in the data set's order
 * @param unreadable the others, in the data set's order
 */
record ImageScan(ImmutableList<ReadableImage> readable, ImmutableList<UnreadableImage> unreadable) {

  /**
   * Reads all images.
   *
   * @throws IOException if this thread is interrupted or a thread that reads fails; an image that
   *     cannot be read is no reason
   */
  static ImageScan of(
      ImageDataset dataset, ImageDecoder decoder, DaemonPool pool, ProgressListener progress)
      throws IOException {
    @Nullable ReadableImage[] readable = new ReadableImage[dataset.size()];
    @Nullable UnreadableImage[] unreadable = new UnreadableImage[dataset.size()];
    pool.forEach(
        dataset.size(),
        "Reading images",
        progress,
        index -> {
          try {
            readable[index] = read(dataset, index, decoder);
          } catch (IOException e) {
            unreadable[index] = unreadable(dataset, index, e);
          }
        });
    return new ImageScan(present(readable), present(unreadable));
  }

  private static ReadableImage read(ImageDataset dataset, int index, ImageDecoder decoder)
      throws IOException {
    byte[] bytes = dataset.bytes(index);
    RgbImage image = decoder.decode(bytes, dataset.id(index));
    byte[] reduced = Fingerprint.reduced(image);
    boolean square = image.width() == image.height();
    return new ReadableImage(
        index,
        bytes.length,
        Hashing.sha256().hashBytes(bytes),
        ImageFormat.of(bytes),
        image.width(),
        image.height(),
        Fingerprint.of(reduced),
        square ? Disc.of(reduced) : Disc.of(image));
  }

  private static UnreadableImage unreadable(ImageDataset dataset, int index, IOException e) {
    String id = dataset.id(index);
    return new UnreadableImage(index, id, reason(id, e));
  }

  private static String reason(String id, IOException e) {
    // The JDK's message of this is a path and nothing else.
    String message =
        e instanceof NoSuchFileException
            ? "There is no such file: " + e.getMessage()
            : e.getMessage() == null ? e.toString() : e.getMessage();
    // The id stands beside the reason already.
    String prefix = "[" + id + "] ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  private static <T> ImmutableList<T> present(@Nullable T[] values) {
    return Stream.of(values).filter(Objects::nonNull).collect(ImmutableList.toImmutableList());
  }
}
