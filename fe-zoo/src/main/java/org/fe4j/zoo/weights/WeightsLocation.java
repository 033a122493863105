package org.fe4j.zoo.weights;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a public weight file is, and how its content is known.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param uri an http or https address
 * @param sha256 the first 8 to 64 hexadecimal digits of the file's SHA-256, in lower case; empty
 *     where its publisher gives none
 * @param fileName of the file in the cache; it contains the first 8 digits, so that two versions
 *     never share a name, or is the caller's choice where there are none
 */
public record WeightsLocation(URI uri, String sha256, String fileName) {
  private static final Pattern CHECKSUM = Pattern.compile("([0-9a-f]{8,64})?");

  /** torchvision: {@code resnet50-11ad3fa6.pth}. */
  private static final Pattern IN_FILE_NAME = Pattern.compile(".*-([0-9a-f]{8,64})\\.[a-z]+");

  /** OpenAI: {@code …/40d365…af/ViT-B-32.pt}, the whole checksum as a folder. */
  private static final Pattern AS_FOLDER = Pattern.compile("[0-9a-f]{64}");

  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

  /** Refuses other schemes, checksums that are none, and names that are paths. */
  public WeightsLocation {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "Weights are downloaded over http or https, but found " + uri);
    }
    if (!CHECKSUM.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "A SHA-256 is given by its first 8 to 64 digits in lower case, but found \""
              + sha256
              + "\"");
    }
    if (!FILE_NAME.matcher(fileName).matches()) {
      throw new IllegalArgumentException("No name for a weight file: \"" + fileName + "\"");
    }
  }

  /**
   * Returns the location of a file whose address holds its checksum, as those of torchvision and
   * OpenAI do.
   *
   * @throws IllegalArgumentException if the address holds none
   */
  public static WeightsLocation of(URI uri) {
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
  public static WeightsLocation of(URI uri, String sha256) {
    if (sha256.isEmpty()) {
      throw new IllegalArgumentException(
          "A SHA-256 must be given, or a name instead with withoutChecksum: " + uri);
    }
    String name = lastSegment(uri);
    String digits = sha256.substring(0, Math.min(8, sha256.length()));
    if (!name.contains(digits)) {
      int dot = extensionBegin(name);
      name = name.substring(0, dot) + "-" + digits + name.substring(dot);
    }
    return new WeightsLocation(uri, sha256, name);
  }

  /**
   * Returns the location of a file whose publisher gives no checksum. What is downloaded is whole,
   * as far as the server says how long it is, and nothing else about it can be checked; its SHA-256
   * is computed and remembered as that of others.
   *
   * @param name of the file in the cache, without the extension, which is the address's; no other
   *     file may have it
   */
  public static WeightsLocation withoutChecksum(URI uri, String name) {
    String last = lastSegment(uri);
    return new WeightsLocation(uri, "", name + last.substring(extensionBegin(last)));
  }

  /** Returns whether anything is known of the file's SHA-256. */
  public boolean hasChecksum() {
    return !sha256.isEmpty();
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
