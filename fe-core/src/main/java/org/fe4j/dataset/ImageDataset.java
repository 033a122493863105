package org.fe4j.dataset;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.stream.IntStream;

/**
 * Labelled images in a fixed order. An implementation is safe for use by multiple threads: {@link
 * #bytes} is called from several at once. Everything but {@link #bytes} must be cheap and must
 * always answer the same.
 *
 * <p>The methods that return a data set return views: immutable, and as safe as what they are views
 * of. They read an image when they are asked for it.
 */
public interface ImageDataset {

  /** Returns a name for reports, such as the folder's. */
  String name();

  /** Returns the number of images. */
  int size();

  /** Returns the names of the classes; a label is an index into it. */
  ImmutableList<String> classNames();

  /** Returns the label of an image. */
  int label(int index);

  /**
   * Returns an identifier of an image that no other has and that stays, such as a relative path.
   */
  String id(int index);

  /**
   * Returns what an image has in common with others that are too like it to be told apart fairly: a
   * patient, a video, a site. No group is divided where folds respect groups. By default each image
   * is alone, its group being its id.
   */
  default String group(int index) {
    return id(index);
  }

  /**
   * Returns the encoded image, as in its file.
   *
   * @throws IOException if it cannot be read
   */
  byte[] bytes(int index) throws IOException;

  /**
   * Returns some of the images, in the order of these indices, with all classes.
   *
   * @param indices the images, each at most once
   * @param name for reports
   * @throws IllegalArgumentException if there is no such image, or it is selected twice
   */
  default ImageDataset select(ImmutableIntArray indices, String name) {
    return SelectedImages.of(this, indices, name);
  }

  /** Returns all images under another name, for reports. */
  default ImageDataset named(String name) {
    return select(ImmutableIntArray.copyOf(IntStream.range(0, size())), name);
  }

  /**
   * Returns all images of a number of classes, drawn with seed 42.
   *
   * @param count of the classes
   * @throws IllegalArgumentException if it is under 2 or there are fewer classes
   */
  default ImageDataset subsampleClasses(int count) {
    return subsampleClasses(count, 42);
  }

  /**
   * Returns all images of a number of classes, in the order of both here. The same seed draws the
   * same classes from the same names, and fewer classes are some of those that more would be: the
   * least ones by the SHA-256 of seed and name. So scores against the number of classes are of data
   * sets that grow.
   *
   * @param count of the classes
   * @param seed of the draw
   * @throws IllegalArgumentException if it is under 2 or there are fewer classes
   */
  default ImageDataset subsampleClasses(int count, long seed) {
    return SelectedImages.ofRandomClasses(this, count, seed);
  }

  /**
   * Returns the images of all classes that have enough to be divided into so many folds. Images
   * that share a group count once, since folds keep them together.
   *
   * @param minimum of images in different groups
   * @throws IllegalArgumentException if fewer than two classes are left
   */
  default ImageDataset withoutSmallClasses(int minimum) {
    return SelectedImages.ofLargeClasses(this, minimum);
  }

  /**
   * Returns the images with fewer pixels: a picture whose shorter side is larger than this is
   * resized so that it is this, by the bilinear filter of Pillow, as for a backbone, and given as a
   * portable pixmap. Smaller ones stay the bytes that they are, and so do those that the standard
   * decoder refuses: whoever decodes them gets the same exception. How a JPEG was turned by EXIF is
   * lost with the rest of the file.
   *
   * @param pixels the most that a shorter side has, 1 or more
   * @throws IllegalArgumentException if it is under 1
   */
  default ImageDataset downscale(int pixels) {
    return new DownscaledImages(this, pixels);
  }
}
