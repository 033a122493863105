package org.fe4j.image;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/**
 * How far a reader got. The JDK's GIF reader takes an end code for the end, however many rows are
 * missing, and says so in no other way.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class ReadingProgress implements IIOReadProgressListener {
  private float percentage;

  /** Returns how much of the picture was read, 0 to 100. */
  float percentage() {
    return percentage;
  }

  @Override
  public void imageProgress(ImageReader source, float done) {
    percentage = Math.max(percentage, done);
  }

  @Override
  public void sequenceStarted(ImageReader source, int minIndex) {}

  @Override
  public void sequenceComplete(ImageReader source) {}

  @Override
  public void imageStarted(ImageReader source, int imageIndex) {}

  @Override
  public void imageComplete(ImageReader source) {}

  @Override
  public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

  @Override
  public void thumbnailProgress(ImageReader source, float done) {}

  @Override
  public void thumbnailComplete(ImageReader source) {}

  @Override
  public void readAborted(ImageReader source) {}
}
