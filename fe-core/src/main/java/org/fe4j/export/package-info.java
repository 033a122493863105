/**
 * Features for other tools: as numpy, CSV, Parquet and ARFF files, a row for each image with its id
 * and, where they are known, its class and group.
 *
 * <p>Start at {@link org.fe4j.export.FeatureTable} and {@link org.fe4j.export.ExportFormat}.
 * Reading back is for those tools; what fe4j itself keeps is in {@code org.fe4j.feature}.
 */
@NullMarked
package org.fe4j.export;

import org.jspecify.annotations.NullMarked;
