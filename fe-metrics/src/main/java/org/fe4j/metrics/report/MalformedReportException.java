package org.fe4j.metrics.report;

import java.io.IOException;

/** A file is not a report that fe4j wrote, or was changed since; the message names the field. */
public final class MalformedReportException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String source;
  private final String field;
  private final String problem;

  MalformedReportException(String source, String field, String problem) {
    super("[%s] %s: %s".formatted(source, field.isEmpty() ? "the document" : field, problem));
    this.source = source;
    this.field = field;
    this.problem = problem;
  }

  /** Returns the same of a field of a larger document, unless the field says so already. */
  MalformedReportException within(String outerField) {
    if (field.startsWith(outerField)) {
      return this;
    }
    MalformedReportException outer =
        new MalformedReportException(
            source, field.isEmpty() ? outerField : outerField + "." + field, problem);
    outer.initCause(this);
    return outer;
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
