/**
 * Reports and comparisons as files: JSON that can be read back, Markdown, LaTeX, and CSV.
 *
 * <p>Start at {@code ReportDirectory} and {@code ComparisonDirectory}, which write all of them. The
 * texts for a terminal are {@code MetricsReport.toString()} and {@code Comparison.toString()}.
 */
@NullMarked
package org.fe4j.metrics.report;

import org.jspecify.annotations.NullMarked;
