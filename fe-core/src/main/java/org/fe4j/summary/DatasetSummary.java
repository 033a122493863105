package org.fe4j.summary;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.ImageFormat;
import org.fe4j.progress.ProgressListener;

/**
 * What a data set holds, and what about it would spoil an evaluation: images that cannot be read,
 * copies, classes with too few images for the folds.
 *
 * <p>Every image is read once, by several threads; of each about three kilobytes are kept while the
 * summary is made, and little afterwards. {@link #toString()} is a table for people; {@link
 * DatasetPage} writes a page.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class DatasetSummary {
  private final String name;
  private final ImageDecoder decoder;
  private final int folds;
  private final long bytes;
  private final ImmutableList<ClassSummary> classes;
  private final ImageSizes sizes;
  private final ImmutableSortedMap<ImageFormat, Integer> formats;
  private final ImmutableList<UnreadableImage> unreadable;
  private final Duplicates duplicates;
  private final ImmutableList<ImageGroup> exactDuplicates;
  private final ImmutableList<ImageGroup> nearDuplicates;

  DatasetSummary(
      ImageDataset dataset,
      ImageDecoder decoder,
      ImageScan scan,
      Duplicates duplicates,
      int folds,
      int examples) {
    this.name = dataset.name();
    this.decoder = decoder;
    this.folds = folds;
    this.bytes = scan.readable().stream().mapToLong(ReadableImage::bytes).sum();
    this.classes = classes(dataset, scan, examples);
    this.sizes = ImageSizes.of(scan.readable());
    this.formats =
        ImmutableSortedMap.copyOf(
            scan.readable().stream()
                .collect(Collectors.toMap(ReadableImage::format, image -> 1, Integer::sum)));
    this.unreadable = scan.unreadable();
    this.duplicates = duplicates;
    this.exactDuplicates = groups(duplicates.exact(), dataset);
    this.nearDuplicates = groups(duplicates.near(), dataset);
  }

  /**
   * Reads a data set with the defaults of {@link #builder}.
   *
   * @throws IOException if this thread is interrupted or a thread that reads fails; an image that
   *     cannot be read is no reason
   */
  public static DatasetSummary of(ImageDataset dataset, ProgressListener progress)
      throws IOException {
    return builder(dataset).read(progress);
  }

  /** Returns the settings of a summary, all at their defaults. */
  public static DatasetSummaryBuilder builder(ImageDataset dataset) {
    return new DatasetSummaryBuilder(dataset);
  }

  /** Returns the data set's name. */
  public String name() {
    return name;
  }

  /** Returns the decoder that read the pictures. */
  ImageDecoder decoder() {
    return decoder;
  }

  /** Returns the number of images, those that cannot be read included. */
  public int images() {
    return duplicates.images();
  }

  /** Returns the size of the files of all images that can be read, in bytes. */
  public long bytes() {
    return bytes;
  }

  /** Returns the classes, in the order of their labels. */
  public ImmutableList<ClassSummary> classes() {
    return classes;
  }

  /**
   * Returns how many times as many images the largest class has as the smallest, of those that can
   * be read; infinite where a class has none.
   */
  public double imbalance() {
    int largest = classes.stream().mapToInt(ClassSummary::readable).max().orElse(1);
    int smallest = classes.stream().mapToInt(ClassSummary::readable).min().orElse(1);
    return smallest == 0 ? Double.POSITIVE_INFINITY : (double) largest / smallest;
  }

  /** Returns how large the images are. */
  public ImageSizes sizes() {
    return sizes;
  }

  /** Returns how many readable images are in each format, by content and not by name. */
  public ImmutableSortedMap<ImageFormat, Integer> formats() {
    return formats;
  }

  /** Returns the images that cannot be read, in the data set's order. */
  public ImmutableList<UnreadableImage> unreadable() {
    return unreadable;
  }

  /** Returns the copies, for who divides the data set. */
  public Duplicates duplicates() {
    return duplicates;
  }

  /** Returns the exact copies for people: groups across classes first, then the largest. */
  public ImmutableList<ImageGroup> exactDuplicates() {
    return exactDuplicates;
  }

  /** Returns the near copies for people: groups across classes first, then the largest. */
  public ImmutableList<ImageGroup> nearDuplicates() {
    return nearDuplicates;
  }

  /** Returns the number of folds that classes should have enough images for. */
  public int folds() {
    return folds;
  }

  /** Returns the classes with fewer readable images than folds. */
  public ImmutableList<ClassSummary> tooSmallClasses() {
    return classes.stream()
        .filter(c -> c.readable() < folds)
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the summary as a table for people, in ASCII but for names. */
  @Override
  public String toString() {
    return SummaryText.of(this);
  }

  private static ImmutableList<ClassSummary> classes(
      ImageDataset dataset, ImageScan scan, int examples) {
    int classes = dataset.classNames().size();
    int[] unreadable = new int[classes];
    scan.unreadable().forEach(image -> unreadable[dataset.label(image.index())]++);
    ImmutableIntArray.Builder[] readable = new ImmutableIntArray.Builder[classes];
    for (int label = 0; label < classes; label++) {
      readable[label] = ImmutableIntArray.builder();
    }
    scan.readable().forEach(image -> readable[dataset.label(image.index())].add(image.index()));
    return IntStream.range(0, classes)
        .mapToObj(
            label -> {
              ImmutableIntArray images = readable[label].build();
              return new ClassSummary(
                  label,
                  dataset.classNames().get(label),
                  images.length(),
                  unreadable[label],
                  spread(images, examples));
            })
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the middles of so many equal parts: neither the first images nor neighbours only. */
  private static ImmutableIntArray spread(ImmutableIntArray images, int count) {
    if (images.length() <= count) {
      return images;
    }
    ImmutableIntArray.Builder chosen = ImmutableIntArray.builder(count);
    for (int i = 0; i < count; i++) {
      chosen.add(images.get((int) ((2L * i + 1) * images.length() / (2L * count))));
    }
    return chosen.build();
  }

  private static ImmutableList<ImageGroup> groups(
      ImmutableList<ImmutableIntArray> groups, ImageDataset dataset) {
    return groups.stream()
        .map(group -> ImageGroup.of(group, dataset))
        .sorted(
            Comparator.comparing(ImageGroup::acrossClasses)
                .thenComparingInt(group -> group.images().length())
                .reversed()
                .thenComparingInt(group -> group.images().get(0)))
        .collect(ImmutableList.toImmutableList());
  }
}
