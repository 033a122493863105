package org.fe4j.image;

/**
 * The text of a portable any-map, read from a position on, without its comments.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class PnmText {
  private static final int END = -1;

  private final byte[] file;
  private final String name;
  private int position;

  /**
   * Creates the text.
   *
   * @param file the whole file
   * @param position where to begin
   * @param name what the user knows the picture by, for messages
   */
  PnmText(byte[] file, int position, String name) {
    this.file = file;
    this.position = position;
    this.name = name;
  }

  /** Returns where the next byte is. */
  int position() {
    return position;
  }

  /**
   * Returns a decimal and passes the one white space behind it. Numbers beyond {@code int} become
   * the largest of it.
   *
   * @param what the number is, for messages
   * @throws UnreadableImageException if there is no number
   */
  int number(String what) throws UnreadableImageException {
    int character = afterSpace(what);
    long number = 0;
    do {
      if (character < '0' || character > '9') {
        throw notA(what, character);
      }
      number = Math.min(10 * number + character - '0', Integer.MAX_VALUE);
      character = next();
    } while (character != END && !isSpace(character));
    return (int) number;
  }

  /**
   * Returns whether the next bit of P1 is 1. No white space need follow it.
   *
   * @throws UnreadableImageException if there is no bit
   */
  boolean bit() throws UnreadableImageException {
    int character = afterSpace("a bit");
    if (character != '0' && character != '1') {
      throw notA("a bit", character);
    }
    return character == '1';
  }

  private int afterSpace(String what) throws UnreadableImageException {
    int character;
    do {
      character = next();
    } while (isSpace(character));
    if (character == END) {
      throw new UnreadableImageException(
          name,
          "The PNM ends after %,d bytes where %s should follow. Fetch the file again."
              .formatted(file.length, what));
    }
    return character;
  }

  private UnreadableImageException notA(String what, int character) {
    boolean printable = character > ' ' && character < 0x7F;
    return new UnreadableImageException(
        name,
        "The PNM is damaged: expected %s at byte %,d, but found %s. Fetch the file again."
            .formatted(
                what,
                position - 1,
                printable ? "'" + (char) character + "'" : "the byte %02x".formatted(character)));
  }

  private int next() {
    int character = read();
    while (character == '#') {
      do {
        character = read();
      } while (character != '\n' && character != '\r' && character != END);
      character = character == END ? END : read();
    }
    return character;
  }

  private int read() {
    return position < file.length ? file[position++] & 0xFF : END;
  }

  static boolean isSpace(int character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }
}
