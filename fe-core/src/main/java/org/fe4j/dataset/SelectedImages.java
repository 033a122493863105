package org.fe4j.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Some images of a data set, with all of its classes or with some.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class SelectedImages implements ImageDataset {
  private final ImageDataset whole;
  private final ImmutableIntArray indices;
  private final String name;
  private final ImmutableList<String> classNames;

  /** The label of each label of the whole. */
  private final ImmutableIntArray labels;

  private SelectedImages(
      ImageDataset whole, ImmutableIntArray indices, String name, BitSet keptClasses) {
    this.whole = whole;
    this.indices = indices;
    this.name = name;
    this.classNames =
        keptClasses.stream()
            .mapToObj(whole.classNames()::get)
            .collect(ImmutableList.toImmutableList());
    int[] newLabels = new int[whole.classNames().size()];
    int next = 0;
    for (int c = keptClasses.nextSetBit(0); c >= 0; c = keptClasses.nextSetBit(c + 1)) {
      newLabels[c] = next++;
    }
    this.labels = ImmutableIntArray.copyOf(newLabels);
  }

  /** Returns the images at these indices, with the classes of the whole. */
  static ImageDataset of(ImageDataset whole, ImmutableIntArray indices, String name) {
    BitSet seen = new BitSet();
    for (int index : indices.asList()) {
      if (index < 0 || index >= whole.size()) {
        throw new IllegalArgumentException(
            "[%s] There is no image %d to select; images are 0 to %d"
                .formatted(whole.name(), index, whole.size() - 1));
      }
      if (seen.get(index)) {
        throw new IllegalArgumentException(
            "[%s] Image %d cannot be selected twice: ids must differ"
                .formatted(whole.name(), index));
      }
      seen.set(index);
    }
    BitSet classes = new BitSet();
    classes.set(0, whole.classNames().size());
    return new SelectedImages(whole, indices, name, classes);
  }

  /** Returns a number of the classes, drawn by a seed. */
  static ImageDataset ofRandomClasses(ImageDataset whole, int count, long seed) {
    List<String> names = whole.classNames();
    if (count < 2 || count > names.size()) {
      throw new IllegalArgumentException(
          "[%s] 2 to %d classes can be drawn, not %d".formatted(whole.name(), names.size(), count));
    }
    if (count == names.size()) {
      return whole;
    }
    BitSet kept = new BitSet();
    IntStream.range(0, names.size())
        .boxed()
        .sorted(Comparator.comparing(c -> lot(seed, names.get(c))))
        .limit(count)
        .forEach(kept::set);
    return ofClasses(
        whole,
        kept,
        "%s (%d of %d classes, seed %d)".formatted(whole.name(), count, names.size(), seed));
  }

  /** Returns what decides whether a class is drawn: the least ones are. */
  private static String lot(long seed, String className) {
    return Hashing.sha256().hashString(seed + "\n" + className, UTF_8).toString();
  }

  /** Returns the classes with enough images, those of a group counted once. */
  static ImageDataset ofLargeClasses(ImageDataset whole, int minimum) {
    int classes = whole.classNames().size();
    int[] counts = new int[classes];
    Set<LabelledGroup> seen = new HashSet<>();
    for (int index = 0; index < whole.size(); index++) {
      if (seen.add(new LabelledGroup(whole.label(index), whole.group(index)))) {
        counts[whole.label(index)]++;
      }
    }
    BitSet kept = new BitSet();
    IntStream.range(0, classes).filter(c -> counts[c] >= minimum).forEach(kept::set);
    if (kept.cardinality() == classes) {
      return whole;
    }
    if (kept.cardinality() < 2) {
      throw new IllegalArgumentException(
          "[%s] %d of %d classes have %d or more images in different groups, but telling classes apart takes two or more; the largest has %d. Ask for fewer images."
              .formatted(
                  whole.name(),
                  kept.cardinality(),
                  classes,
                  minimum,
                  Arrays.stream(counts).max().orElse(0)));
    }
    return ofClasses(
        whole,
        kept,
        "%s (%d of %d classes, each with %d images or more)"
            .formatted(whole.name(), kept.cardinality(), classes, minimum));
  }

  private record LabelledGroup(int label, String group) {}

  private static ImageDataset ofClasses(ImageDataset whole, BitSet classes, String name) {
    ImmutableIntArray indices =
        ImmutableIntArray.copyOf(
            IntStream.range(0, whole.size()).filter(i -> classes.get(whole.label(i))));
    return new SelectedImages(whole, indices, name, classes);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return indices.length();
  }

  @Override
  public ImmutableList<String> classNames() {
    return classNames;
  }

  @Override
  public int label(int index) {
    return labels.get(whole.label(indices.get(index)));
  }

  @Override
  public String id(int index) {
    return whole.id(indices.get(index));
  }

  @Override
  public String group(int index) {
    return whole.group(indices.get(index));
  }

  @Override
  public byte[] bytes(int index) throws IOException {
    return whole.bytes(indices.get(index));
  }

  @Override
  public String toString() {
    return "%s: %d images, %d classes".formatted(name, size(), classNames.size());
  }
}
