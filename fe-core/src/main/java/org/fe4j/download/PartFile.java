package org.fe4j.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/**
 * The beginning of a file that is being downloaded, and beside it what the server said about the
 * whole, so that another run can go on where this one stopped.
 */
final class PartFile {
  private final Path part;
  private final Path memory;

  PartFile(Path target) {
    part = target.resolveSibling(target.getFileName() + ".part");
    memory = target.resolveSibling(target.getFileName() + ".part.properties");
  }

  Path path() {
    return part;
  }

  long size() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  /**
   * Returns the validator, an ETag or a date, of the whole that this is the beginning of; empty if
   * it is not known, so that the download must begin again.
   */
  String validator(URI uri) throws IOException {
    return size() == 0 ? "" : remembered(uri, "validator");
  }

  /** Returns whether nothing is missing, as far as the server said how long the whole is. */
  boolean isWhole(URI uri) throws IOException {
    return size() > 0 && remembered(uri, "length").equals(Long.toString(size()));
  }

  private String remembered(URI uri, String key) throws IOException {
    if (!Files.exists(memory)) {
      return "";
    }
    Properties properties = new Properties();
    try (InputStream stream = Files.newInputStream(memory)) {
      properties.load(stream);
    } catch (IllegalArgumentException e) {
      return ""; // A malformed escape: not ours, or cut off.
    }
    return properties.getProperty("uri", "").equals(uri.toString())
        ? properties.getProperty(key, "")
        : "";
  }

  /**
   * Empties the file and remembers what it will be the beginning of.
   *
   * @param length of the whole in bytes, or -1 where it is not known
   */
  void restart(URI uri, String validator, long length) throws IOException {
    // In this order, so that old bytes never stand beside a new validator.
    Files.deleteIfExists(memory);
    Files.deleteIfExists(part);
    Properties properties = new Properties();
    properties.setProperty("uri", uri.toString());
    properties.setProperty("validator", validator);
    properties.setProperty("length", Long.toString(length));
    try (OutputStream stream = Files.newOutputStream(memory)) {
      properties.store(stream, null);
    }
  }

  /** Opens the file to add bytes at its end. */
  FileChannel append() throws IOException {
    return FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void delete() throws IOException {
    Files.deleteIfExists(memory);
    Files.deleteIfExists(part);
  }
}
