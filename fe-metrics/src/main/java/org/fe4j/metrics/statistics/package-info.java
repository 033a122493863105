/**
 * Statistics on plain arrays of numbers: ranks, tests over data sets and over folds, correlation,
 * clustering, similarity of features, bootstrap.
 *
 * <p>Start at {@code Friedman} for several models on several data sets and at {@code
 * PairedBootstrap} for two models on one. Knows no model, no data set and no report. Every figure
 * has the same digits on every machine: random numbers come from a seed, and functions from {@code
 * StrictMath} or from Hipparchus, which computes its own.
 */
@NullMarked
package org.fe4j.metrics.statistics;

import org.jspecify.annotations.NullMarked;
