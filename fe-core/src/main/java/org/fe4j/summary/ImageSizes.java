package org.fe4j.summary;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How large the readable images are, in pixels. All is 0 or empty where there are none.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param width of the images
 * @param height of the images
 * @param shorterSides how many images have a shorter side in each of some ranges, ascending,
 *     without empty ranges at either end
 * @param commonest the sizes that most images have, at most ten, the commonest first
 * @param distinct how many different sizes there are
 * @param small images whose shorter side is below {@value #SMALL} pixels: they are enlarged for
 *     most backbones
 */
public record ImageSizes(
    Extent width,
    Extent height,
    ImmutableList<SideRange> shorterSides,
    ImmutableList<SizeCount> commonest,
    int distinct,
    int small) {

  /** The crop that most backbones see. */
  public static final int SMALL = 224;

  private static final int COMMONEST = 10;

  /** Where ranges of the shorter side begin. */
  private static final ImmutableList<Integer> BEGINS =
      ImmutableList.of(1, 32, 64, 128, SMALL, 256, 512, 1024, 2048, 4096);

  /**
   * A length over all images.
   *
   * @param minimum of all
   * @param median of all; half-way between the middle two where their number is even
   * @param maximum of all
   */
  public record Extent(int minimum, double median, int maximum) {
    static Extent of(int[] lengths) {
      if (lengths.length == 0) {
        return new Extent(0, 0, 0);
      }
      int[] sorted = lengths.clone();
      Arrays.sort(sorted);
      int last = sorted.length - 1;
      return new Extent(sorted[0], (sorted[last / 2] + sorted[(last + 1) / 2]) / 2.0, sorted[last]);
    }
  }

  /**
   * Images of one size.
   *
   * @param width in pixels
   * @param height in pixels
   * @param images of this size
   */
  public record SizeCount(int width, int height, int images) {}

  /**
   * Images whose shorter side is in a range.
   *
   * @param begin the least length in pixels
   * @param end the least length beyond the range, {@link Integer#MAX_VALUE} for the last range
   * @param images in the range
   */
  public record SideRange(int begin, int end, int images) {}

  static ImageSizes of(List<ReadableImage> images) {
    int[] sides =
        images.stream().mapToInt(image -> Math.min(image.width(), image.height())).toArray();
    Map<List<Integer>, Integer> counts = new HashMap<>();
    for (ReadableImage image : images) {
      counts.merge(List.of(image.width(), image.height()), 1, Integer::sum);
    }
    ImmutableList<SizeCount> commonest =
        counts.entrySet().stream()
            .map(e -> new SizeCount(e.getKey().get(0), e.getKey().get(1), e.getValue()))
            .sorted(
                Comparator.comparingInt(SizeCount::images)
                    .reversed()
                    .thenComparingInt(SizeCount::width)
                    .thenComparingInt(SizeCount::height))
            .limit(COMMONEST)
            .collect(ImmutableList.toImmutableList());
    return new ImageSizes(
        Extent.of(images.stream().mapToInt(ReadableImage::width).toArray()),
        Extent.of(images.stream().mapToInt(ReadableImage::height).toArray()),
        ranges(sides),
        commonest,
        counts.size(),
        (int) Arrays.stream(sides).filter(side -> side < SMALL).count());
  }

  private static ImmutableList<SideRange> ranges(int[] sides) {
    if (sides.length == 0) {
      return ImmutableList.of();
    }
    int[] counts = new int[BEGINS.size()];
    for (int side : sides) {
      counts[rangeOf(side)]++;
    }
    int first = rangeOf(Arrays.stream(sides).min().getAsInt());
    int last = rangeOf(Arrays.stream(sides).max().getAsInt());
    ImmutableList.Builder<SideRange> ranges = ImmutableList.builder();
    for (int i = first; i <= last; i++) {
      int end = i + 1 < BEGINS.size() ? BEGINS.get(i + 1) : Integer.MAX_VALUE;
      ranges.add(new SideRange(BEGINS.get(i), end, counts[i]));
    }
    return ranges.build();
  }

  private static int rangeOf(int side) {
    int range = 0;
    while (range + 1 < BEGINS.size() && side >= BEGINS.get(range + 1)) {
      range++;
    }
    return range;
  }
}
