/**
 * Number formats that the JDK lacks.
 *
 * <p>Start at {@link org.fe4j.numeric.Float16}.
 */
@NullMarked
package org.fe4j.numeric;

import org.jspecify.annotations.NullMarked;
