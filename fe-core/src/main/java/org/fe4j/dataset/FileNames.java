package org.fe4j.dataset;

import com.google.common.collect.ImmutableSet;
import com.google.common.escape.Escaper;
import com.google.common.net.PercentEscaper;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import org.fe4j.image.ImageFormat;

/** What file names say, the same on every file system and in every locale. */
final class FileNames {

  private static final ImmutableSet<String> IMAGE_EXTENSIONS = ImageFormat.fileExtensions();

  /**
   * Orders names by their UTF-8 bytes, which is the order of their code points. {@link
   * String#compareTo} differs from it where characters beyond the first 65,536 occur.
   */
  static final Comparator<String> BYTE_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private static final Escaper ESCAPER = new PercentEscaper("-._~/", /* plusForSpace= */ false);

  private FileNames() {}

  /** Returns the last part of a path, as the file system stores it. */
  static String of(Path path) {
    Path last = path.getFileName();
    String name = last == null ? path.toString() : last.toString();
    // In the C locale, JDK 17 turns each byte beyond ASCII into U+FFFD, and two files could get the
    // same id. The URI still has the bytes.
    return name.indexOf('\uFFFD') < 0 ? name : nameFromBytes(path);
  }

  private static String nameFromBytes(Path path) {
    String uri = path.toUri().getRawPath();
    String trimmed = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    String escaped = trimmed.substring(trimmed.lastIndexOf('/') + 1);
    // A plus sign is a plus sign in a URI's path, but a space to URLDecoder.
    byte[] bytes =
        URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
            .getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return escaped; // Not UTF-8: the escaped bytes still tell two files apart.
    }
  }

  /**
   * Returns a path in a folder, or the path itself where it is absolute.
   *
   * @throws IllegalArgumentException if it can be none
   */
  static Path resolve(Path folder, String path) {
    try {
      return folder.resolve(path);
    } catch (InvalidPathException e) {
      // In the C locale, JDK 17 makes no path of characters beyond ASCII, but takes their UTF-8
      // bytes from a URI.
      URI base = path.startsWith("/") ? URI.create("file:///") : folder.toUri();
      return Path.of(URI.create(base + ESCAPER.escape(path)));
    }
  }

  /** Returns whether a name ends in an extension that images have. */
  static boolean isImage(String name) {
    return IMAGE_EXTENSIONS.contains(extension(name));
  }

  /** Returns what follows the last dot, in lower case, or nothing where there is no dot. */
  static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /** Returns whether people do not see a file, by its name or by its attribute. */
  static boolean isHidden(Path path) throws IOException {
    return of(path).startsWith(".") || Files.isHidden(path);
  }
}
