/** Where weight files come from: a path, the cache, a download with checksum. */
@NullMarked
package org.fe4j.zoo.weights;

import org.jspecify.annotations.NullMarked;
