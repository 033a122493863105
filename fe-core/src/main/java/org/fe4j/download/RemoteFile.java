package org.fe4j.download;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a public file is, and how its content is known.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param uri an http or https address
 * @param checksum what its publisher says of the content
 * @param fileName of the file in the cache; it contains the first 8 digits, so that two versions
 *     never share a name, or is the caller's choice where there are none
 * @param size what its publisher says of it; an exact one is checked where a file is brought by
 *     hand
 */
public record RemoteFile(URI uri, Checksum checksum, String fileName, FileSize size) {
  /** torchvision: {@code resnet50-11ad3fa6.pth}. */
  private static final Pattern IN_FILE_NAME = Pattern.compile(".*-([0-9a-f]{8,64})\\.[a-z]+");

  /** OpenAI: {@code …/40d365…af/ViT-B-32.pt}, the whole checksum as a folder. */
  private static final Pattern AS_FOLDER = Pattern.compile("[0-9a-f]{64}");

  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

  /** Refuses other schemes, and names that are paths. */
  public RemoteFile {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "Files are downloaded over http or https, but found " + uri);
    }
    if (!FILE_NAME.matcher(fileName).matches()) {
      throw new IllegalArgumentException("No name for a file: \"" + fileName + "\"");
    }
  }

  /**
   * Returns the location of a file whose address holds its checksum, as those of torchvision and
   * OpenAI do.
   *
   * @throws IllegalArgumentException if the address holds none
   */
  public static RemoteFile of(URI uri) {
    Matcher inName = IN_FILE_NAME.matcher(lastSegment(uri));
    if (inName.matches()) {
      return of(uri, inName.group(1));
    }
    for (String segment : segments(uri)) {
      if (AS_FOLDER.matcher(segment).matches()) {
        return of(uri, segment);
      }
    }
    throw new IllegalArgumentException(
        "The address holds no checksum, so the file's SHA-256 must be given: " + uri);
  }

  /**
   * Returns the location of a file with a known checksum.
   *
   * @param sha256 its first 8 to 64 hexadecimal digits, in lower case
   */
  public static RemoteFile of(URI uri, String sha256) {
    return of(uri, sha256.isEmpty() ? Checksum.NONE : Checksum.sha256(sha256));
  }

  /**
   * Returns the location of a file with a known checksum, whose digits become part of its name.
   *
   * @throws IllegalArgumentException if it is {@link Checksum#NONE}
   */
  public static RemoteFile of(URI uri, Checksum checksum) {
    if (!checksum.isKnown()) {
      throw new IllegalArgumentException(
          "A SHA-256 must be given, or a name instead with withoutChecksum: " + uri);
    }
    String name = lastSegment(uri);
    String digits = checksum.digits().substring(0, 8);
    if (!name.contains(digits)) {
      int dot = extensionBegin(name);
      name = name.substring(0, dot) + "-" + digits + name.substring(dot);
    }
    return new RemoteFile(uri, checksum, name, FileSize.UNKNOWN);
  }

  /**
   * Returns the location of a file whose publisher gives no checksum. What is downloaded is whole,
   * as far as the server says how long it is, and nothing else about it can be checked; its SHA-256
   * is computed and remembered as that of others.
   *
   * @param name of the file in the cache, without the extension, which is the address's; no other
   *     file may have it
   */
  public static RemoteFile withoutChecksum(URI uri, String name) {
    String last = lastSegment(uri);
    return new RemoteFile(
        uri, Checksum.NONE, name + last.substring(extensionBegin(last)), FileSize.UNKNOWN);
  }

  /** Returns the same location with a size. */
  public RemoteFile withSize(FileSize stated) {
    return new RemoteFile(uri, checksum, fileName, stated);
  }

  private static int extensionBegin(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name.length() : dot;
  }

  private static List<String> segments(URI uri) {
    String path = uri.getPath() == null ? "" : uri.getPath();
    return List.of(path.split("/", -1));
  }

  private static String lastSegment(URI uri) {
    List<String> segments = segments(uri);
    return segments.get(segments.size() - 1);
  }
}
