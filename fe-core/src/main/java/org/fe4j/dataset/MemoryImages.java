package org.fe4j.dataset;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fe4j.image.RgbImage;

/**
 * Images that a program holds: decoded ones, or the bytes of image files that came from a database,
 * a network or a camera. Classes are sorted by their UTF-8 bytes, images are in the order in which
 * they were added. Of decoded images the bytes are {@link RgbImage#toPpm()}, so the same pixels are
 * the same image wherever features are kept.
 *
 * <p>All bytes stay in memory, three a pixel for decoded images.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class MemoryImages implements ImageDataset {
  private final String name;
  private final ImmutableList<String> ids;
  private final Categories labels;
  private final Categories groups;
  private final ImmutableList<byte[]> images;

  private MemoryImages(Builder builder) {
    this.name = builder.name;
    this.ids = ImmutableList.copyOf(builder.ids);
    this.labels = builder.labels.build();
    this.groups = builder.groups.build();
    this.images = ImmutableList.copyOf(builder.images);
  }

  /**
   * Starts a data set without images.
   *
   * @param name for reports
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public ImmutableList<String> classNames() {
    return labels.names();
  }

  @Override
  public int label(int index) {
    return labels.value(index);
  }

  @Override
  public String id(int index) {
    return ids.get(index);
  }

  @Override
  public String group(int index) {
    String group = groups.name(index);
    return group.isEmpty() ? id(index) : group;
  }

  /** Returns a copy of the encoded image. */
  @Override
  public byte[] bytes(int index) {
    return images.get(index).clone();
  }

  @Override
  public String toString() {
    return "MemoryImages[%s: %d images, %d classes]".formatted(name, size(), classNames().size());
  }

  /**
   * Collects images. What is added is copied, so that it may be changed afterwards.
   *
   * <p>Not safe for concurrent use; confine an instance to one thread.
   */
  public static final class Builder {
    private final String name;
    private final List<String> ids = new ArrayList<>();
    private final Set<String> distinctIds = new HashSet<>();
    private final Categories.Builder labels = new Categories.Builder();
    private final Categories.Builder groups = new Categories.Builder();
    private final List<byte[]> images = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
    }

    /**
     * Adds a decoded image that is alone in its group.
     *
     * @param id that no other image has
     * @param label the name of its class
     * @throws IllegalArgumentException if another image has this id, or the id or the label is
     *     blank
     */
    public Builder add(String id, String label, RgbImage image) {
      return put(id, label, "", image.toPpm());
    }

    /**
     * Adds an encoded image that is alone in its group.
     *
     * @param id that no other image has
     * @param label the name of its class
     * @param encoded a whole image file; whether it can be decoded is seen when it is
     * @throws IllegalArgumentException if another image has this id, or the id or the label is
     *     blank
     */
    public Builder add(String id, String label, byte[] encoded) {
      return put(id, label, "", encoded.clone());
    }

    /**
     * Adds a decoded image.
     *
     * @param id that no other image has
     * @param label the name of its class
     * @param group what it has in common with others, such as a patient
     * @throws IllegalArgumentException if another image has this id, or the id, the label or the
     *     group is blank
     */
    public Builder add(String id, String label, String group, RgbImage image) {
      return put(id, label, required("group", group, id), image.toPpm());
    }

    /**
     * Adds an encoded image.
     *
     * @param id that no other image has
     * @param label the name of its class
     * @param group what it has in common with others, such as a patient
     * @param encoded a whole image file; whether it can be decoded is seen when it is
     * @throws IllegalArgumentException if another image has this id, or the id, the label or the
     *     group is blank
     */
    public Builder add(String id, String label, String group, byte[] encoded) {
      return put(id, label, required("group", group, id), encoded.clone());
    }

    private Builder put(String id, String label, String group, byte[] encoded) {
      required("id", id, id);
      required("label", label, id);
      if (!distinctIds.add(id)) {
        throw new IllegalArgumentException(
            "[%s] Image %d has the id \"%s\" of image %d. Give each an id of its own."
                .formatted(name, ids.size() + 1, id, ids.indexOf(id) + 1));
      }
      ids.add(id);
      labels.add(label);
      groups.add(group);
      images.add(encoded);
      return this;
    }

    private String required(String what, String value, String id) {
      if (value.isBlank()) {
        throw new IllegalArgumentException(
            "[%s] Image %d, \"%s\", needs %s, but found a blank one."
                .formatted(name, ids.size() + 1, id, what.equals("id") ? "an id" : "a " + what));
      }
      return value;
    }

    /**
     * Returns the data set; more images can be added for another one.
     *
     * @throws IllegalArgumentException if there are fewer than two classes
     */
    public MemoryImages build() {
      MemoryImages built = new MemoryImages(this);
      if (built.classNames().size() < 2) {
        throw new IllegalArgumentException(
            "[%s] Telling classes apart takes two or more, but %s. Add images of other classes."
                .formatted(
                    name,
                    ids.isEmpty()
                        ? "no image was added"
                        : "all images have the label " + built.classNames().get(0)));
      }
      return built;
    }
  }
}
