/**
 * What all compilers share: passes over the graph, parameter values, the cache of compiled files.
 */
@NullMarked
package org.fe4j.zoo.compiler;

import org.jspecify.annotations.NullMarked;
