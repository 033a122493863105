/**
 * The engine-neutral graph of a backbone: values with shapes, operations with parameters, shape
 * inference when a node is made.
 *
 * <p>Start at {@link org.fe4j.zoo.graph.GraphBuilder}, with which architectures write a graph down,
 * and at {@link org.fe4j.zoo.graph.Op}, the closed set of operations. Nothing here knows an engine,
 * a file format or where weights come from.
 */
@NullMarked
package org.fe4j.zoo.graph;

import org.jspecify.annotations.NullMarked;
