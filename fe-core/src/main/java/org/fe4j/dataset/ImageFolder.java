package org.fe4j.dataset;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder with one folder of images for each class, the layout that torchvision calls {@code
 * ImageFolder}:
 *
 * <pre>
 * rocks/gneiss/0001.jpg
 * rocks/gneiss/site 2/0002.PNG
 * rocks/granite/0003.jpg
 * </pre>
 *
 * <p>Classes are the folders below the root, sorted by name. Their images are all files at any
 * depth whose names end in a known extension (jpg, jpeg, jpe, jfif, png, gif, bmp, tif, tiff, webp,
 * ppm, pgm, pbm, pnm; in any case), sorted by the path below the root, which is also their id, with
 * {@code /} between its parts. Both orders are those of the UTF-8 bytes, whatever the file system
 * lists first and whatever the locale. Other files, files directly in the root, and files and
 * folders that are hidden are left out. Symbolic links are followed; below a class each folder is
 * entered once, so that links in a circle do no harm and a folder with two names is not counted
 * twice.
 *
 * <p>The folder is read once, when this is made; the images are read when they are asked for. In
 * memory an image takes the bytes of its id and eight more.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class ImageFolder implements ImageDataset {

  private final Path root;
  private final ImmutableList<String> classNames;
  private final ImageFiles images;
  private final ImmutableIntArray labels;

  private ImageFolder(
      Path root, ImmutableList<String> classNames, ImageFiles images, ImmutableIntArray labels) {
    this.root = root;
    this.classNames = classNames;
    this.images = images;
    this.labels = labels;
  }

  /**
   * Returns the images below a folder.
   *
   * @param root the folder that holds the class folders
   * @throws IllegalArgumentException if it is no folder, or does not hold two or more class folders
   *     with images; the message says what was found and what to do
   * @throws UncheckedIOException if a folder cannot be listed
   */
  public static ImageFolder of(Path root) {
    try {
      ImmutableList<ClassFolder> classes = ClassFolder.listBelow(root);
      ImmutableList.Builder<String> names = ImmutableList.builder();
      ImageFiles.Builder images = new ImageFiles.Builder(root);
      ImmutableIntArray.Builder labels = ImmutableIntArray.builder();
      for (int label = 0; label < classes.size(); label++) {
        ClassFolder folder = classes.get(label);
        names.add(folder.name());
        images.addAll(folder.images());
        for (int i = 0; i < folder.images().size(); i++) {
          labels.add(label);
        }
      }
      return new ImageFolder(root, names.build(), images.build(), labels.build().trimmed());
    } catch (IOException e) {
      throw new UncheckedIOException("[%s] cannot be listed".formatted(root), e);
    }
  }

  /**
   * Returns the names of the folders in a folder that are parts of a divided data set, sorted, or
   * none where it holds classes: parts are called train, training, val, valid, validation, test,
   * testing, eval or dev, in any case, and hold folders; nothing beside them holds images or
   * folders. Each part is an image folder of its own.
   *
   * @throws UncheckedIOException if a folder cannot be listed
   */
  public static ImmutableList<String> parts(Path root) {
    try {
      return Files.isDirectory(root) ? ClassFolder.partsBelow(root) : ImmutableList.of();
    } catch (IOException e) {
      throw new UncheckedIOException("[%s] cannot be listed".formatted(root), e);
    }
  }

  /** Returns the folder that holds the class folders. */
  public Path root() {
    return root;
  }

  @Override
  public String name() {
    Path name = root.toAbsolutePath().normalize().getFileName();
    return name == null ? root.toString() : name.toString();
  }

  @Override
  public int size() {
    return images.size();
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
    return images.id(index);
  }

  /** Returns the file of an image. */
  public Path file(int index) {
    return images.file(index);
  }

  @Override
  public byte[] bytes(int index) throws IOException {
    return Files.readAllBytes(file(index));
  }

  @Override
  public String toString() {
    return "ImageFolder[%s: %d images, %d classes]".formatted(root, size(), classNames.size());
  }
}
