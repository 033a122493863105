/** Backbone families as Java: each reads like the table of its paper and builds a graph. */
@NullMarked
package org.fe4j.zoo.architecture;

import org.jspecify.annotations.NullMarked;
