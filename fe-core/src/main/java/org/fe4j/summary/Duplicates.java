package org.fe4j.summary;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.stream.IntStream;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.ImageDecoder;
import org.fe4j.progress.ProgressListener;

/**
 * Which images of a data set are copies of others. Copies in both the training part and the test
 * part of a fold make every score too good: keep the images of a group together.
 *
 * <p>Exact copies have the same bytes. Near copies have the same picture in other bytes: encoded
 * again, scaled, brighter, cropped by a few percent, turned or mirrored. A picture that was turned
 * around its middle is found by any angle, whatever fills the corners, also where it was scaled by
 * up to 5 %; one with simple shapes on plain ground only by multiples of 90 degrees. What is alike
 * in other ways is not found, such as another view of the same thing. Pictures of one plain colour
 * are near to none. A group of near copies is a chain: each image is near to another one of it, not
 * to all.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param images in the data set
 * @param exact groups of two or more images with the same bytes, as ascending indices into the data
 *     set; those that cannot be read are in none
 * @param near groups of two or more images of which not all have the same bytes, as ascending
 *     indices into the data set; exact copies of their images are in them too
 */
public record Duplicates(
    int images, ImmutableList<ImmutableIntArray> exact, ImmutableList<ImmutableIntArray> near) {

  /**
   * The default of how many of its 63 bits the hashes of near copies may differ in, and the most
   * that is possible. Of real photographs that were cropped by 3 %, 99 of 100 are within it; what
   * else is within it is told apart by comparing thumbnails.
   */
  public static final int NEAR_DISTANCE = HashIndex.MOST_DISTANCE;

  /**
   * Reads all images and finds the copies.
   *
   * @throws IOException if this thread is interrupted or a thread that reads fails; an image that
   *     cannot be read is no reason
   */
  public static Duplicates of(ImageDataset dataset, ProgressListener progress) throws IOException {
    ImageScan scan =
        ImageScan.of(dataset, ImageDecoder.standard(), DaemonPool.standard(), progress);
    return NearSearch.duplicates(
        scan, dataset.size(), NEAR_DISTANCE, DaemonPool.standard(), progress);
  }

  /**
   * Returns for each image the least index of the images that it must stay together with, its own
   * where it has no copy.
   */
  public ImmutableIntArray groups() {
    int[] groups = IntStream.range(0, images).toArray();
    // What is in a group of both kinds is in the same or in a larger one of near copies.
    exact.forEach(group -> group.forEach(image -> groups[image] = group.get(0)));
    near.forEach(group -> group.forEach(image -> groups[image] = group.get(0)));
    return ImmutableIntArray.copyOf(groups);
  }
}
