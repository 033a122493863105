/**
 * Classification metrics: confusion matrices, precision, recall and F1, reports over folds.
 *
 * <p>Start at {@code MetricsReport}. Knows no backbone, no engine and no image.
 */
@NullMarked
package org.fe4j.metrics;

import org.jspecify.annotations.NullMarked;
