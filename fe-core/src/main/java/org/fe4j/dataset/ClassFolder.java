package org.fe4j.dataset;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The images of one class.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name the folder's name
 * @param images sorted by id, which is the path below the root
 * @param hasFolders whether it holds folders
 * @param otherExtensions those of the files that are no images, for messages
 */
record ClassFolder(
    String name, ImageFiles images, boolean hasFolders, ImmutableSet<String> otherExtensions) {

  /** What people call the parts of a data set that was divided before. */
  private static final ImmutableSet<String> PARTS =
      ImmutableSet.of(
          "train", "training", "val", "valid", "validation", "test", "testing", "eval", "dev");

  private static final String LAYOUT =
      "An image folder holds one folder for each class, and each of those holds the images of the"
          + " class";

  /**
   * Returns the class folders below a root, sorted by name.
   *
   * @throws IllegalArgumentException if there are not two or more with images in each
   */
  static ImmutableList<ClassFolder> listBelow(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException(notAFolder(root));
    }
    ImmutableList.Builder<ClassFolder> builder = ImmutableList.builder();
    AtomicInteger imagesInRoot = new AtomicInteger();
    for (Path folder : folders(root, file -> imagesInRoot.addAndGet(isImage(file) ? 1 : 0))) {
      builder.add(read(root, folder));
    }
    ImmutableList<ClassFolder> classes = builder.build();
    check(root, classes, imagesInRoot.get());
    return classes;
  }

  /**
   * Returns the names of the folders below a root that are parts of a divided data set and no
   * classes: they are called so and hold folders, and no folder beside them holds anything else
   * that could be a class. Looks at no more files than it must.
   */
  static ImmutableList<String> partsBelow(Path root) throws IOException {
    ImmutableList.Builder<String> parts = ImmutableList.builder();
    for (Path folder : folders(root, file -> {})) {
      String name = FileNames.of(folder);
      if (PARTS.contains(name.toLowerCase(Locale.ROOT)) && holds(folder, Files::isDirectory)) {
        parts.add(name);
      } else if (holds(folder, inner -> Files.isDirectory(inner) || isImage(inner))) {
        return ImmutableList.of();
      }
    }
    return parts.build();
  }

  private static boolean holds(Path folder, DirectoryStream.Filter<Path> kind) throws IOException {
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(
            folder, entry -> !FileNames.isHidden(entry) && kind.accept(entry))) {
      return stream.iterator().hasNext();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static String notAFolder(Path root) {
    if (Files.exists(root)) {
      return "[%s] is a file, not a folder. %s; give the folder above the class folders."
          .formatted(root, LAYOUT);
    }
    return "[%s] does not exist (looked in %s). %s."
        .formatted(root, root.toAbsolutePath().normalize(), LAYOUT);
  }

  private static void check(Path root, List<ClassFolder> classes, int imagesInRoot) {
    if (classes.isEmpty()) {
      throw new IllegalArgumentException(
          "[%s] holds no folders. %s. %s"
              .formatted(
                  root,
                  LAYOUT,
                  imagesInRoot == 0
                      ? "Give the folder above the class folders."
                      : imagesInRoot
                          + " images lie directly in it: move each into a folder named after its"
                          + " class."));
    }
    refuseParts(root, classes);
    refuseEmpty(root, classes);
    if (classes.size() == 1) {
      throw new IllegalArgumentException(
          "[%s] holds only one class folder, %s, but telling classes apart takes two or more. %s"
              .formatted(
                  root,
                  classes.get(0).name(),
                  classes.get(0).hasFolders()
                      ? "If the classes are the folders in it, give %s."
                          .formatted(root.resolve(classes.get(0).name()))
                      : "Give the folder above the class folders."));
    }
  }

  private static void refuseParts(Path root, List<ClassFolder> classes) {
    List<ClassFolder> filled = classes.stream().filter(c -> c.images().size() > 0).toList();
    boolean onlyParts =
        filled.stream()
            .allMatch(c -> c.hasFolders() && PARTS.contains(c.name().toLowerCase(Locale.ROOT)));
    if (!filled.isEmpty() && onlyParts) {
      throw new IllegalArgumentException(
          "[%s] holds %s, which look like the parts of a divided data set and not like classes."
                  .formatted(root, names(filled))
              + " Give one part, such as %s, or all of them with SplitDataset.ofFolder."
                  .formatted(root.resolve(partToName(filled))));
    }
  }

  private static String partToName(List<ClassFolder> parts) {
    return parts.stream()
        .map(ClassFolder::name)
        .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("train"))
        .findFirst()
        .orElse(parts.get(0).name());
  }

  private static void refuseEmpty(Path root, List<ClassFolder> classes) {
    List<ClassFolder> empty = classes.stream().filter(c -> c.images().size() == 0).toList();
    if (empty.isEmpty()) {
      return;
    }
    Set<String> others = new TreeSet<>();
    empty.forEach(folder -> others.addAll(folder.otherExtensions()));
    throw new IllegalArgumentException(
        "[%s] %d of %d class folders hold no image: %s. %sAdd images or remove these folders."
            .formatted(
                root,
                empty.size(),
                classes.size(),
                names(empty),
                others.isEmpty()
                    ? ""
                    : "What they hold ends in %s, which is not read as an image. "
                        .formatted(String.join(", ", others))));
  }

  private static String names(List<ClassFolder> folders) {
    String first = folders.stream().limit(10).map(ClassFolder::name).collect(joining(", "));
    return folders.size() <= 10 ? first : first + " and " + (folders.size() - 10) + " more";
  }

  private static ClassFolder read(Path root, Path folder) throws IOException {
    String name = FileNames.of(folder);
    Walk walk = new Walk(root, folder.toRealPath());
    walk.enter(folder, name);
    ImageFiles images = walk.images.build();
    return new ClassFolder(
        name,
        images.select(images.order()),
        // The class folder itself is the first.
        walk.entered.size() > 1,
        ImmutableSet.copyOf(walk.otherExtensions));
  }

  /**
   * Returns the folders that people see in a folder, in byte order of their names.
   *
   * @param files takes the files that people see, in any order
   */
  private static List<Path> folders(Path folder, Consumer<Path> files) throws IOException {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path entry : stream) {
        if (FileNames.isHidden(entry)) {
          continue;
        }
        if (Files.isDirectory(entry)) {
          folders.add(entry);
        } else {
          files.accept(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    folders.sort(Comparator.comparing(FileNames::of, FileNames.BYTE_ORDER));
    return folders;
  }

  private static boolean isImage(Path file) {
    return FileNames.isImage(FileNames.of(file));
  }

  /** Collects the images of a class folder. */
  private static final class Walk {
    final ImageFiles.Builder images;
    final Set<String> otherExtensions = new TreeSet<>();
    final Set<Path> entered = new HashSet<>();
    private final Path classFolder;

    Walk(Path root, Path classFolder) {
      this.images = new ImageFiles.Builder(root);
      this.classFolder = classFolder;
    }

    void enter(Path folder, String id) throws IOException {
      Path real = folder.toRealPath();
      boolean above = classFolder.startsWith(real) && !classFolder.equals(real);
      if (above || !entered.add(real)) {
        return; // A link to a folder around this one, or to one that was entered already.
      }
      for (Path inner : folders(folder, file -> add(file, id))) {
        enter(inner, id + "/" + FileNames.of(inner));
      }
    }

    private void add(Path file, String folderId) {
      String name = FileNames.of(file);
      if (FileNames.isImage(name)) {
        // Also a link to nothing: whoever reads it hears that it cannot be read.
        images.add(folderId + "/" + name, file);
      } else {
        String extension = FileNames.extension(name);
        otherExtensions.add(extension.isEmpty() ? "no extension" : "." + extension);
      }
    }
  }
}
