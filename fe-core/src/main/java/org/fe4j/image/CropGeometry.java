package org.fe4j.image;

/**
 * One axis of torchvision's {@code Resize} and {@code CenterCrop}: which part of the resized
 * picture survives, and where it lies in the crop.
 *
 * @param resized the size after the resize; nobody holds so many pixels, so it may exceed an int
 * @param first the first surviving position of the resized picture
 * @param length how many survive, at most the crop's size
 * @param offset zeros before them in the crop
 */
record CropGeometry(long resized, long first, int length, int offset) {

  /** Returns the axis of this size, beside the other axis of the picture. */
  static CropGeometry of(Preprocessing preprocessing, int size, int other) {
    long resized = preprocessing.resizePixels();
    if (preprocessing.resizeMode() == ResizeMode.SHORTER_SIDE && size > other) {
      // torchvision's int(size * long / short)
      resized = resized * size / other;
    }
    int crop = preprocessing.cropPixels();
    if (resized >= crop) {
      // Python's round: halves to the even neighbour
      return new CropGeometry(resized, (long) Math.rint((resized - crop) / 2.0), crop, 0);
    }
    return new CropGeometry(resized, 0, (int) resized, (int) ((crop - resized) / 2));
  }
}
