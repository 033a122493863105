/**
 * JMH benchmarks of what runs per image or per step.
 *
 * <p>Each class asks one question; README.md has the questions, the command and the last figures. A
 * test runs every body once and checks its result. {@code ComparedSide} is our side of comparisons
 * with Python.
 */
@NullMarked
package org.fe4j.benchmarks;

import org.jspecify.annotations.NullMarked;
