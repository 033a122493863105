/**
 * Features for other tools: as numpy, CSV, Parquet and ARFF files, a row for each image with its id
 * and, where they are known, its class and group; and back from what a cluster or fe4j wrote.
 *
 * <p>Start at {@link org.fe4j.export.FeatureTable} and {@link org.fe4j.export.ExportFormat}. What
 * fe4j itself keeps is in {@code org.fe4j.store}.
 */
@NullMarked
package org.fe4j.export;

import org.jspecify.annotations.NullMarked;
