package org.fe4j.dataset;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.nio.file.Path;

/**
 * Files, each with an id. The id is mostly the path below a folder, and nothing else is kept then:
 * the file costs the bytes of its id and four more.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class ImageFiles {
  private final Path folder;
  private final PackedStrings ids;

  /** Files that are not where their ids say, such as those with names that are not UTF-8. */
  private final ImmutableMap<String, Path> elsewhere;

  private ImageFiles(Path folder, PackedStrings ids, ImmutableMap<String, Path> elsewhere) {
    this.folder = folder;
    this.ids = ids;
    this.elsewhere = elsewhere;
  }

  /** Returns the number of files. */
  int size() {
    return ids.size();
  }

  /** Returns the id of a file. */
  String id(int index) {
    return ids.get(index);
  }

  /** Returns where a file is. */
  Path file(int index) {
    String id = id(index);
    Path other = elsewhere.get(id);
    return other == null ? FileNames.resolve(folder, id) : other;
  }

  /** Returns the indices in the byte order of the ids; equal ones keep their order. */
  ImmutableIntArray order() {
    return ids.order();
  }

  /** Returns the files at these indices, in this order. */
  ImageFiles select(ImmutableIntArray indices) {
    return new ImageFiles(folder, ids.select(indices), elsewhere);
  }

  /**
   * Collects files below one folder, or elsewhere.
   *
   * <p>Not safe for concurrent use; confine an instance to one thread.
   */
  static final class Builder {
    private final Path folder;
    private final PackedStrings.Builder ids = new PackedStrings.Builder();
    private final ImmutableMap.Builder<String, Path> elsewhere = ImmutableMap.builder();

    /**
     * Creates a builder without files.
     *
     * @param folder what ids are looked up in
     */
    Builder(Path folder) {
      this.folder = folder;
    }

    /** Adds a file. */
    void add(String id, Path file) {
      ids.add(id);
      if (!isWhereItsIdSays(id, file)) {
        elsewhere.put(id, file);
      }
    }

    /** Adds the files of another, which look up their ids in the same folder. */
    void addAll(ImageFiles files) {
      ids.addAll(files.ids);
      elsewhere.putAll(files.elsewhere);
    }

    private boolean isWhereItsIdSays(String id, Path file) {
      return FileNames.resolve(folder, id).equals(file);
    }

    ImageFiles build() {
      return new ImageFiles(folder, ids.build(), elsewhere.buildKeepingLast());
    }
  }
}
