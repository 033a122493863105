/**
 * Files that appear whole or not at all, and taking turns over them between threads and processes.
 *
 * <p>Start at {@link org.fe4j.file.WholeFile}. What is in a file is not known here.
 */
@NullMarked
package org.fe4j.file;

import org.jspecify.annotations.NullMarked;
