package org.fe4j.dataset.published;

import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.archive.Unpacker;
import org.fe4j.download.RemoteFile;

/**
 * An archive as its publisher made it.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name of the data set, such as {@code cifar10}
 * @param fileName the publisher's name of the archive
 * @param location where it is, with the publisher's checksum
 * @param folder the folder in it
 * @param members the files in that folder that are read; others are not unpacked
 */
record PublishedArchive(
    String name,
    String fileName,
    RemoteFile location,
    String folder,
    ImmutableList<String> members) {
  /** STL-10, the largest, has 3.2 GB, most of which is not unpacked. */
  private static final long MAXIMUM_BYTES = 4L << 30;

  private static final int MAXIMUM_ENTRIES = 1000;

  Unpacker unpacker() {
    return Unpacker.builder()
        .wanted(path -> members.stream().anyMatch(m -> path.equals(m) || path.equals(inside(m))))
        .maximumEntries(MAXIMUM_ENTRIES)
        .maximumEntryBytes(MAXIMUM_BYTES)
        .maximumBytes(MAXIMUM_BYTES)
        .build();
  }

  private String inside(String member) {
    return folder + "/" + member;
  }

  /**
   * Returns the folder that holds the members: the one given, or the archive's folder in it.
   *
   * @param source what the user gave, for messages
   * @throws MalformedDatasetException if a member is missing
   */
  Path locate(Path unpacked, Path source) throws MalformedDatasetException {
    for (Path candidate : List.of(unpacked, unpacked.resolve(folder))) {
      List<String> missing =
          members.stream().filter(m -> !Files.isRegularFile(candidate.resolve(m))).toList();
      if (missing.isEmpty()) {
        return candidate;
      }
      if (missing.size() < members.size()) {
        throw lacking(source, missing);
      }
    }
    throw lacking(source, members);
  }

  private MalformedDatasetException lacking(Path source, List<String> missing) {
    return new MalformedDatasetException(
        source,
        """
        %s lacks %s.
          Give %s (%s, from %s), or the folder %s in it, unpacked."""
            .formatted(
                missing.size() == members.size() ? "This is no " + name + ": it" : "This",
                String.join(", ", missing),
                fileName,
                location.checksum(),
                location.uri(),
                folder));
  }
}
