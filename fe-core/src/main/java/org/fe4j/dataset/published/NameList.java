package org.fe4j.dataset.published;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files with the name of a class in each line. */
final class NameList {
  private static final int MAXIMUM_BYTES = 1 << 20;

  private NameList() {}

  /**
   * Returns the names; lines without any are left out, of which CIFAR-10 has one at the end.
   *
   * @throws MalformedDatasetException if there are not so many, or two are alike
   */
  static ImmutableList<String> read(Path file, int count) throws IOException {
    if (Files.size(file) > MAXIMUM_BYTES) {
      throw new MalformedDatasetException(
          file, "A list of %d names is needed, but this has megabytes.".formatted(count));
    }
    ImmutableList<String> names =
        Files.readString(file, StandardCharsets.ISO_8859_1)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .collect(ImmutableList.toImmutableList());
    int different = ImmutableSet.copyOf(names).size();
    if (names.size() != count || different != count) {
      throw new MalformedDatasetException(
          file,
          "%d different names are needed, one in a line, but there are %d, %d of them different."
              .formatted(count, names.size(), different));
    }
    return names;
  }
}
