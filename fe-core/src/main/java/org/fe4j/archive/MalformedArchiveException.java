package org.fe4j.archive;

import java.io.EOFException;
import java.io.IOException;

/**
 * An archive is damaged, or holds what is not unpacked: which archive, which entry, what was found.
 * Nothing of it was kept.
 */
public final class MalformedArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN_CHARACTERS = 80;

  private MalformedArchiveException(String message) {
    super(message);
  }

  /** An archive whose bytes are not those of one. */
  static MalformedArchiveException damaged(String archive, Exception cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    // The JDK has several messages for this, one of them null.
    String said = cause instanceof EOFException ? "it ends too early" : message;
    MalformedArchiveException exception =
        new MalformedArchiveException(
            "[%s] The archive is damaged or cut short: %s. Nothing was unpacked; fetch it again."
                .formatted(archive, said.replaceFirst("\\.$", "")));
    exception.initCause(cause);
    return exception;
  }

  /** An archive as a whole. */
  static MalformedArchiveException of(String archive, String problem) {
    return new MalformedArchiveException(
        "[%s] %s. Nothing was unpacked.".formatted(archive, problem));
  }

  /** An entry of an archive. */
  static MalformedArchiveException of(String archive, String entry, String problem) {
    return of(archive, "The entry \"%s\" %s".formatted(shown(entry), problem));
  }

  /** A name may hold anything, also what moves a terminal's cursor. */
  private static String shown(String name) {
    StringBuilder text = new StringBuilder();
    name.chars()
        .limit(SHOWN_CHARACTERS)
        .forEach(c -> text.append(EntryNames.isPrintable(c) ? (char) c : "\\u%04x".formatted(c)));
    return name.length() > SHOWN_CHARACTERS ? text + "\u2026" : text.toString();
  }
}
