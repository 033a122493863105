/** Readers of weight files; they run nothing and build no objects. */
@NullMarked
package org.fe4j.zoo.checkpoint;

import org.jspecify.annotations.NullMarked;
