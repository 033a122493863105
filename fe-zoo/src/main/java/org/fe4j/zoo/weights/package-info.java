/**
 * Where weight files come from: a download, checked where a checksum is known, kept in the cache.
 *
 * <p>Start at {@link org.fe4j.zoo.weights.WeightsFetcher}, which turns a {@link
 * org.fe4j.zoo.weights.WeightsLocation} into a path. What is in a file is the business of {@code
 * org.fe4j.zoo.checkpoint}.
 */
@NullMarked
package org.fe4j.zoo.weights;

import org.jspecify.annotations.NullMarked;
