/**
 * Progress of long work: how much is done, how fast, how long it will take.
 *
 * <p>A library never prints; it calls a {@link org.fe4j.progress.ProgressListener}.
 */
@NullMarked
package org.fe4j.progress;

import org.jspecify.annotations.NullMarked;
