package org.fe4j.summary;

import java.io.IOException;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.ImageDecoder;
import org.fe4j.progress.ProgressListener;

/** The settings of a summary. Not safe for concurrent use; confine an instance to one thread. */
public final class DatasetSummaryBuilder {
  private final ImageDataset dataset;
  private int folds = 5;
  private int nearDistance = Duplicates.NEAR_DISTANCE;
  private DaemonPool pool = DaemonPool.standard();
  private int examplesPerClass = 8;
  private ImageDecoder decoder = ImageDecoder.standard();

  DatasetSummaryBuilder(ImageDataset dataset) {
    this.dataset = dataset;
  }

  /**
   * Sets the number of folds that each class should have images for; 5 by default.
   *
   * @throws IllegalArgumentException if under 2
   */
  public DatasetSummaryBuilder folds(int value) {
    if (value < 2) {
      throw new IllegalArgumentException(
          "Cross-validation needs 2 or more folds, not %d".formatted(value));
    }
    folds = value;
    return this;
  }

  /**
   * Sets how many of its 63 bits the hashes of near copies may differ in; {@value
   * Duplicates#NEAR_DISTANCE} by default. Less finds fewer copies that were cropped. 0 finds those
   * that were encoded again or turned, as far as that changed no bit.
   *
   * @throws IllegalArgumentException if negative or above {@value Duplicates#NEAR_DISTANCE}
   */
  public DatasetSummaryBuilder nearDistance(int value) {
    if (value < 0 || value > Duplicates.NEAR_DISTANCE) {
      throw new IllegalArgumentException(
          "The distance of near copies must be 0 to %d bits, found %d"
              .formatted(Duplicates.NEAR_DISTANCE, value));
    }
    nearDistance = value;
    return this;
  }

  /**
   * Sets the threads that read and decode; as many as processors by default, fewer where the heap
   * has less than 256 MiB for each.
   *
   * @throws IllegalArgumentException if under 1
   */
  public DatasetSummaryBuilder threads(int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "The number of threads must be at least 1, found " + value);
    }
    pool = new DaemonPool(value);
    return this;
  }

  /**
   * Sets how many images of a class are chosen to be shown; 8 by default.
   *
   * @throws IllegalArgumentException if negative
   */
  public DatasetSummaryBuilder examplesPerClass(int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "The number of examples must not be negative, found " + value);
    }
    examplesPerClass = value;
    return this;
  }

  /** Sets the decoder, of the page of this summary too; the standard one by default. */
  public DatasetSummaryBuilder decoder(ImageDecoder value) {
    decoder = value;
    return this;
  }

  /**
   * Reads the data set.
   *
   * @throws IOException if this thread is interrupted or a thread that reads fails; an image that
   *     cannot be read is no reason
   */
  public DatasetSummary read(ProgressListener progress) throws IOException {
    ImageScan scan = ImageScan.of(dataset, decoder, pool, progress);
    Duplicates duplicates =
        NearSearch.duplicates(scan, dataset.size(), nearDistance, pool, progress);
    return new DatasetSummary(dataset, decoder, scan, duplicates, folds, examplesPerClass);
  }
}
