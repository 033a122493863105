/**
 * Features: images through a backbone to rows of numbers.
 *
 * <p>Start at {@code FeatureExtractor}; what it returns is a {@link
 * org.fe4j.feature.FeatureMatrix}.
 */
@NullMarked
package org.fe4j.feature;

import org.jspecify.annotations.NullMarked;
