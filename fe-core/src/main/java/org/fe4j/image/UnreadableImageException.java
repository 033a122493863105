package org.fe4j.image;

import java.io.IOException;

/**
 * Says that a file cannot be decoded to a whole picture: which file, what was found in it and what
 * to do.
 */
public final class UnreadableImageException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String name;

  /**
   * Creates the exception.
   *
   * @param name what the user knows the picture by, usually its path
   * @param problem what was found and what to do, one or two sentences
   */
  public UnreadableImageException(String name, String problem) {
    super("[" + name + "] " + problem);
    this.name = name;
  }

  /**
   * Creates the exception for a failure of a reader underneath.
   *
   * @param name what the user knows the picture by, usually its path
   * @param problem what was found and what to do, one or two sentences
   * @param cause what the reader said
   */
  public UnreadableImageException(String name, String problem, Throwable cause) {
    this(name, problem);
    initCause(cause);
  }

  /** Returns what the user knows the picture by, usually its path. */
  public String name() {
    return name;
  }
}
