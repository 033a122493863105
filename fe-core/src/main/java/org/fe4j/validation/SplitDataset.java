package org.fe4j.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.dataset.ImageList;

/**
 * A data set that somebody divided before: a part to train on, a part to test on, and maybe one to
 * stop by, joined to one data set. {@link #splitter} divides it again as it was.
 *
 * <p>Ids are those of the parts behind the part's name and a slash: {@code train/gneiss/1.jpg}. So
 * are the groups of images that are alone; other groups keep their names, the same in all parts.
 * Classes are those that have an image to train on, in the order of the training part; the other
 * parts' labels are mapped by name.
 *
 * <p>Its views keep the division, but for {@link #select}, which gives it up.
 *
 * <p>Immutable and as safe for use by multiple threads as the parts are.
 */
public final class SplitDataset implements ImageDataset {
  private final String name;
  private final ImmutableList<String> classNames;
  private final ImmutableList<Part> parts;
  private final boolean validated;
  private final Optional<Path> source;

  /**
   * A part.
   *
   * @param name what its ids begin with
   * @param begin the index of its first image
   * @param images itself
   * @param labels the label here of each of its labels, -1 where it has no image
   */
  private record Part(String name, int begin, ImageDataset images, ImmutableIntArray labels) {
    ImmutableIntArray rows() {
      return ImmutableIntArray.copyOf(IntStream.range(begin, begin + images.size()));
    }
  }

  private SplitDataset(
      String name, List<String> partNames, List<ImageDataset> images, Optional<Path> source) {
    this.name = name;
    this.source = source;
    this.classNames = trainedClasses(images.get(0));
    this.validated = images.size() == 3;
    ImmutableList.Builder<Part> builder = ImmutableList.builder();
    int begin = 0;
    for (int i = 0; i < images.size(); i++) {
      builder.add(
          new Part(
              partNames.get(i), begin, images.get(i), labels(partNames.get(i), images.get(i))));
      begin = Math.addExact(begin, images.get(i).size());
    }
    this.parts = builder.build();
  }

  /**
   * Returns a data set to train on, joined with one to test on; their ids begin with {@code train/}
   * and {@code test/}.
   *
   * @throws IllegalArgumentException if a part has no image, or the test part has one of a class
   *     that cannot be trained
   */
  public static SplitDataset of(ImageDataset train, ImageDataset test) {
    return new SplitDataset(
        title(train, test),
        ImmutableList.of("train", "test"),
        ImmutableList.of(train, test),
        Optional.empty());
  }

  /**
   * Returns a data set to train on, joined with one to stop by and one to test on; their ids begin
   * with {@code train/}, {@code val/} and {@code test/}.
   *
   * @throws IllegalArgumentException if a part has no image, or one of a class that cannot be
   *     trained
   */
  public static SplitDataset of(ImageDataset train, ImageDataset validation, ImageDataset test) {
    return new SplitDataset(
        title(train, test),
        ImmutableList.of("train", "val", "test"),
        ImmutableList.of(train, validation, test),
        Optional.empty());
  }

  private static String title(ImageDataset train, ImageDataset test) {
    return "%s tested on %s".formatted(train.name(), test.name());
  }

  /**
   * Returns whether a folder holds parts and not classes, by {@link ImageFolder#parts}, and those
   * are what {@link #ofFolder} takes.
   *
   * @throws java.io.UncheckedIOException if it is a folder but cannot be listed
   */
  public static boolean isDividedFolder(Path root) {
    return SplitParts.areParts(ImageFolder.parts(root));
  }

