/**
 * Parity with reference values: a backbone is right when, under generated weights, its features
 * agree with those that the reference implementation computed in float64.
 *
 * <p>Start at {@link org.fe4j.zoo.verify.Golden}, the reference values of one backbone, and at
 * {@link org.fe4j.zoo.verify.Tolerance}, which says how far an engine may be from them.
 */
@NullMarked
package org.fe4j.zoo.verify;

import org.jspecify.annotations.NullMarked;
