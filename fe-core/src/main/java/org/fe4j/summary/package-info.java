/**
 * What a data set holds, before anything is evaluated on it: counts, sizes, unreadable files,
 * duplicates; as values, as text and as a page.
 *
 * <p>Start at {@link org.fe4j.summary.DatasetSummary}. Who needs the duplicates alone, such as to
 * keep copies in one fold, starts at {@link org.fe4j.summary.Duplicates}. No backbone takes part:
 * pictures are compared by their pixels.
 */
@NullMarked
package org.fe4j.summary;

import org.jspecify.annotations.NullMarked;