  /**
   * Returns the parts in a folder, each an {@link ImageFolder}: {@code train} (or training), and
   * {@code test} (or testing), {@code val} (or valid, validation), or both. With both, {@code val}
   * is the part to stop by; alone, it is the part to test on. Upper and lower case are the same.
   * Ids begin with the folders' names.
   *
   * @throws IllegalArgumentException if there are no such folders, two of a kind, or others, or one
   *     is no image folder, or holds a class that cannot be trained
   * @throws java.io.UncheckedIOException if a folder cannot be listed
   */
  public static SplitDataset ofFolder(Path root) {
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException(
          "[%s] is no folder (looked in %s). Give the folder that holds train beside test or val."
              .formatted(root, root.toAbsolutePath().normalize()));
    }
    Path last = root.toAbsolutePath().normalize().getFileName();
    SplitParts found = SplitParts.of(root.toString(), ImageFolder.parts(root));
    return of(
        last == null ? root.toString() : last.toString(),
        found,
        part -> ImageFolder.of(root.resolve(part)),
        root);
  }

  /** Returns whether a list has parts, and those are what {@link #ofList} takes. */
  public static boolean isDividedList(ImageList list) {
    return SplitParts.areParts(list.splits());
  }

  /**
   * Returns the parts of a list, by its column {@code split}, with the same names as the folders of
   * {@link #ofFolder}. Ids begin with the names of the parts.
   *
   * @throws IllegalArgumentException if there are no such parts, or others, or one holds a class
   *     that cannot be trained
   */
  public static SplitDataset ofList(ImageList list) {
    return of(list.name(), SplitParts.of(list.name(), list.splits()), list::split, list.list());
  }

  private static SplitDataset of(
      String name, SplitParts found, Function<String, ImageDataset> part, Path source) {
    List<String> names = new ArrayList<>(List.of(found.train()));
    found.validation().ifPresent(names::add);
    names.add(found.test());
    return new SplitDataset(name, names, names.stream().map(part).toList(), Optional.of(source));
  }

  private static ImmutableList<String> trainedClasses(ImageDataset train) {
    return presentClasses(train).stream()
        .mapToObj(train.classNames()::get)
        .collect(ImmutableList.toImmutableList());
  }

  private static BitSet presentClasses(ImageDataset images) {
    BitSet present = new BitSet();
    for (int index = 0; index < images.size(); index++) {
      present.set(images.label(index));
    }
    return present;
  }

  private ImmutableIntArray labels(String part, ImageDataset images) {
    if (images.size() == 0) {
      throw new IllegalArgumentException(
          "[%s] The part %s has no image. Add some or leave the part out.".formatted(name, part));
    }
    Map<String, Integer> trained = new HashMap<>();
    classNames.forEach(className -> trained.put(className, trained.size()));
    BitSet present = presentClasses(images);
    List<String> unknown = new ArrayList<>();
    int[] labels = new int[images.classNames().size()];
    for (int c = 0; c < labels.length; c++) {
      String className = images.classNames().get(c);
      labels[c] = trained.getOrDefault(className, -1);
      if (labels[c] < 0 && present.get(c)) {
        unknown.add(className);
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "[%s] The part %s has images of %d classes that have none to train on: %s%s. Trained are %s%s. Name the classes alike in all parts, or remove those."
              .formatted(
                  name,
                  part,
                  unknown.size(),
                  firstTen(unknown),
                  more(unknown),
                  firstTen(classNames),
                  more(classNames)));
    }
    return ImmutableIntArray.copyOf(labels);
  }

  private static String firstTen(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(10, names.size())));
  }

  private static String more(List<String> names) {
    return names.size() > 10 ? " and " + (names.size() - 10) + " more" : "";
  }

  /**
   * Returns the one fold that the parts are. Where no part is to stop by, one stratified tenth of
   * the training part is, with whole groups, drawn with seed 42.
   */
  public PredefinedFolds splitter() {
    List<String> names = partNames();
    List<ImmutableIntArray> train = List.of(parts.get(0).rows());
    List<ImmutableIntArray> test = List.of(parts.get(parts.size() - 1).rows());
    return validated
        ? PredefinedFolds.of(
            "the parts %s, %s and %s".formatted(names.toArray()),
            size(),
            train,
            List.of(parts.get(1).rows()),
            test)
        : PredefinedFolds.of("the parts %s and %s".formatted(names.toArray()), size(), train, test);
  }

  /**
   * Returns what was joined: the part to train on, that to stop by where there is one, the test.
   */
  public ImmutableList<ImageDataset> parts() {
    return parts.stream().map(Part::images).collect(ImmutableList.toImmutableList());
  }

  @Override
  public SplitDataset named(String newName) {
    return new SplitDataset(newName, partNames(), parts(), source);
  }

  @Override
  public SplitDataset downscale(int pixels) {
    return new SplitDataset(
        ImageDataset.super.downscale(pixels).name(),
        partNames(),
        parts.stream().map(part -> part.images().downscale(pixels)).toList(),
        Optional.empty());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if a part has no image of these classes
   */
  @Override
  public SplitDataset subsampleClasses(int count) {
    return ofClasses(ImageDataset.super.subsampleClasses(count));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if a part has no image of these classes
   */
  @Override
  public SplitDataset subsampleClasses(int count, long seed) {
    return ofClasses(ImageDataset.super.subsampleClasses(count, seed));
  }

  /**
   * {@inheritDoc} Images of all parts count.
   *
   * @throws IllegalArgumentException also if a part has no image of these classes
   */
  @Override
  public SplitDataset withoutSmallClasses(int minimum) {
    return ofClasses(ImageDataset.super.withoutSmallClasses(minimum));
  }

  /** Returns the same division of the classes that a view of all has. */
  private SplitDataset ofClasses(ImageDataset view) {
    if (view instanceof SplitDataset all) {
      return all;
    }
    Set<String> kept = Set.copyOf(view.classNames());
    return new SplitDataset(
        view.name(),
        partNames(),
        parts.stream().map(part -> ofClasses(part.images(), kept)).toList(),
        Optional.empty());
  }

  private static ImageDataset ofClasses(ImageDataset part, Set<String> kept) {
    IntStream indices =
        IntStream.range(0, part.size())
            .filter(index -> kept.contains(part.classNames().get(part.label(index))));
    return part.select(ImmutableIntArray.copyOf(indices), part.name());
  }

  private ImmutableList<String> partNames() {
    return parts.stream().map(Part::name).collect(ImmutableList.toImmutableList());
  }

  /** Returns the folder or the list whose parts these are; nothing where parts were joined. */
  public Optional<Path> source() {
    return source;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    Part last = parts.get(parts.size() - 1);
    return last.begin() + last.images().size();
  }

  @Override
  public ImmutableList<String> classNames() {
    return classNames;
  }

  @Override
  public int label(int index) {
    Part part = part(index);
    return part.labels().get(part.images().label(index - part.begin()));
  }

  @Override
  public String id(int index) {
    Part part = part(index);
    return part.name() + "/" + part.images().id(index - part.begin());
  }

  @Override
  public String group(int index) {
    Part part = part(index);
    String group = part.images().group(index - part.begin());
    return group.equals(part.images().id(index - part.begin())) ? id(index) : group;
  }

  @Override
  public byte[] bytes(int index) throws IOException {
    Part part = part(index);
    return part.images().bytes(index - part.begin());
  }

  private Part part(int index) {
    Part found = parts.get(0);
    for (Part part : parts) {
      found = part.begin() <= index ? part : found;
    }
    return found;
  }

  @Override
  public String toString() {
    return "SplitDataset[%s: %s; %d classes]"
        .formatted(
            name,
            String.join(
                ", ",
                parts.stream()
                    .map(part -> "%s %d images".formatted(part.name(), part.images().size()))
                    .toList()),
            classNames.size());
  }
}
