/**
 * The {@code fe} command line: one class a command, options as the reference in {@code docs/} lists
 * them.
 *
 * <p>Start at {@link org.fe4j.examples.cli.Fe}. Standard output carries the result only; progress
 * and errors go to standard error. A command is thin: what it does is in the libraries.
 */
@NullMarked
package org.fe4j.examples.cli;

import org.jspecify.annotations.NullMarked;
