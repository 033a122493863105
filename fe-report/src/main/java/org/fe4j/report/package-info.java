/**
 * Reports as HTML pages: one file each, with charts, that needs no network and reads well on a
 * phone, on paper and in the dark. Start at {@link org.fe4j.report.HtmlReport}.
 *
 * <p>What the pages show is computed in {@code org.fe4j.metrics}; the formats without charts are in
 * {@code org.fe4j.metrics.report}.
 */
@NullMarked
package org.fe4j.report;

import org.jspecify.annotations.NullMarked;
