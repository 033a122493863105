package org.fe4j.dataset;

import com.google.common.collect.ImmutableList;
import java.io.IOException;

/**
 * Labelled images in a fixed order. An implementation is safe for use by multiple threads: {@link
 * #bytes} is called from several at once. Everything but {@link #bytes} must be cheap and must
 * always answer the same.
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
}
