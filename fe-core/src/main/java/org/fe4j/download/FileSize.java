package org.fe4j.download;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * What a publisher says about the size of a file.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param amount how many; 0 of {@link #UNKNOWN}
 * @param unit of what
 */
public record FileSize(double amount, Unit unit) {
  /** Nothing is known. */
  public static final FileSize UNKNOWN = new FileSize(0, Unit.NONE);

  /** What a size is counted in. */
  public enum Unit {
    /** Single bytes: the size is exact. */
    BYTES,
    /** 1,048,576 bytes, rounded by the publisher: for people, nothing to check a file by. */
    MEBIBYTES,
    /** Nothing. */
    NONE
  }

  /** Refuses sizes that no file has. */
  public FileSize {
    if (unit == Unit.NONE ? amount != 0 : !(amount > 0 && amount <= 1L << 53)) {
      throw new IllegalArgumentException(
          "A size must be positive, or UNKNOWN, but found %s %s".formatted(amount, unit));
    }
  }

  /** Returns an exact size. */
  public static FileSize ofBytes(long bytes) {
    return new FileSize(bytes, Unit.BYTES);
  }

  /** Returns a size that was rounded to mebibytes or thousandths of them. */
  public static FileSize ofMebibytes(double mebibytes) {
    return new FileSize(mebibytes, Unit.MEBIBYTES);
  }

  /** Returns whether anything is known. */
  public boolean isKnown() {
    return unit != Unit.NONE;
  }

  /** Returns whether a file of so many bytes may be the file that is meant. */
  boolean fits(long bytes) {
    return unit != Unit.BYTES || bytes == (long) amount;
  }

  /** Returns it for people: {@code 233.087 MiB}. */
  @Override
  public String toString() {
    String number =
        new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(amount);
    return switch (unit) {
      case BYTES -> number + " bytes";
      case MEBIBYTES -> number + " MiB";
      case NONE -> "unknown size";
    };
  }
}
