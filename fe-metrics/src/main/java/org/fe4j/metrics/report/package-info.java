/**
 * Reports as files: JSON that can be read back, Markdown, LaTeX, and the predictions as CSV.
 *
 * <p>Start at {@code ReportDirectory}, which writes all of them. The text for a terminal is {@code
 * MetricsReport.toString()}.
 */
@NullMarked
package org.fe4j.metrics.report;

import org.jspecify.annotations.NullMarked;
