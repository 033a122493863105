package org.fe4j.dataset;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Images of which only id, class and group are known, such as those behind a table of features:
 * whoever asks for their bytes is told so.
 *
 * <p>Takes the UTF-8 bytes of the ids and 16 bytes more for each image. Immutable and safe for use
 * by multiple threads.
 */
public final class ImageRecords implements ImageDataset {
  private final String name;
  private final PackedStrings ids;
  private final ImmutableList<String> classNames;
  private final ImmutableIntArray labels;
  private final PackedStrings groups;

  private ImageRecords(
      String name,
      PackedStrings ids,
      ImmutableList<String> classNames,
      ImmutableIntArray labels,
      PackedStrings groups) {
    this.name = name;
    this.ids = ids;
    this.classNames = classNames;
    this.labels = labels;
    this.groups = groups;
  }

  /** Starts a data set without images. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return ids.size();
  }

  @Override
  public ImmutableList<String> classNames() {
    return classNames;
  }

  @Override
  public int label(int index) {
    return labels.get(index);
  }

  @Override
  public String id(int index) {
    return ids.get(index);
  }

  @Override
  public String group(int index) {
    String group = groups.get(index);
    return group.isEmpty() ? id(index) : group;
  }

  /**
   * Throws.
   *
   * @throws IOException always: there are no bytes
   */
  @Override
  public byte[] bytes(int index) throws IOException {
    throw new IOException(
        "[%s] %s is known by its id alone, there is no image".formatted(name, id(index)));
  }

  @Override
  public ImageRecords named(String newName) {
    return new ImageRecords(newName, ids, classNames, labels, groups);
  }

  @Override
  public String toString() {
    return "ImageRecords[%s: %d images, %d classes]".formatted(name, size(), classNames().size());
  }

  /**
   * Collects images.
   *
   * <p>Not safe for concurrent use; confine an instance to one thread.
   */
  public static final class Builder {
    /** Longer numbers are names as any other. */
    private static final int LONGEST_NUMBER = 18;

    private final PackedStrings.Builder ids = new PackedStrings.Builder();
    private final Categories.Builder labels = new Categories.Builder();
    private final PackedStrings.Builder groups = new PackedStrings.Builder();

    private Builder() {}

    /**
     * Adds an image.
     *
     * @param id that no other image has
     * @param label the name of its class
     * @param group what it has in common with others; empty where it is alone
     * @throws IllegalArgumentException if all ids or all groups take more than 2 GiB
     */
    public void add(String id, String label, String group) {
      ids.add(id);
      labels.add(label);
      groups.add(group);
    }

    /** Returns the images as they were added, for a look at their order. */
    public Sorted sorted() {
      PackedStrings all = ids.build();
      return new Sorted(all, all.order(), labels.build(), groups.build());
    }
  }

  /**
   * What was added, with the order of its ids.
   *
   * <p>Immutable and safe for use by multiple threads.
   */
  public static final class Sorted {
    private final PackedStrings ids;
    private final ImmutableIntArray order;
    private final Categories labels;
    private final PackedStrings groups;

    private Sorted(
        PackedStrings ids, ImmutableIntArray order, Categories labels, PackedStrings groups) {
      this.ids = ids;
      this.order = order;
      this.labels = labels;
      this.groups = groups;
    }

    /**
     * Returns the images, by when they were added, in the order of the UTF-8 bytes of their ids.
     */
    public ImmutableIntArray order() {
      return order;
    }

    /** Returns the first image whose id another one had before it, by when they were added. */
    public Optional<Twice> twice() {
      return IntStream.range(1, order.length())
          .filter(i -> ids.compare(order.get(i - 1), order.get(i)) == 0)
          .mapToObj(i -> new Twice(ids.get(order.get(i)), order.get(i - 1), order.get(i)))
          .min(Comparator.comparingInt(Twice::second));
    }

    /**
     * Returns the data set.
     *
     * @param name for reports
     * @param images by when they were added, in the order that they get
     * @param classNames all classes in their order, those without an image too; where it is empty
     *     those that occur, numbers by their value and names by their UTF-8 bytes
     * @throws IllegalArgumentException if an image has another class
     */
    public ImageRecords build(
        String name, ImmutableIntArray images, ImmutableList<String> classNames) {
      ImmutableList<String> names = classNames.isEmpty() ? byValue(labels.names()) : classNames;
      int[] classes = labels.names().stream().mapToInt(label -> index(names, label)).toArray();
      ImmutableIntArray.Builder values = ImmutableIntArray.builder(images.length());
      images.forEach(image -> values.add(classes[labels.value(image)]));
      return new ImageRecords(
          name, ids.select(images), names, values.build(), groups.select(images));
    }

    private static int index(ImmutableList<String> names, String label) {
      int index = names.indexOf(label);
      if (index < 0) {
        throw new IllegalArgumentException(
            "The class \"%s\" is not among the %d that there are".formatted(label, names.size()));
      }
      return index;
    }

    private static ImmutableList<String> byValue(ImmutableList<String> labels) {
      Map<Long, String> numbers = new TreeMap<>();
      for (String label : labels) {
        if (!label.matches("0|-?[1-9][0-9]*") || label.length() > Builder.LONGEST_NUMBER) {
          return labels;
        }
        numbers.put(Long.valueOf(label), label);
      }
      return ImmutableList.copyOf(numbers.values());
    }
  }

  /**
   * Two images with one id.
   *
   * <p>Immutable and safe for use by multiple threads.
   *
   * @param id of both
   * @param first by when it was added, from 0 on
   * @param second by when it was added
   */
  public record Twice(String id, int first, int second) {}
}
