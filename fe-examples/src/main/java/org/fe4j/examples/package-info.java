/**
 * Examples to copy from, each a program that a test runs.
 *
 * <p>Start at {@link org.fe4j.examples.EvaluateFolder}. The command line is in {@code
 * org.fe4j.examples.cli}, the quick start's images in {@code org.fe4j.examples.quickstart}.
 */
@NullMarked
package org.fe4j.examples;

import org.jspecify.annotations.NullMarked;
