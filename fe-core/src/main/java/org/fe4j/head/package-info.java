/**
 * Heads: small classifiers trained on features.
 *
 * <p>Start at {@link org.fe4j.head.HeadTrainer}.
 */
@NullMarked
package org.fe4j.head;

import org.jspecify.annotations.NullMarked;
