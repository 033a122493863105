/**
 * What all compilers share: whether weights fit a graph, passes over the graph, the values of its
 * parameters, the cache of compiled files.
 *
 * <p>Start at {@link org.fe4j.zoo.compiler.Passes}. Nothing here knows an engine's format or an
 * architecture.
 */
@NullMarked
package org.fe4j.zoo.compiler;

import org.jspecify.annotations.NullMarked;
