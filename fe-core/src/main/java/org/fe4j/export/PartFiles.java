package org.fe4j.export;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The files of a folder that Spark, Hive or Hadoop wrote, sorted: all that end in {@code .parquet},
 * in sub-folders too. Names that begin with {@code _} or a point are somebody's notes. A sub-folder
 * {@code label=granite} gives its files a column, percent signs in its name stand before two
 * hexadecimal digits, as Spark writes them.
 */
final class PartFiles {
  private static final String ENDING = ".parquet";
  private static final String NULL_VALUE = "__HIVE_DEFAULT_PARTITION__";
  private static final String UNFINISHED = "_temporary";

  private PartFiles() {}

  /**
   * A file.
   *
   * @param path of it
   * @param name of it within the folder, for messages
   * @param values of columns that are in the names of folders alone
   */
  record Part(Path path, String name, ImmutableMap<String, String> values) {}

  /**
   * Returns the files; of a file, that one.
   *
   * @throws MalformedFeaturesException if there is none, or whoever wrote them has not finished
   */
  static ImmutableList<Part> of(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return ImmutableList.of(
          new Part(path, String.valueOf(path.getFileName()), ImmutableMap.of()));
    }
    if (Files.exists(path.resolve(UNFINISHED))) {
      throw new MalformedFeaturesException(
          "[%s] there is a folder \"%s\": whoever writes here has not finished, or was killed. Wait, or write the folder anew."
              .formatted(path, UNFINISHED));
    }
    ImmutableList.Builder<Part> parts = ImmutableList.builder();
    collect(path, path, ImmutableMap.of(), parts);
    ImmutableList<Part> all = parts.build();
    if (all.isEmpty()) {
      throw new MalformedFeaturesException(
          "[%s] there is no file that ends in %s, in the folder or below it. Name the folder that the features were written to."
              .formatted(path, ENDING));
    }
    return all;
  }

  private static void collect(
      Path root,
      Path folder,
      ImmutableMap<String, String> values,
      ImmutableList.Builder<Part> parts)
      throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort(null);
    for (Path entry : entries) {
      String name = String.valueOf(entry.getFileName());
      if (name.startsWith("_") || name.startsWith(".")) {
        continue;
      }
      if (Files.isDirectory(entry)) {
        collect(root, entry, with(values, name), parts);
      } else if (name.toLowerCase(Locale.ROOT).endsWith(ENDING)) {
        parts.add(new Part(entry, root.relativize(entry).toString().replace('\\', '/'), values));
      }
    }
  }

  private static ImmutableMap<String, String> with(
      ImmutableMap<String, String> values, String folder) {
    int equals = folder.indexOf('=');
    String text = folder.substring(equals + 1);
    if (equals <= 0 || text.equals(NULL_VALUE)) {
      return values;
    }
    return ImmutableMap.<String, String>builder()
        .putAll(values)
        .put(decoded(folder.substring(0, equals)), decoded(text))
        .buildKeepingLast();
  }

  private static String decoded(String text) {
    // A plus sign is a plus sign here, but a space to URLDecoder.
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // A percent sign that escapes nothing.
    }
  }
}
