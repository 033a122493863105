package org.fe4j.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A list of images on a disk: text in UTF-8, with or without a byte order mark, in the format that
 * its name ends in.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param path where it is
 */
record ListFile(Path path) {
  static final String PATH = "path";
  static final String LABEL = "label";
  static final String GROUP = "group";
  static final String SPLIT = "split";

  private static final String CSV = "csv";
  private static final ImmutableSet<String> JSON_LINES = ImmutableSet.of("jsonl", "ndjson");

  /** Returns whether a file's name ends as those of lists do. */
  static boolean isNamedAsList(Path path) {
    String extension = FileNames.extension(FileNames.of(path));
    return extension.equals(CSV) || JSON_LINES.contains(extension);
  }

  /**
   * Reads all rows, in their order.
   *
   * @throws IllegalArgumentException if there is no such list, or it is not in its format; the
   *     message says where and what to do
   */
  void read(Consumer<ListedImage> rows) throws IOException {
    if (!isNamedAsList(path)) {
      throw mistake("A list of images ends in .csv, .jsonl or .ndjson. Rename it.");
    }
    if (!Files.exists(path)) {
      throw mistake(
          "There is no such list (looked in %s). Correct the path."
              .formatted(path.toAbsolutePath().normalize()));
    }
    if (Files.isDirectory(path)) {
      throw mistake("This is a folder, not a list of images. Read it as an image folder.");
    }
    try (BufferedReader text = open()) {
      if (FileNames.extension(FileNames.of(path)).equals(CSV)) {
        CsvRows.read(this, text, rows);
      } else {
        JsonRows.read(this, text, rows);
      }
    } catch (CharacterCodingException e) {
      throw mistake(
          lineThatIsNotUtf8(), "These bytes are not UTF-8. Save the list with that encoding.");
    }
  }

  /** Returns the folder that relative paths of the list begin at. */
  Path folder() {
    Path parent = path.getParent();
    return parent == null ? path.resolveSibling("") : parent;
  }

  /** Returns what says that the list is wrong as a whole. */
  IllegalArgumentException mistake(String problem) {
    return new IllegalArgumentException("[%s] %s".formatted(path, problem));
  }

  /** Returns what says that a line of the list is wrong. */
  IllegalArgumentException mistake(long line, String problem) {
    return new IllegalArgumentException("[%s] Line %,d: %s".formatted(path, line, problem));
  }

  private BufferedReader open() throws IOException {
    BufferedReader text = Files.newBufferedReader(path, UTF_8);
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
    return text;
  }

  /** Reads the list again: a reader that decodes ahead does not know the line. */
  private long lineThatIsNotUtf8() throws IOException {
    long number = 1;
    try (BufferedReader lines = Files.newBufferedReader(path, ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        UTF_8.newDecoder().decode(ByteBuffer.wrap(line.getBytes(ISO_8859_1)));
        number++;
      }
    } catch (CharacterCodingException e) {
      return number;
    }
    return number;
  }
}
