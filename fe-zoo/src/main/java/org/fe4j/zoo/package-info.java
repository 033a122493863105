/**
 * The public backbones: catalogue, names, and the way from a weight file to a compiled backbone.
 *
 * <p>Start at {@code Zoo}.
 */
@NullMarked
package org.fe4j.zoo;

import org.jspecify.annotations.NullMarked;
