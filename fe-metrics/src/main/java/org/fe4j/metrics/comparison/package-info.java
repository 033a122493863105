/**
 * The comparison of several models on several data sets: which is best, which are as good, how they
 * resemble each other, and what they cost.
 *
 * <p>Start at {@code Comparison}, which holds a report for each model and data set; every analysis
 * is a small value made from it ({@code Ranking}, {@code TiedWithBest}, {@code Similarity}, {@code
 * Groups}, {@code Trend}, {@code ParetoFront}, {@code Recommendation}, {@code ClassStrengths}). A
 * model is a name and facts about it: nothing here knows a backbone. {@code
 * org.fe4j.metrics.report} has the renderers.
 */
@NullMarked
package org.fe4j.metrics.comparison;

import org.jspecify.annotations.NullMarked;
