/**
 * The compiler for TensorFlow: graph and weights to a SavedModel, written by hand: the messages of
 * TensorFlow's graph, and its checkpoint of variables.
 *
 * <p>Start at {@link org.fe4j.zoo.savedmodel.SavedModelCompiler}. Nothing here needs TensorFlow.
 */
@NullMarked
package org.fe4j.zoo.savedmodel;

import org.jspecify.annotations.NullMarked;
