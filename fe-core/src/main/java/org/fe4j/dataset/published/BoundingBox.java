package org.fe4j.dataset.published;

import org.fe4j.image.RgbImage;
import org.fe4j.image.UnreadableImageException;

/**
 * Where in a picture the object is, as Matlab counts: the first column and the first row are 1, and
 * the last ones belong to the box.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param firstColumn leftmost
 * @param firstRow topmost
 * @param lastColumn rightmost, not before the first
 * @param lastRow lowest, not before the first
 */
record BoundingBox(int firstColumn, int firstRow, int lastColumn, int lastRow) {

  /** Returns whether it holds no pixel. */
  boolean isEmpty() {
    return lastColumn < firstColumn || lastRow < firstRow;
  }

  /**
   * Returns the picture inside of the box; what reaches out of the picture is left out.
   *
   * @param name what the user knows the picture by
   * @throws UnreadableImageException if the box lies beside the picture
   */
  RgbImage cut(RgbImage image, String name) throws UnreadableImageException {
    int left = Math.max(firstColumn, 1) - 1;
    int top = Math.max(firstRow, 1) - 1;
    int width = Math.min(lastColumn, image.width()) - left;
    int height = Math.min(lastRow, image.height()) - top;
    if (width < 1 || height < 1) {
      throw new UnreadableImageException(
          name,
          "The box %s lies beside the picture, which has %d x %d pixels. Put the publisher's picture in its place."
              .formatted(this, image.width(), image.height()));
    }
    byte[] pixels = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      int from = 3 * ((top + y) * image.width() + left);
      System.arraycopy(image.pixels(), from, pixels, 3 * y * width, 3 * width);
    }
    return RgbImage.wrap(width, height, pixels);
  }

  /** Returns it as the annotations have it. */
  @Override
  public String toString() {
    return "(%d, %d) to (%d, %d)".formatted(firstColumn, firstRow, lastColumn, lastRow);
  }
}
