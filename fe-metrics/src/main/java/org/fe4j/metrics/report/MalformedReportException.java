package org.fe4j.metrics.report;

import java.io.IOException;

/** A file is not a report that fe4j wrote, or was changed since; the message names the field. */
public final class MalformedReportException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String source;
  private final String field;

  MalformedReportException(String source, String field, String problem) {
    super("[%s] %s: %s".formatted(source, field.isEmpty() ? "the document" : field, problem));
    this.source = source;
    this.field = field;
  }

  /** Returns what was read: a file's name. */
  public String source() {
    return source;
  }

  /** Returns the field at fault: {@code predictions.truth[3]}; empty for the whole document. */
  public String field() {
    return field;
  }
}
