/**
 * Evaluation of a backbone on a data set, from a name and a folder to a report.
 *
 * <p>Start at {@code Evaluation}. The parts that it puts together live in the packages below and
 * can be used alone.
 */
@NullMarked
package org.fe4j;

import org.jspecify.annotations.NullMarked;
