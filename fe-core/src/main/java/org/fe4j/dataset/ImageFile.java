package org.fe4j.dataset;

import java.nio.file.Path;

/**
 * An image below the root of a data set.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param id the path below the root, with {@code /} between its parts
 * @param file where it is
 */
record ImageFile(String id, Path file) {}
