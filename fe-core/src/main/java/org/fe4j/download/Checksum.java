package org.fe4j.download;

import java.util.regex.Pattern;

/**
 * What a publisher says about the content of a file.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param algorithm what was computed
 * @param digits hexadecimal, in lower case: the first 8 to 64 of a SHA-256, all 32 of an MD5, none
 *     of {@link #NONE}
 */
public record Checksum(Algorithm algorithm, String digits) {
  /** Nothing is known. */
  public static final Checksum NONE = new Checksum(Algorithm.NONE, "");

  /** How a checksum is computed. */
  public enum Algorithm {
    /** SHA-256: nobody can make another file that has it. */
    SHA_256("SHA-256", "[0-9a-f]{8,64}", "its first 8 to 64 digits in lower case"),
    /** MD5: finds damage, but not a forger. Old data sets publish nothing else. */
    MD5("MD5", "[0-9a-f]{32}", "32 digits in lower case"),
    /** Nothing. */
    NONE("none", "", "nothing");

    private final String title;
    private final Pattern digits;
    private final String description;

    Algorithm(String title, String digits, String description) {
      this.title = title;
      this.digits = Pattern.compile(digits);
      this.description = description;
    }

    /** Returns the name that the JDK and people have for it. */
    @Override
    public String toString() {
      return title;
    }
  }

  /** Refuses digits that are none. */
  public Checksum {
    if (!algorithm.digits.matcher(digits).matches()) {
      throw new IllegalArgumentException(
          "A %s is given by %s, but found \"%s\""
              .formatted(algorithm, algorithm.description, digits));
    }
  }

  /** Returns the checksum of a SHA-256's first 8 to 64 digits. */
  public static Checksum sha256(String digits) {
    return new Checksum(Algorithm.SHA_256, digits);
  }

  /** Returns the checksum of an MD5's 32 digits. */
  public static Checksum md5(String digits) {
    return new Checksum(Algorithm.MD5, digits);
  }

  /** Returns whether anything is known. */
  public boolean isKnown() {
    return algorithm != Algorithm.NONE;
  }

  /** Returns whether a file with these digits is the file that is meant. */
  boolean fits(String found) {
    return found.startsWith(digits);
  }

  /** Returns the algorithm that a file is looked at with; without a checksum it is SHA-256. */
  Algorithm computed() {
    return isKnown() ? algorithm : Algorithm.SHA_256;
  }

  /** Returns it for people: {@code SHA-256 7be5be79}. */
  @Override
  public String toString() {
    return isKnown() ? algorithm + " " + digits : "no checksum";
  }
}
